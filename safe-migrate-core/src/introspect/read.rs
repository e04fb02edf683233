//! Sends the packet and puts its answers together.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::mysql::MySqlConnection;

use crate::error::{Error, ServerError};
use crate::schema::{ForeignKeyDef, JOURNAL, LEASE, LiveSchema, TableName, Text};
use crate::server::packet::{Rows, send};
use crate::server::{Flavour, ServerInfo};

use super::assemble::{Facts, assemble, check_kind, check_readable};
use super::catalogue::{self, Tables};
use super::key::foreign_keys;
use super::privilege::{columns_are_visible, rules_are_hidden};
use super::row::{
    Row, check_row, column_row, foreign_key_rows, group, index_row, rules_by_name, table_name,
};

const DOING: &str = "read the catalogue";

/// Reads the named tables. One round trip, whatever their number.
pub(crate) async fn look(
    connection: &mut MySqlConnection,
    tables: &[TableName],
) -> Result<(ServerInfo, LiveSchema), Error> {
    read(connection, by_database(tables), Strictness::EveryTable).await
}

/// Reads every table of the connected database. One round trip, whatever their number.
pub(crate) async fn look_at_all(
    connection: &mut MySqlConnection,
) -> Result<(ServerInfo, LiveSchema), Error> {
    read(connection, vec![(None, Tables::All)], Strictness::BaseTables).await
}

/// What a look demands of what it finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// That each is a table of InnoDB: somebody declares it.
    EveryTable,
    /// Nothing: views are passed over, sequences are read as what they are.
    BaseTables,
}

async fn read(
    connection: &mut MySqlConnection,
    databases: Vec<(Option<String>, Tables)>,
    strictness: Strictness,
) -> Result<(ServerInfo, LiveSchema), Error> {
    let answers = send(connection, catalogue::packet(&databases)).await.map_err(|error| {
        Error::Query { doing: DOING.to_owned(), done: Vec::new(), server: error.into() }
    })?;
    let mut answers = answers.into_iter();
    let mut head = answers.by_ref().take(catalogue::HEAD);
    let _set = head.next();
    let connected = head.next().and_then(|rows| rows.into_iter().next()?.into_iter().next()?);
    let variables = head.next().unwrap_or_default();
    let sees_everything = head.next().is_some_and(|rows| !rows.is_empty());
    if connected.is_none() && databases.iter().any(|(database, _)| database.is_none()) {
        return Err(Error::NoDatabase);
    }
    let server = server_info(variables, connected.unwrap_or_default())?;
    let mut live = LiveSchema {
        database: server.database.clone(),
        table_names_ignore_case: server.table_names_ignore_case,
        sees_everything,
        ..LiveSchema::default()
    };
    for (database, _) in &databases {
        // A table of the connected database is named without it, however it was declared.
        let home = database.clone().filter(|database| *database != live.database);
        let parts: Vec<Rows> = answers.by_ref().take(catalogue::PER_DATABASE).collect();
        read_database(&mut live, server.flavour, home.as_deref(), parts, strictness)?;
    }
    Ok((server, live))
}

fn by_database(tables: &[TableName]) -> Vec<(Option<String>, Tables)> {
    let mut databases: BTreeMap<Option<String>, BTreeSet<String>> = BTreeMap::new();
    for table in tables {
        let database = table.database.as_deref().map(str::to_owned);
        databases.entry(database).or_default().insert(table.table.to_string());
    }
    databases
        .into_iter()
        .map(|(database, tables)| (database, Tables::Named(tables.into_iter().collect())))
        .collect()
}

fn server_info(variables: Rows, database: String) -> Result<ServerInfo, Error> {
    let variables: BTreeMap<String, String> = variables
        .into_iter()
        .filter_map(|mut row| {
            let value = row.pop()??;
            Some((row.pop()??, value))
        })
        .collect();
    let version = variables.get("version").cloned().unwrap_or_default();
    ServerInfo::from_variables(&variables, database)
        .filter(ServerInfo::is_supported)
        .ok_or(Error::UnsupportedServer { version })
}

