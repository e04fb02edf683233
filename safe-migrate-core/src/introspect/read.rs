//! Sends the packet and puts its answers together.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::mysql::MySqlConnection;

use crate::error::{Error, ServerError};
use crate::schema::{
    CheckDef, ColumnDef, ColumnType, ForeignKeyDef, LiveSchema, LiveTable, LobSize, TableDef,
    TableName, TableOptions, Text,
};
use crate::server::packet::{Rows, send};
use crate::server::{Flavour, ServerInfo};

use super::catalogue;
use super::column::{ColumnRow, column, unescape};
use super::key::{ForeignKeyRow, IndexRow, Rules, action, foreign_keys, indexes};
use super::privilege::{columns_are_visible, rules_are_hidden};

const DOING: &str = "read the catalogue";

/// Reads the named tables. One round trip, whatever their number.
pub(crate) async fn look(
    connection: &mut MySqlConnection,
    tables: &[TableName],
) -> Result<(ServerInfo, LiveSchema), Error> {
    let databases = by_database(tables);
    let answers = send(connection, catalogue::packet(&databases))
        .await
        .map_err(|error| Error::Query { doing: DOING.to_owned(), server: error.into() })?;
    let mut answers = answers.into_iter();
    let mut head = answers.by_ref().take(catalogue::HEAD);
    let _set = head.next();
    let connected = head.next().and_then(|rows| rows.into_iter().next()?.into_iter().next()?);
    let variables = head.next().unwrap_or_default();
    if connected.is_none() && databases.iter().any(|(database, _)| database.is_none()) {
        return Err(Error::NoDatabase);
    }
    let server = server_info(variables, connected.unwrap_or_default())?;
    let mut live = LiveSchema {
        database: server.database.clone(),
        table_names_ignore_case: server.table_names_ignore_case,
        ..LiveSchema::default()
    };
    for (database, _) in &databases {
        // A table of the connected database is named without it, however it was declared.
        let home = database.clone().filter(|database| *database != live.database);
        let parts: Vec<Rows> = answers.by_ref().take(catalogue::PER_DATABASE).collect();
        read_database(&mut live, server.flavour, home.as_deref(), parts)?;
    }
    Ok((server, live))
}

fn by_database(tables: &[TableName]) -> Vec<(Option<String>, Vec<String>)> {
    let mut databases: BTreeMap<Option<String>, BTreeSet<String>> = BTreeMap::new();
    for table in tables {
        let database = table.database.as_deref().map(str::to_owned);
        databases.entry(database).or_default().insert(table.table.to_string());
    }
    databases
        .into_iter()
        .map(|(database, tables)| (database, tables.into_iter().collect()))
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
) -> Result<(), Error> {
    let Ok([tables, columns, statistics, keys, rules, checks, granted]) =
        <[Rows; catalogue::PER_DATABASE]>::try_from(parts)
    else {
        return Err(Error::Query {
            doing: DOING.to_owned(),
            server: ServerError::unexpected("fewer answers than questions"),
        });
    };
    let mut columns = group(columns, column_row);
    let mut statistics = group(statistics, index_row);
    let mut checks = group(checks, check_row);
    let granted: BTreeSet<String> = granted.into_iter().map(|row| Row(row).text(0)).collect();
    let keys =
        foreign_keys(foreign_key_rows(keys, home, &live.database), &rules_by_name(rules, home)?)
            .map_err(rules_are_hidden)?;

    for row in tables {
        let row = Row(row);
        let name = table_name(home, row.text(0));
        check_kind(&name, &row)?;
        let table = row.text(0);
        let mut columns = columns.remove(&table).unwrap_or_default();
        columns.sort_by_key(|column| column.position);
        columns_are_visible(&name, &columns, granted.contains(&table))?;
        let own_keys: Vec<&(TableName, ForeignKeyDef, bool)> =
            keys.iter().filter(|(child, _, _)| *child == name).collect();
        let facts = Facts {
            columns,
            statistics: statistics.remove(&table).unwrap_or_default(),
            checks: checks.remove(&table).unwrap_or_default(),
            broken: own_keys.iter().filter(|k| !k.2).map(|k| k.1.name.clone()).collect(),
            foreign_keys: own_keys.iter().map(|(_, key, _)| key.clone()).collect(),
        };
        live.tables.insert(name.clone(), assemble(&name, &row, facts, flavour));
    }
    live.foreign_keys.extend(keys.into_iter().map(|(child, key, _)| (child, key)));
    Ok(())
}

