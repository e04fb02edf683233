//! A closer look: what SHOW CREATE TABLE says of a table in place of what the catalogue says.
//!
//! Only for the tables that need it, all of them in one packet.

use sqlx::mysql::MySqlConnection;

use crate::ddl::{Dialect, identifier};
use crate::error::{Error, ServerError};
use crate::schema::{ColumnType, DefaultValue, LiveSchema, LiveTable, TableName, Text};
use crate::server::Flavour;
use crate::server::packet::{Rows, send};

use super::assemble::{JSON_CHARSET, JSON_COLLATION, fold_json};
use super::catalogue::{RESTORE, SET_UP, size};
use super::create::{Created, parse};
use super::recover::recover;

const DOING: &str = "read the definitions of tables";

/// Reads the named tables as SHOW CREATE TABLE has them.
pub(crate) async fn look_closer(
    connection: &mut MySqlConnection,
    flavour: Flavour,
    live: &mut LiveSchema,
    tables: &[TableName],
) -> Result<(), Error> {
    let database = live.database.clone();
    let dialect = Dialect { database: Some(&database) };
    read_sequences(connection, live, dialect).await?;
    if tables.is_empty() {
        return Ok(());
    }
    let definitions =
        tables.iter().map(|name| format!("SHOW CREATE TABLE {}", dialect.table(name)));
    let mut answers = ask(connection, definitions.chain(tables.iter().map(size))).await?;
    let sizes = answers.split_off(tables.len());
    for (name, rows) in tables.iter().zip(sizes) {
        let number = |at: usize| rows.first()?.get(at)?.as_deref()?.parse().ok();
        if let Some(table) = live.tables.get_mut(name) {
            table.rows_estimate = number(0).unwrap_or_default();
            table.bytes_estimate = number(1).unwrap_or_default();
        }
    }
    for (name, rows) in tables.iter().zip(answers) {
        let text = rows.into_iter().next().and_then(|mut row| row.drain(..).nth(1).flatten());
        let Some(text) = text else {
            return Err(unexpected("SHOW CREATE TABLE answered nothing"));
        };
        if let Some(table) = live.tables.get_mut(name) {
            take_over(table, parse(&text), &database);
        }
    }
    for name in tables {
        if let Some(table) = live.tables.get_mut(name) {
            recover(connection, flavour, table, dialect).await?;
        }
    }
    Ok(())
}

/// Sends questions in one packet, under the settings of a look. One answer each.
async fn ask(
    connection: &mut MySqlConnection,
    questions: impl Iterator<Item = String>,
) -> Result<Vec<Rows>, Error> {
    let mut sql = format!("{SET_UP};\n");
    let mut count = 0;
    for question in questions {
        sql.push_str(&question);
        sql.push_str(";\n");
        count += 1;
    }
    sql.push_str(RESTORE);
    let answers = send(connection, sql).await.map_err(|error| Error::Query {
        doing: DOING.to_owned(),
        done: Vec::new(),
        server: error.into(),
    })?;
    let answers: Vec<Rows> = answers.into_iter().skip(1).take(count).collect();
    match answers.len() == count {
        true => Ok(answers),
        false => Err(unexpected("fewer answers than questions")),
    }
}

fn unexpected(what: &str) -> Error {
    Error::Query {
        doing: DOING.to_owned(),
        done: Vec::new(),
        server: ServerError::unexpected(what),
    }
}

/// Puts what was created in the place of what the catalogue said. Character sets and collations
/// are the catalogue's, which always names them.
fn take_over(table: &mut LiveTable, mut created: Created, connected: &str) {
    let mut not_understood = std::mem::take(&mut created.not_understood);
    let catalogue = &table.def;
    let home = format!("{}.", identifier(connected));
    for column in &mut created.columns {
        // A sequence, which MariaDB names with its database.
        if let Some(DefaultValue::Expression(sql)) = &mut column.default
            && sql.contains(&home)
        {
            *sql = sql.replace(&home, "").into();
        }
        if let Some(there) = catalogue.column(&column.name)
            && column.ty != ColumnType::Json
        {
            if there.ty == ColumnType::Json {
                // It was folded: this is what it had.
                column.charset = Some(JSON_CHARSET.into());
                column.collation = Some(JSON_COLLATION.into());
            } else {
                column.charset = there.charset.clone();
                column.collation = there.collation.clone();
            }
            fold_json(column);
        }
    }
    for key in &mut created.foreign_keys {
        // Unqualified it is beside the child; the model leaves the connected database out.
        let home = key.parent.database.take().or_else(|| catalogue.database.clone());
        key.parent.database = home.filter(|home| home != connected);
    }
    // What is not understood has been told of; only what was read twice is compared.
    if not_understood.is_empty() {
        not_understood.extend(disagreement(&created, table));
    }
    let options = &table.def.options;
    created.options.charset = options.charset.clone();
    created.options.collation = options.collation.clone();
    created.options.row_format = options.row_format.clone();
    if created.options.system_versioned == Some(true) {
        // MariaDB refuses to alter it, as its history would no longer be true.
        not_understood.push("system versioning".to_owned());
    }
    let def = &mut table.def;
    def.columns = created.columns.into();
    def.primary_key = created.primary_key.into();
    def.indexes = created.indexes.into();
    def.foreign_keys = created.foreign_keys.into();
    def.checks = created.checks.into();
    def.options = created.options;
    table.not_understood = not_understood;
}

/// What only one of the two accounts of the table has.
fn disagreement(created: &Created, table: &LiveTable) -> Option<String> {
    let catalogue = &table.def;
    let same = same_names(
        created.columns.iter().map(|column| &column.name),
        catalogue.columns.iter().map(|column| &column.name),
    ) && same_names(
        created.indexes.iter().map(|index| &index.name),
        catalogue.indexes.iter().map(|index| &index.name),
    ) && created.primary_key.len() == catalogue.primary_key.len();
    (!same).then(|| "the catalogue and SHOW CREATE TABLE name other columns or keys".to_owned())
}

fn same_names<'a>(a: impl Iterator<Item = &'a Text>, b: impl Iterator<Item = &'a Text>) -> bool {
    let sorted = |names: &mut dyn Iterator<Item = &'a Text>| {
        let mut names: Vec<&Text> = names.collect();
        names.sort();
        names
    };
    let (mut a, mut b) = (a, b);
    sorted(&mut a) == sorted(&mut b)
}

async fn read_sequences(
    connection: &mut MySqlConnection,
    live: &mut LiveSchema,
    dialect: Dialect<'_>,
) -> Result<(), Error> {
    if live.sequences.is_empty() {
        return Ok(());
    }
    let questions =
        live.sequences.keys().map(|name| format!("SHOW CREATE SEQUENCE {}", dialect.table(name)));
    let answers = ask(connection, questions).await?;
    for (sql, rows) in live.sequences.values_mut().zip(answers) {
        if let Some(text) = rows.into_iter().next().and_then(|mut row| row.pop().flatten()) {
            *sql = text.into();
        }
    }
    Ok(())
}