fn read_database(
    live: &mut LiveSchema,
    flavour: Flavour,
    home: Option<&str>,
    parts: Vec<Rows>,
    strictness: Strictness,
) -> Result<(), Error> {
    let Ok([schemata, tables, columns, statistics, keys, rules, checks, granted]) =
        <[Rows; catalogue::PER_DATABASE]>::try_from(parts)
    else {
        return Err(Error::Query {
            doing: DOING.to_owned(),
            done: Vec::new(),
            server: ServerError::unexpected("fewer answers than questions"),
        });
    };
    if let Some(row) = schemata.into_iter().next() {
        let (row, home) = (Row(row), home.map(|home| Text::Owned(home.to_owned())));
        if row.is(1, "1") {
            live.seen_databases.push(home.clone());
        }
        live.default_collations.insert(home, row.text(0).into());
    }
    let declared: BTreeSet<String> = tables.iter().map(|row| Row(row.clone()).text(0)).collect();
    let is_declared = |table: &str| declared.contains(table);
    let mut columns = group(columns, column_row);
    let mut statistics = group(statistics, index_row);
    let mut checks = group(checks, |row| check_row(row, flavour));
    let granted: BTreeSet<String> = granted.into_iter().map(|row| Row(row).text(0)).collect();
    let rules = rules_by_name(rules, home)?;
    let keys = foreign_keys(foreign_key_rows(keys, home, &live.database), &rules, is_declared)
        .map_err(rules_are_hidden)?;

    let mut keys_of: BTreeMap<&TableName, Vec<&(TableName, ForeignKeyDef, bool)>> = BTreeMap::new();
    for key in &keys {
        keys_of.entry(&key.0).or_default().push(key);
    }
    for row in tables {
        let row = Row(row);
        let name = table_name(home, row.text(0));
        let table = row.text(0);
        if strictness == Strictness::BaseTables && (table == JOURNAL || table == LEASE) {
            continue;
        }
        match (strictness, row.text(1).as_str()) {
            (Strictness::EveryTable, _) => check_kind(&name, &row)?,
            (Strictness::BaseTables, "BASE TABLE" | "SYSTEM VERSIONED") => {
                check_readable(&name, &row)?;
            }
            (Strictness::BaseTables, "SEQUENCE") => {
                live.sequences.insert(name, Text::default());
                continue;
            }
            (Strictness::BaseTables, _) => {
                live.others.insert(name, row.text(1).to_lowercase().into());
                continue;
            }
        }
        let mut columns = columns.remove(&table).unwrap_or_default();
        columns.sort_by_key(|column| column.position);
        columns_are_visible(&name, &columns, granted.contains(&table))?;
        let own_keys = keys_of.remove(&name).unwrap_or_default();
        let facts = Facts {
            columns,
            statistics: statistics.remove(&table).unwrap_or_default(),
            checks: checks.remove(&table).unwrap_or_default(),
            // MySQL leaves the name out also where the parent's index is merely not unique.
            broken: own_keys
                .iter()
                .filter(|(_, _, parent_has_key)| !parent_has_key && flavour == Flavour::MariaDb)
                .map(|(_, key, _)| key.name.clone())
                .collect(),
            foreign_keys: own_keys.iter().map(|(_, key, _)| key.clone()).collect(),
        };
        live.tables.insert(name.clone(), assemble(&name, &row, facts, flavour));
    }
    live.foreign_keys.extend(keys.into_iter().map(|(child, key, _)| (child, key)));
    Ok(())
}

/// Adds the foreign keys of whatever database that refer to the tables, as far as this user may
/// see them.
pub(crate) async fn look_for_children(
    connection: &mut MySqlConnection,
    live: &mut LiveSchema,
    tables: &[TableName],
) -> Result<(), Error> {
    for (database, tables) in by_database(tables) {
        let Tables::Named(tables) = tables else { continue };
        let answers = send(connection, catalogue::children(database.as_deref(), &tables))
            .await
            .map_err(|error| Error::Query {
                doing: DOING.to_owned(),
                done: Vec::new(),
                server: error.into(),
            })?;
        let mut by_child: BTreeMap<Option<String>, Rows> = BTreeMap::new();
        for row in answers.into_iter().next().unwrap_or_default() {
            let child = row.last().cloned().flatten().filter(|child| *child != live.database);
            by_child.entry(child).or_default().push(row);
        }
        for (home, rows) in by_child {
            let rows = foreign_key_rows(rows, home.as_deref(), &live.database);
            let keys = foreign_keys(rows, &BTreeMap::new(), |_| false).map_err(rules_are_hidden)?;
            for (child, key, _) in keys {
                let is_known = live
                    .foreign_keys
                    .iter()
                    .any(|(table, known)| *table == child && known.name == key.name);
                if !is_known {
                    live.foreign_keys.push((child, key));
                }
            }
        }
    }
    Ok(())
}
