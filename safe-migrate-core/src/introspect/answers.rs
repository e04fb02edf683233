//! From the answers of the packet, row by row as they come, to the live schema.
//!
//! Nothing of an answer is kept but what the model has words for: a schema of thousands of tables
//! never lies in memory twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, ServerError};
use crate::schema::{CheckDef, ForeignKeyDef, JOURNAL, LEASE, LiveSchema, TableName, Text};
use crate::server::{Flavour, ServerInfo};

use super::assemble::{Facts, assemble, check_engine, check_readable, is_table};
use super::catalogue::{HEAD, PER_DATABASE};
use super::column::{Column, column};
use super::key::{ForeignKeyRow, IndexRow, Rules, foreign_keys};
use super::privilege::{columns_are_visible, rules_are_hidden};
use super::read::Strictness;
use super::row::{
    ByTable, Row, TableRow, check_row, column_row, foreign_key_row, index_row, rules_row,
    table_name, table_row,
};

/// What was answered so far.
pub(super) struct Answers {
    connected: Option<String>,
    variables: BTreeMap<String, String>,
    sees_everything: bool,
    /// The server, as soon as it is told.
    server: Option<ServerInfo>,
    databases: Vec<Answered>,
}

/// What was answered of one database.
struct Answered {
    /// Its name as it was asked for; `None` is the connected one.
    asked: Option<String>,
    /// Its default collation, and whether this user may see every table of it.
    about: Option<(String, bool)>,
    tables: Vec<TableRow>,
    columns: ByTable<Column>,
    indexes: ByTable<IndexRow>,
    keys: Vec<ForeignKeyRow>,
    rules: BTreeMap<(String, String), Rules>,
    checks: ByTable<(CheckDef, bool)>,
    /// The tables of which only single columns are granted.
    granted: BTreeSet<String>,
    /// What can't be read.
    error: Option<Error>,
}

impl Answers {
    /// No answer yet about these databases.
    pub(super) fn new(databases: Vec<Option<String>>) -> Self {
        Self {
            connected: None,
            variables: BTreeMap::new(),
            sees_everything: false,
            server: None,
            databases: databases.into_iter().map(Answered::nothing).collect(),
        }
    }

    /// One row of the answer to the statement of that number.
    pub(super) fn take(&mut self, statement: usize, row: Row<'_>) {
        match statement {
            0 => {}
            1 => self.connected = row.optional(0).map(Into::into),
            2 => drop(self.variables.insert(row.text(0), row.text(1))),
            3 => self.sees_everything = true,
            _ => self.take_of_database(statement - HEAD, row),
        }
    }

    fn take_of_database(&mut self, question: usize, row: Row<'_>) {
        if self.server.is_none() {
            self.server = self.told_server();
        }
        // Without one there is an error in the end; how its catalogue is to be read is not known.
        let Some(server) = &self.server else { return };
        if let Some(database) = self.databases.get_mut(question / PER_DATABASE) {
            database.take(question % PER_DATABASE, row, server);
        }
    }

    fn told_server(&self) -> Option<ServerInfo> {
        let connected = self.connected.clone().unwrap_or_default();
        ServerInfo::from_variables(&self.variables, connected).filter(ServerInfo::is_supported)
    }

    /// What all answers together say.
    pub(super) fn into_schema(
        mut self,
        answered: usize,
        strictness: Strictness,
    ) -> Result<(ServerInfo, LiveSchema), Error> {
        if self.connected.is_none() && self.databases.iter().any(|of| of.asked.is_none()) {
            return Err(Error::NoDatabase);
        }
        let Some(server) = self.server.take().or_else(|| self.told_server()) else {
            let version = self.variables.remove("version").unwrap_or_default();
            return Err(Error::UnsupportedServer { version });
        };
        if answered < HEAD + PER_DATABASE * self.databases.len() {
            return Err(Error::Query {
                doing: super::read::DOING.to_owned(),
                done: Vec::new(),
                server: ServerError::unexpected("fewer answers than questions"),
            });
        }
        let mut live = LiveSchema {
            database: server.database.clone(),
            table_names_ignore_case: server.table_names_ignore_case,
            sees_everything: self.sees_everything,
            ..LiveSchema::default()
        };
        for database in self.databases {
            database.put_into(&mut live, server.flavour, strictness)?;
        }
        Ok((server, live))
    }
}

