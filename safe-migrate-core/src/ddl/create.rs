//! CREATE TABLE.

use std::fmt::Write as _;

use crate::schema::{CheckDef, ColumnDef, ForeignKeyDef, TableDef, TableOptions, eq_ignore_case};

use super::column::{as_in_table, column_sql};
use super::key::{check_sql, foreign_key_sql, index_sql, primary_key_sql};
use super::{Dialect, table_comment_literal, word};

/// The idempotent DDL of a table: `CREATE TABLE IF NOT EXISTS`.
///
/// The engine is InnoDB and the character set `utf8mb4` unless the table says otherwise: a
/// Rust `String` holds any character, and only InnoDB has transactions and foreign keys.
#[must_use]
pub fn create_table(table: &TableDef, dialect: Dialect<'_>) -> String {
    let keys: Vec<&ForeignKeyDef> = table.foreign_keys.iter().collect();
    create_table_with(table, &keys, dialect)
}

/// The same with only some of the foreign keys; the others are added later.
pub(crate) fn create_table_with(
    table: &TableDef,
    foreign_keys: &[&ForeignKeyDef],
    dialect: Dialect<'_>,
) -> String {
    let name = table.qualified_name();
    let mut lines: Vec<String> = table.columns.iter().map(column_sql).collect();
    if !table.primary_key.is_empty() {
        let mut line = primary_key_sql(&table.primary_key);
        if let Some(options) = table.options.primary_key.as_deref().filter(|text| !text.is_empty())
        {
            let _ = write!(line, " {options}");
        }
        lines.push(line);
    }
    lines.extend(table.indexes.iter().map(index_sql));
    lines.extend(foreign_keys.iter().map(|key| foreign_key_sql(key, &name, dialect)));
    lines.extend(table.checks.iter().map(check_sql));
    format!(
        "CREATE TABLE IF NOT EXISTS {} (\n  {}\n){}",
        dialect.table(&name),
        lines.join(",\n  "),
        options_sql(&table.options),
    )
}

/// A temporary table for trying a declared column or check: the table's columns by their types
/// alone, and what is tried as it is declared. Without keys, so that nothing else can be in the
/// way; with one of its own, for servers that want every table to have one.
pub(crate) fn trial_table(
    table: &TableDef,
    column: Option<&ColumnDef>,
    check: Option<&CheckDef>,
    dialect: Dialect<'_>,
) -> String {
    let mut lines = vec!["`_safe_schema_key` int NOT NULL PRIMARY KEY".to_owned()];
    lines.extend(table.columns.iter().map(|there| match column {
        Some(tried) if eq_ignore_case(&tried.name, &there.name) => {
            column_sql(&as_in_table(tried, &table.options))
        }
        _ => column_sql(&ColumnDef {
            name: there.name.clone(),
            charset: there.charset.clone(),
            collation: there.collation.clone(),
            ..ColumnDef::new("", there.ty.clone(), true)
        }),
    }));
    lines.extend(check.map(check_sql));
    let options = TableOptions {
        charset: table.options.charset.clone(),
        collation: table.options.collation.clone(),
        ..TableOptions::NONE
    };
    format!(
        "CREATE TEMPORARY TABLE {} (\n  {}\n){}",
        dialect.table(&table.qualified_name()),
        lines.join(",\n  "),
        options_sql(&options),
    )
}

fn options_sql(options: &TableOptions) -> String {
    let mut sql = format!(
        " ENGINE={} DEFAULT CHARSET={}",
        word(options.engine.as_deref().unwrap_or("InnoDB")),
        word(options.charset.as_deref().unwrap_or("utf8mb4")),
    );
    if let Some(collation) = &options.collation {
        let _ = write!(sql, " COLLATE={}", word(collation));
    }
    if let Some(row_format) = &options.row_format {
        let _ = write!(sql, " ROW_FORMAT={}", word(row_format));
    }
    if let Some(comment) = &options.comment {
        let _ = write!(sql, " COMMENT={}", table_comment_literal(comment));
    }
    if let Some(next) = options.auto_increment {
        let _ = write!(sql, " AUTO_INCREMENT={next}");
    }
    for (name, value) in options.others.iter().flat_map(|others| others.iter()) {
        let _ = write!(sql, " {name}={value}");
    }
    if options.system_versioned == Some(true) {
        sql.push_str(" WITH SYSTEM VERSIONING");
    }
    if let Some(partitions) = options.partitions.as_deref().filter(|text| !text.is_empty()) {
        let _ = write!(sql, "\n{partitions}");
    }
    sql
}
