//! Puts together what the catalogue says of one table.

use crate::error::Error;
use crate::schema::{
    CheckDef, ColumnDef, ColumnType, ForeignKeyDef, IndexPart, IntegerWidth, LiveTable, LobSize,
    TableDef, TableName, TableOptions, Text,
};
use crate::server::Flavour;

use super::column::{ColumnRow, column};
use super::key::{IndexRow, indexes};
use super::row::Row;

/// A view, a sequence, or a table without transactions is not what a struct can declare.
pub(super) fn check_kind(name: &TableName, row: &Row) -> Result<(), Error> {
    match row.text(1).as_str() {
        // What MariaDB's system versioning adds is not understood, but still a table.
        "BASE TABLE" | "SYSTEM VERSIONED" => {}
        other => {
            return Err(Error::NotATable { table: name.clone(), kind: other.to_lowercase() });
        }
    }
    check_readable(name, row)?;
    match row.text(2) {
        engine if engine.eq_ignore_ascii_case("InnoDB") => Ok(()),
        engine => Err(Error::Engine { table: name.clone(), engine }),
    }
}

/// The catalogue's comment says why a table can't be opened.
pub(super) fn check_readable(name: &TableName, row: &Row) -> Result<(), Error> {
    match row.optional(2) {
        Some(_) => Ok(()),
        None => Err(Error::Unreadable { table: name.clone(), why: row.text(8) }),
    }
}

/// What the catalogue says of one table besides its row in TABLES.
pub(super) struct Facts {
    pub(super) columns: Vec<ColumnRow>,
    pub(super) statistics: Vec<IndexRow>,
    pub(super) checks: Vec<(CheckDef, bool)>,
    pub(super) foreign_keys: Vec<ForeignKeyDef>,
    pub(super) broken: Vec<Text>,
}

/// A table in the model's words.
pub(super) fn assemble(name: &TableName, row: &Row, facts: Facts, flavour: Flavour) -> LiveTable {
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
    for (check, _) in inline {
        if let Some(column) = columns.iter_mut().find(|column| column.name == check.name) {
            column.check = Some(check.expression);
        }
    }
    columns.iter_mut().for_each(fold_json);

    let (primary_key, indexes) = indexes(facts.statistics);
    let generated_key = generated_key(&columns, &primary_key, flavour);
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
            ..TableOptions::NONE
        },
    };
    LiveTable {
        def,
        rows_estimate: row.number(4),
        bytes_estimate: row.number(5),
        generated_key,
        broken_foreign_keys: facts.broken,
        renamed_from: None,
        renamed_columns: Vec::new(),
        not_understood,
    }
}

/// MariaDB's JSON is LONGTEXT with an inline check of its own.
pub(super) fn fold_json(column: &mut ColumnDef) {
    let is_long = matches!(column.ty, ColumnType::Text { size: LobSize::Long });
    let valid = format!("json_valid(`{}`)", column.name.replace('`', "``"));
    if is_long && column.check.as_deref() == Some(&*valid) {
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
