//! The SQL of the questions to the data. Each is bounded: it stops counting early.

use std::time::Duration;

use crate::ddl::{Dialect, identifier, literal};
use crate::plan::{COUNT_LIMIT, Probe, Question};
use crate::schema::{ForeignKeyDef, IndexPart, IndexTarget, Text};
use crate::server::Flavour;

use super::unfit::condition;

/// How many rows (or groups) are shown.
pub(crate) const EXAMPLES: u64 = 10;

/// How many rows are in the way, up to [`COUNT_LIMIT`]: one row with one number.
pub(crate) fn count_sql(probe: &Probe, dialect: Dialect<'_>) -> String {
    let limit = match &probe.question {
        Question::Rows { at_least, .. } => *at_least,
        Question::Nulls { .. }
        | Question::Unfit { .. }
        | Question::Duplicates { .. }
        | Question::Orphans { .. }
        | Question::Unfilled { .. }
        | Question::UpdateTriggers
        | Question::TriggersAndViews { .. }
        | Question::Violations { .. } => COUNT_LIMIT,
    };
    format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM {} LIMIT {limit}) AS in_the_way",
        source(probe, dialect)
    )
}

/// Whether the table has a row at all: one row with one number.
pub(crate) fn any_row_sql(probe: &Probe, dialect: Dialect<'_>) -> String {
    let table = dialect.table(&probe.table);
    format!("SELECT COUNT(*) FROM (SELECT 1 FROM {table} LIMIT 1) AS in_the_way")
}

/// The question, given up by the server after so long.
pub(crate) fn within(limit: Duration, question: &str, flavour: Flavour) -> String {
    // MySQL takes 32 bits of milliseconds, and 0 for no limit at all.
    let millis = limit.as_millis().clamp(1, 0xFFFF_FFFF);
    let select = question.strip_prefix("SELECT ").unwrap_or(question);
    match flavour {
        Flavour::MySql => format!("SELECT /*+ MAX_EXECUTION_TIME({millis}) */ {select}"),
        Flavour::MariaDb => {
            let (seconds, millis) = (millis / 1000, millis % 1000);
            format!("SET STATEMENT max_statement_time = {seconds}.{millis:03} FOR SELECT {select}")
        }
    }
}

/// Whether the question is one to the rows, beyond whether there are any.
pub(crate) fn reads_rows(question: &Question) -> bool {
    match question {
        Question::Rows { .. } | Question::UpdateTriggers | Question::TriggersAndViews { .. } => {
            false
        }
        Question::Nulls { .. }
        | Question::Unfit { .. }
        | Question::Duplicates { .. }
        | Question::Orphans { .. }
        | Question::Unfilled { .. }
        | Question::Violations { .. } => true,
    }
}

/// Whether the plan may run without an answer: the server refuses what would be wrong, at once and
/// whole.
pub(crate) const fn may_stay_open(question: &Question) -> bool {
    matches!(question, Question::Orphans { is_there: true, .. })
}

/// The query that finds all rows in the way; `None` where rows as such are in the way.
pub(crate) fn finding_sql(probe: &Probe, dialect: Dialect<'_>) -> Option<String> {
    let columns = match &probe.question {
        Question::Rows { .. } => return None,
        Question::Nulls { key, .. }
        | Question::Unfit { key, .. }
        | Question::Unfilled { key, .. }
        | Question::Violations { key, .. } => names(key),
        Question::UpdateTriggers => "TRIGGER_NAME".to_owned(),
        Question::TriggersAndViews { .. } => "what".to_owned(),
        Question::Duplicates { parts, .. } => format!("{}, COUNT(*)", key_values(parts).join(", ")),
        Question::Orphans { key, .. } => qualified("child", key).join(", "),
    };
    Some(format!("SELECT {columns} FROM {}", source(probe, dialect)))
}

/// Whether the query above answers with keys. Whole rows are for the person who runs it.
pub(crate) fn answers_with_keys(probe: &Probe) -> bool {
    match probe.question.row_key() {
        Some(key) => !key.is_empty(),
        None => !matches!(probe.question, Question::Rows { .. }),
    }
}

fn names(key: &[Text]) -> String {
    match key {
        [] => "*".to_owned(),
        key => key.iter().map(|name| identifier(name)).collect::<Vec<_>>().join(", "),
    }
}

