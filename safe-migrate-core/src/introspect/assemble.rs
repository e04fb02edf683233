//! Puts together what the catalogue says of one table.

use crate::error::Error;
use crate::schema::{
    CheckDef, ColumnDef, ColumnType, ForeignKeyDef, IndexPart, IntegerWidth, LiveTable, TableDef,
    TableName, TableOptions, Text,
};
use crate::server::Flavour;

use super::column::Column;
use super::key::{IndexRow, indexes};
use super::row::{TableRow, text};

pub(super) const JSON_CHARSET: &str = "utf8mb4";
pub(super) const JSON_COLLATION: &str = "utf8mb4_bin";

/// Whether it is a table at all, and no view or sequence. (What MariaDB's system versioning adds is
/// not understood, but still a table.)
pub(super) fn is_table(row: &TableRow) -> bool {
    matches!(&*row.kind, "BASE TABLE" | "SYSTEM VERSIONED")
}

/// A table without transactions is not what a struct can declare.
pub(super) fn check_engine(name: &TableName, row: &TableRow) -> Result<(), Error> {
    match check_readable(name, row)? {
        engine if engine.eq_ignore_ascii_case("InnoDB") => Ok(()),
        engine => Err(Error::Engine { table: name.clone(), engine: engine.to_owned() }),
    }
}

/// The engine of the table. The catalogue's comment says why a table can't be opened.
pub(super) fn check_readable<'a>(name: &TableName, row: &'a TableRow) -> Result<&'a str, Error> {
    row.engine
        .as_deref()
        .ok_or_else(|| Error::Unreadable { table: name.clone(), why: row.comment.to_string() })
}

/// What the catalogue says of one table besides its row in TABLES.
pub(super) struct Facts {
    pub(super) columns: Vec<Column>,
    pub(super) statistics: Vec<IndexRow>,
    pub(super) checks: Vec<(CheckDef, bool)>,
    pub(super) foreign_keys: Vec<ForeignKeyDef>,
    pub(super) broken: Vec<Text>,
}

/// A table in the model's words.
pub(super) fn assemble(
    name: &TableName,
    row: TableRow,
    facts: Facts,
    flavour: Flavour,
) -> LiveTable {
    let mut not_understood = Vec::new();
    let mut columns: Vec<ColumnDef> = Vec::with_capacity(facts.columns.len());
    for Column { def, unknown, .. } in facts.columns {
        if !unknown.is_empty() {
            not_understood.push(format!("column `{}`: {}", def.name, unknown.join(" ")));
        }
        columns.push(def);
    }
    let (inline, checks): (Vec<_>, Vec<_>) =
        facts.checks.into_iter().partition(|(_, inline)| *inline);
    for (check, _) in inline {
        if let Some(column) = columns.iter_mut().find(|column| column.name == check.name) {
            column.check = Some(check.expression);
        }
    }
    columns.iter_mut().for_each(fold_json);

    let (primary_key, indexes) = indexes(facts.statistics);
    let generated_key = generated_key(&columns, &primary_key, flavour);
    if row.kind == "SYSTEM VERSIONED" {
        not_understood.push("system versioning".to_owned());
    }
    if row.options.contains("partitioned") {
        not_understood.push("partitions".to_owned());
    }
    let charset = text(row.collation.split('_').next().unwrap_or_default());
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
            engine: row.engine,
            charset: Some(charset),
            collation: Some(row.collation),
            row_format: row.row_format,
            comment: Some(row.comment),
            ..TableOptions::NONE
        },
    };
    LiveTable {
        def,
        rows_estimate: row.rows,
        bytes_estimate: row.bytes,
        generated_key,
        broken_foreign_keys: facts.broken,
        renamed_from: None,
        renamed_columns: Vec::new(),
        not_understood,
    }
}

/// MariaDB's JSON is LONGTEXT of this character set and collation, with an inline check of its own.
/// With another collation it compares otherwise, and JSON could not be said in its place.
pub(super) fn fold_json(column: &mut ColumnDef) {
    let is_of_json = column.charset.as_deref() == Some(JSON_CHARSET)
        && column.collation.as_deref() == Some(JSON_COLLATION);
    if is_of_json && column.holds_documents() {
        column.check = None;
        column.ty = ColumnType::Json;
        column.charset = None;
        column.collation = None;
    }
}

/// The column of a generated invisible primary key: MySQL always makes it so.
fn generated_key(
    columns: &[ColumnDef],
    primary_key: &[IndexPart],
    flavour: Flavour,
) -> Option<Text> {
    let [part] = primary_key else { return None };
    let column = columns.first().filter(|column| part.column_name() == Some(&*column.name))?;
    let is_generated = flavour == Flavour::MySql
        && column.name == "my_row_id"
        && column.ty == ColumnType::Integer { width: IntegerWidth::Big, unsigned: true }
        && column.invisible
        && column.auto_increment;
    is_generated.then(|| column.name.clone())
}