impl Answered {
    fn nothing(asked: Option<String>) -> Self {
        Self {
            asked,
            about: None,
            tables: Vec::new(),
            columns: ByTable::new(),
            indexes: ByTable::new(),
            keys: Vec::new(),
            rules: BTreeMap::new(),
            checks: ByTable::new(),
            granted: BTreeSet::new(),
            error: None,
        }
    }

    /// How its tables are named: without it, where it is the connected one.
    fn home(&self, connected: &str) -> Option<&str> {
        self.asked.as_deref().filter(|database| *database != connected)
    }

    fn take(&mut self, question: usize, row: Row<'_>, server: &ServerInfo) {
        let connected = &server.database;
        match question {
            0 => self.about = Some((row.text(0), row.is(1, "1"))),
            1 => self.tables.push(table_row(row)),
            2 => self.columns.add(row.word(0), column(column_row(row), server.flavour)),
            3 => self.indexes.add(row.word(0), index_row(row)),
            4 => self.keys.push(foreign_key_row(row, self.home(connected), connected)),
            5 => match rules_row(row, self.home(connected)) {
                Ok((id, rules)) => drop(self.rules.insert(id, rules)),
                Err(error) => self.error = self.error.take().or(Some(error)),
            },
            6 => self.checks.add(row.word(0), check_row(row, server.flavour)),
            _ => drop(self.granted.insert(row.text(0))),
        }
    }

    fn put_into(
        self,
        live: &mut LiveSchema,
        flavour: Flavour,
        strictness: Strictness,
    ) -> Result<(), Error> {
        let home = self.home(&live.database).map(str::to_owned);
        let home = home.as_deref();
        let Self { about, tables, mut columns, mut indexes, mut checks, granted, .. } = self;
        if let Some((collation, is_seen)) = about {
            let home = home.map(|home| Text::Owned(home.to_owned()));
            if is_seen {
                live.seen_databases.push(home.clone());
            }
            live.default_collations.insert(home, collation.into());
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        let declared: BTreeSet<&str> = tables.iter().map(|row| row.name.as_str()).collect();
        let keys = foreign_keys(self.keys, &self.rules, |table| declared.contains(table))
            .map_err(rules_are_hidden)?;
        let mut keys_of: BTreeMap<&TableName, Vec<&(TableName, ForeignKeyDef, bool)>> =
            BTreeMap::new();
        for key in &keys {
            keys_of.entry(&key.0).or_default().push(key);
        }
        for row in tables {
            let is_own = row.name == JOURNAL || row.name == LEASE;
            if strictness == Strictness::BaseTables && is_own {
                continue;
            }
            let name = table_name(home, row.name.clone());
            if !is_table(&row) {
                if strictness == Strictness::BaseTables && row.kind == "SEQUENCE" {
                    live.sequences.insert(name, Text::default());
                } else {
                    live.others.insert(name, row.kind.to_lowercase().into());
                }
                continue;
            }
            match strictness {
                Strictness::EveryTable => check_engine(&name, &row)?,
                Strictness::BaseTables => drop(check_readable(&name, &row)?),
            }
            let mut columns = columns.take(&row.name);
            columns.sort_by_key(|column| column.position);
            columns_are_visible(&name, &columns, granted.contains(&row.name))?;
            let own_keys = keys_of.remove(&name).unwrap_or_default();
            let facts = Facts {
                columns,
                statistics: indexes.take(&row.name),
                checks: checks.take(&row.name),
                // MySQL leaves the name out also where the parent's index is merely not unique.
                broken: own_keys
                    .iter()
                    .filter(|(_, _, parent_has_key)| !parent_has_key && flavour == Flavour::MariaDb)
                    .map(|(_, key, _)| key.name.clone())
                    .collect(),
                foreign_keys: own_keys.iter().map(|(_, key, _)| key.clone()).collect(),
            };
            live.tables.insert(name.clone(), assemble(&name, row, facts, flavour));
        }
        live.foreign_keys.extend(keys.into_iter().map(|(child, key, _)| (child, key)));
        Ok(())
    }
}