fn source(probe: &Probe, dialect: Dialect<'_>) -> String {
    let table = dialect.table(&probe.table);
    match &probe.question {
        Question::Rows { .. } => table,
        Question::Nulls { column, .. } => format!("{table} WHERE {} IS NULL", identifier(column)),
        Question::Unfit { column, unfit, .. } => {
            format!("{table} WHERE {}", condition(column, unfit))
        }
        Question::Duplicates { parts, columns } => {
            let table = to_be(&table, columns);
            let values = key_values(parts);
            let not_null: Vec<String> =
                values.iter().map(|value| format!("{value} IS NOT NULL")).collect();
            format!(
                "{table} WHERE {} GROUP BY {} HAVING COUNT(*) > 1",
                not_null.join(" AND "),
                values.join(", ")
            )
        }
        Question::Orphans { key, parent_exists, columns, parent_columns, .. } => {
            let parent = rows_of(&dialect.table(&key.parent), parent_columns);
            orphans(&rows_of(&table, columns), &parent, key, *parent_exists)
        }
        Question::Violations { expression, columns, .. } => {
            format!("{} WHERE NOT ({expression})", to_be(&table, columns))
        }
        Question::Unfilled { column, expression, columns, .. } => {
            let empty = column
                .as_ref()
                .map(|column| format!("{} IS NULL AND ", identifier(column)))
                .unwrap_or_default();
            format!("{} WHERE {empty}({expression}) IS NULL", to_be(&table, columns))
        }
        Question::UpdateTriggers => {
            format!(
                "information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = {} \
                 AND EVENT_OBJECT_TABLE = {} AND EVENT_MANIPULATION = 'UPDATE'",
                database(probe, dialect),
                literal(&probe.table.table)
            )
        }
        Question::TriggersAndViews { columns, elsewhere } => {
            let database = database(probe, dialect);
            super::uses::source(&probe.table.table, columns, &database, *elsewhere)
        }
    }
}

/// The name of the table's database, as a value.
fn database(probe: &Probe, dialect: Dialect<'_>) -> String {
    let database = probe.table.database.as_deref().or(dialect.database).map(literal);
    database.unwrap_or_else(|| "DATABASE()".to_owned())
}

/// The table with the columns that the plan adds or renames.
fn to_be(table: &str, columns: &[(Text, Text)]) -> String {
    if columns.is_empty() {
        return table.to_owned();
    }
    format!("({}) AS to_be", rows_to_be(table, columns))
}

/// The rows with these columns. One that is computed from others takes their new values, so it
/// is added around them.
fn rows_to_be(table: &str, columns: &[(Text, Text)]) -> String {
    let mut sql = String::new();
    let mut beside: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for (name, value) in columns {
        let name = identifier(name);
        if names.iter().any(|other| value.contains(other)) {
            sql = level(table, &sql, &beside);
            beside.clear();
            names.clear();
        }
        beside.push(format!("{value} AS {name}"));
        names.push(name);
    }
    level(table, &sql, &beside)
}

/// Columns of the table, or beside those of an inner query.
fn level(table: &str, inner: &str, columns: &[String]) -> String {
    let columns = columns.join(", ");
    match inner {
        "" => format!("SELECT {columns} FROM {table}"),
        inner => format!("SELECT t.*, {columns} FROM ({inner}) AS t"),
    }
}

/// The rows of a table, as they will be where that is said; without a name of their own.
fn rows_of(table: &str, columns: &[(Text, Text)]) -> String {
    match columns {
        [] => table.to_owned(),
        columns => format!("({})", rows_to_be(table, columns)),
    }
}

fn orphans(table: &str, parent: &str, key: &ForeignKeyDef, parent_exists: bool) -> String {
    let own = qualified("child", key);
    let not_null: Vec<String> = own.iter().map(|name| format!("{name} IS NOT NULL")).collect();
    if !parent_exists {
        return format!("{table} AS child WHERE {}", not_null.join(" AND "));
    }
    let others: Vec<String> =
        key.parent_columns.iter().map(|name| format!("parent.{}", identifier(name))).collect();
    let joined: Vec<String> =
        own.iter().zip(&others).map(|(own, other)| format!("{other} = {own}")).collect();
    let is_missing =
        others.first().map_or_else(String::new, |other| format!(" AND {other} IS NULL"));
    format!(
        "{table} AS child LEFT JOIN {parent} AS parent ON {} WHERE {}{is_missing}",
        joined.join(" AND "),
        not_null.join(" AND "),
    )
}

fn qualified(alias: &str, key: &ForeignKeyDef) -> Vec<String> {
    key.columns.iter().map(|name| format!("{alias}.{}", identifier(name))).collect()
}

fn key_values(parts: &[IndexPart]) -> Vec<String> {
    parts
        .iter()
        .map(|part| {
            let value = match &part.target {
                IndexTarget::Column(name) => identifier(name),
                IndexTarget::Expression(expression) => format!("({expression})"),
            };
            match part.prefix {
                Some(prefix) => format!("LEFT({value}, {prefix})"),
                None => value,
            }
        })
        .collect()
}