/// A view, a sequence, or a table without transactions is not what a struct can declare.
fn check_kind(name: &TableName, row: &Row) -> Result<(), Error> {
    match row.text(1).as_str() {
        // What MariaDB's system versioning adds is not understood, but still a table.
        "BASE TABLE" | "SYSTEM VERSIONED" => {}
        other => {
            return Err(Error::NotATable { table: name.clone(), kind: other.to_lowercase() });
        }
    }
    match row.0.get(2).and_then(Option::as_deref) {
        Some(engine) if engine.eq_ignore_ascii_case("InnoDB") => Ok(()),
        Some(engine) => Err(Error::Engine { table: name.clone(), engine: engine.to_owned() }),
        // The catalogue's comment says why the table can't be opened.
        None => Err(Error::Unreadable { table: name.clone(), why: row.text(8) }),
    }
}

/// What the catalogue says of one table besides its row in TABLES.
struct Facts {
    columns: Vec<ColumnRow>,
    statistics: Vec<IndexRow>,
    checks: Vec<(CheckDef, bool)>,
    foreign_keys: Vec<ForeignKeyDef>,
    broken: Vec<Text>,
}

fn assemble(name: &TableName, row: &Row, facts: Facts, flavour: Flavour) -> LiveTable {
    let mut not_understood = Vec::new();
    let mut columns: Vec<ColumnDef> = Vec::with_capacity(facts.columns.len());
    for row in facts.columns {
        let (column, unknown) = column(row, flavour);
        if !unknown.is_empty() {
            not_understood.push(format!("column `{}`: {}", column.name, unknown.join(" ")));
        }
        columns.push(column);
    }
    let (inline, checks): (Vec<_>, Vec<_>) =
        facts.checks.into_iter().partition(|(_, inline)| *inline);
    let mut inline_checks: BTreeMap<Text, Text> =
        inline.into_iter().map(|(check, _)| (check.name, check.expression)).collect();
    fold_json(&mut columns, &mut inline_checks);

    let (mut primary_key, indexes) = indexes(facts.statistics);
    let generated_key = generated_key(&columns, &primary_key);
    if generated_key.is_some() {
        primary_key.clear();
    }
    if row.text(1) == "SYSTEM VERSIONED" {
        not_understood.push("system versioning".to_owned());
    }
    let options = row.text(7);
    if options.contains("partitioned") {
        not_understood.push("partitions".to_owned());
    }
    let collation = row.text(6);
    let charset = collation.split('_').next().unwrap_or_default().to_owned();
    let def = TableDef {
        database: name.database.clone(),
        name: name.table.clone(),
        renamed_from: None,
        columns: columns.into(),
        primary_key: primary_key.into(),
        indexes: indexes.into(),
        foreign_keys: facts.foreign_keys.into(),
        checks: checks.into_iter().map(|(check, _)| check).collect(),
        options: TableOptions {
            engine: row.0[2].clone().map(Into::into),
            charset: Some(charset.into()),
            collation: Some(collation.into()),
            row_format: row.0[3].clone().map(Into::into),
            comment: Some(row.text(8).into()),
        },
    };
    LiveTable {
        def,
        rows_estimate: row.number(4),
        bytes_estimate: row.number(5),
        generated_key,
        inline_checks,
        broken_foreign_keys: facts.broken,
        renamed_from: None,
        renamed_columns: Vec::new(),
        not_understood,
    }
}

/// MariaDB's JSON is LONGTEXT with an inline check of its own.
fn fold_json(columns: &mut [ColumnDef], inline_checks: &mut BTreeMap<Text, Text>) {
    for column in columns {
        let is_long = matches!(column.ty, ColumnType::Text { size: LobSize::Long });
        let valid = format!("json_valid(`{}`)", column.name.replace('`', "``"));
        if is_long && inline_checks.get(&column.name).is_some_and(|check| *check == valid) {
            inline_checks.remove(&column.name);
            column.ty = ColumnType::Json;
            column.charset = None;
            column.collation = None;
        }
    }
}

