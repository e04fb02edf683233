//! What a run brings the database to: declared models, or another database as it was read.

use std::collections::BTreeSet;

use crate::diff::{Desired, Extent, swapped_names};
use crate::error::Error;
use crate::schema::{LiveSchema, Model, TableDef, TableName, Text};
use crate::server::Flavour;

use super::declaration::tables;

/// The databases that a server keeps for itself.
const SYSTEM_DATABASES: [&str; 4] = ["mysql", "sys", "performance_schema", "information_schema"];

/// Where a schema comes from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// The models of a service.
    Models(std::borrow::Cow<'static, [Model]>),
    /// A database that was read.
    Like(std::sync::Arc<Desired>),
}

/// What a run brings the database to.
pub(super) enum Target<'a> {
    /// The tables of models, with those they refer to.
    Models(Vec<&'static TableDef>),
    /// Another database.
    Like(&'a Desired),
}

impl Source {
    pub(super) fn target(&self) -> Result<Target<'_>, Error> {
        Ok(match self {
            Self::Models(models) => Target::Models(tables(models)?),
            Self::Like(desired) => Target::Like(desired),
        })
    }
}

impl Target<'_> {
    /// The names to look for, former ones included.
    pub(super) fn names(&self) -> Vec<TableName> {
        let mut names: Vec<TableName> = Vec::new();
        for table in self.tables() {
            names.push(table.qualified_name());
            names.extend(
                table
                    .renamed_from
                    .as_ref()
                    .map(|old| TableName { database: table.database.clone(), table: old.clone() }),
            );
        }
        names
    }

    /// The databases of the tables, each once; `None` is the connected one.
    pub(super) fn databases(&self) -> BTreeSet<Option<&str>> {
        let mut databases: BTreeSet<Option<&str>> =
            self.tables().map(|table| table.database.as_deref()).collect();
        if let Self::Like(_) = self {
            databases.insert(None);
        }
        databases
    }

    /// That none of its databases is one of the server's own. Its names are the same in any case.
    pub(super) fn may_be_migrated(&self, connected: &str) -> Result<(), Error> {
        let databases = self.databases();
        let mut names = databases.iter().map(|database| database.unwrap_or(connected));
        let is_own =
            |name: &&str| SYSTEM_DATABASES.iter().any(|own| name.eq_ignore_ascii_case(own));
        names
            .find(is_own)
            .map_or(Ok(()), |name| Err(Error::SystemDatabase { database: name.to_owned() }))
    }

    fn tables(&self) -> Box<dyn Iterator<Item = &TableDef> + '_> {
        match self {
            Self::Models(tables) => Box::new(tables.iter().copied()),
            Self::Like(desired) => Box::new(desired.tables.iter()),
        }
    }

    /// The tables with the connected database left out of their names, as in what was read.
    pub(super) fn resolve(&self, live: &LiveSchema, flavour: Flavour) -> Result<Desired, Error> {
        if let Self::Like(Desired { extent: Extent::Exact, hidden_in: Some(database), .. }) = self {
            return Err(Error::HiddenTables { database: database.to_string() });
        }
        let elsewhere = |database: &Text| *database != live.database;
        let mut known = BTreeSet::new();
        let mut resolved: Vec<TableDef> = Vec::new();
        for table in self.tables() {
            let mut table = table.clone();
            table.database = table.database.filter(elsewhere);
            if !table.foreign_keys.is_empty() {
                for key in table.foreign_keys.to_mut() {
                    key.parent.database = key.parent.database.take().filter(elsewhere);
                }
            }
            if let (Self::Like(_), Flavour::MariaDb) = (self, flavour) {
                // It has no NOT NULL for generated columns.
                let columns = table.columns.to_mut().iter_mut();
                columns
                    .filter(|column| column.generated.is_some())
                    .for_each(|column| column.nullable = true);
            }
            let name = table.qualified_name();
            // Names that differ only in case are one table on some servers.
            if !known.insert(live.folded(&name)) {
                return Err(Error::DuplicateTable { table: name });
            }
            resolved.push(table);
        }
        if let Some((table, other)) = swapped_names(&resolved, |a, b| live.same_table(a, b)) {
            return Err(Error::SwappedNames { table, other });
        }
        Ok(match self {
            Self::Models(_) => Desired::declared(resolved),
            Self::Like(desired) => Desired { tables: resolved, ..(*desired).clone() },
        })
    }
}
