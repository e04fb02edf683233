//! Sends the packet: which tables are wanted in, what the server has of them out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use sqlx::mysql::MySqlConnection;

use crate::error::Error;
use crate::schema::{LiveSchema, TableName};
use crate::server::{ServerInfo, packet};

use super::answers::Answers;
use super::catalogue::{self, Tables};
use super::key::{ForeignKeyRow, foreign_keys};
use super::privilege::rules_are_hidden;
use super::row::{Row, foreign_key_row};

pub(super) const DOING: &str = "read the catalogue";

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
pub(super) enum Strictness {
    /// That each table is one of InnoDB: somebody declares it.
    EveryTable,
    /// Nothing; sequences are read as what they are.
    BaseTables,
}

async fn read(
    connection: &mut MySqlConnection,
    databases: Vec<(Option<String>, Tables)>,
    strictness: Strictness,
) -> Result<(ServerInfo, LiveSchema), Error> {
    let packet = catalogue::packet(&databases);
    let homes: Vec<Option<String>> = databases.into_iter().map(|(database, _)| database).collect();
    let mut answers = Answers::new(homes);
    let answered = packet::read(connection, packet, |statement, row| {
        answers.take(statement, Row(row));
    })
    .await
    .map_err(|error| Error::Query {
        doing: DOING.to_owned(),
        done: Vec::new(),
        server: error.into(),
    })?;
    answers.into_schema(answered, strictness)
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

/// Adds the foreign keys of whatever database that refer to the tables, as far as this user may
/// see them.
pub(crate) async fn look_for_children(
    connection: &mut MySqlConnection,
    live: &mut LiveSchema,
    tables: &[TableName],
) -> Result<(), Error> {
    for (database, tables) in by_database(tables) {
        let Tables::Named(tables) = tables else { continue };
        let mut by_child: BTreeMap<Option<String>, Vec<ForeignKeyRow>> = BTreeMap::new();
        let question = catalogue::children(database.as_deref(), &tables);
        let connected = &live.database;
        packet::read(connection, question, |_, row| {
            let home = row.last().filter(|home| *home != *connected).map(Cow::into_owned);
            let key = foreign_key_row(Row(row), home.as_deref(), connected);
            by_child.entry(home).or_default().push(key);
        })
        .await
        .map_err(|error| Error::Query {
            doing: DOING.to_owned(),
            done: Vec::new(),
            server: error.into(),
        })?;
        for rows in by_child.into_values() {
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