/// The column of a generated invisible primary key, which MySQL always names `my_row_id`.
fn generated_key(columns: &[ColumnDef], primary_key: &[crate::schema::IndexPart]) -> Option<Text> {
    let [part] = primary_key else { return None };
    let column = columns.iter().find(|column| part.column_name() == Some(&*column.name))?;
    (column.name == "my_row_id" && column.invisible && column.auto_increment)
        .then(|| column.name.clone())
}

/// A row of the catalogue, by column number.
struct Row(Vec<Option<String>>);

impl Row {
    fn text(&self, column: usize) -> String {
        self.optional(column).unwrap_or_default()
    }

    fn optional(&self, column: usize) -> Option<String> {
        self.0.get(column).cloned().flatten()
    }

    fn number<N: std::str::FromStr + Default>(&self, column: usize) -> N {
        self.0
            .get(column)
            .and_then(Option::as_deref)
            .and_then(|text| text.parse().ok())
            .unwrap_or_default()
    }

    fn is(&self, column: usize, value: &str) -> bool {
        self.0.get(column).and_then(Option::as_deref) == Some(value)
    }
}

fn group<T>(rows: Rows, read: impl Fn(&Row) -> T) -> BTreeMap<String, Vec<T>> {
    let mut groups: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for row in rows {
        let row = Row(row);
        groups.entry(row.text(0)).or_default().push(read(&row));
    }
    groups
}

fn column_row(row: &Row) -> ColumnRow {
    ColumnRow {
        name: row.text(1),
        position: row.number(2),
        default: row.optional(3),
        nullable: row.is(4, "YES"),
        ty: row.text(5),
        charset: row.optional(6),
        collation: row.optional(7),
        extra: row.text(8),
        comment: row.text(9),
        generation: row.text(10),
    }
}

fn index_row(row: &Row) -> IndexRow {
    IndexRow {
        name: row.text(1),
        position: row.number(2),
        unique: row.is(3, "0"),
        column: row.optional(4),
        descending: row.is(5, "D"),
        prefix: row.optional(6).and_then(|text| text.parse().ok()),
        kind: row.text(7),
        comment: row.text(8),
        invisible: row.is(9, "1"),
        expression: row.optional(10),
    }
}

/// A check, and whether it stands inline in its column.
fn check_row(row: &Row) -> (CheckDef, bool) {
    let check = CheckDef {
        name: row.text(1).into(),
        expression: unescape(&row.text(2)).into(),
        enforced: row.is(3, "YES"),
    };
    (check, row.is(4, "Column"))
}

fn table_name(home: Option<&str>, table: String) -> TableName {
    TableName { database: home.map(|home| Text::Owned(home.to_owned())), table: table.into() }
}

fn foreign_key_rows(rows: Rows, home: Option<&str>, connected: &str) -> Vec<ForeignKeyRow> {
    rows.into_iter()
        .map(|row| {
            let row = Row(row);
            ForeignKeyRow {
                name: row.text(0),
                child: table_name(home, row.text(1)),
                position: row.number(2),
                column: row.text(3),
                parent: table_name(
                    Some(row.text(4)).as_deref().filter(|database| *database != connected),
                    row.text(5),
                ),
                parent_column: row.text(6),
            }
        })
        .collect()
}

fn rules_by_name(
    rows: Rows,
    home: Option<&str>,
) -> Result<BTreeMap<(String, String), Rules>, Error> {
    rows.into_iter()
        .map(|row| {
            let row = Row(row);
            let rule = |column: usize| {
                action(&row.text(column)).ok_or_else(|| Error::Unreadable {
                    table: table_name(home, row.text(0)),
                    why: format!("its foreign key has the rule {:?}", row.text(column)),
                })
            };
            let id = (row.text(0), row.text(1));
            let rules = Rules {
                on_delete: rule(2)?,
                on_update: rule(3)?,
                parent_has_key: row.optional(4).is_some(),
            };
            Ok((id, rules))
        })
        .collect()
}
