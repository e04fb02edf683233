//! Keys, indexes, foreign keys and checks in SQL.

use std::fmt::Write as _;

use crate::schema::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexKind, IndexPart, IndexTarget,
    ReferentialAction, TableName, Text,
};

use super::{Dialect, comment_literal, identifier, word};

/// `PRIMARY KEY (..)`.
pub(crate) fn primary_key_sql(parts: &[IndexPart]) -> String {
    format!("PRIMARY KEY ({})", parts_sql(parts))
}

/// `UNIQUE KEY name (..)` and its kin.
pub(crate) fn index_sql(index: &IndexDef) -> String {
    let kind = match &index.kind {
        IndexKind::Plain => "KEY",
        IndexKind::Unique => "UNIQUE KEY",
        IndexKind::Fulltext => "FULLTEXT KEY",
        IndexKind::Spatial => "SPATIAL KEY",
        IndexKind::Other(kind) => &format!("{kind} KEY"),
    };
    let mut sql = format!("{kind} {} ({})", identifier(&index.name), parts_sql(&index.parts));
    if let Some(comment) = index.comment.as_deref().filter(|comment| !comment.is_empty()) {
        let _ = write!(sql, " COMMENT {}", comment_literal(comment));
    }
    if let Some(options) = index.options.as_deref().filter(|options| !options.is_empty()) {
        let _ = write!(sql, " {options}");
    }
    if index.invisible {
        // MariaDB's word is IGNORED; each server reads only its own comment.
        sql.push_str(" /*!80000 INVISIBLE *//*M!100600 IGNORED */");
    }
    sql
}

fn parts_sql(parts: &[IndexPart]) -> String {
    parts.iter().map(part_sql).collect::<Vec<_>>().join(", ")
}

fn part_sql(part: &IndexPart) -> String {
    let mut sql = match &part.target {
        IndexTarget::Column(name) => identifier(name),
        IndexTarget::Expression(expression) => format!("({expression})"),
    };
    if let Some(prefix) = part.prefix {
        let _ = write!(sql, "({prefix})");
    }
    if part.descending {
        sql.push_str(" DESC");
    }
    sql
}

/// `CONSTRAINT name FOREIGN KEY (..) REFERENCES ..`.
pub(crate) fn foreign_key_sql(
    key: &ForeignKeyDef,
    child: &TableName,
    dialect: Dialect<'_>,
) -> String {
    let mut sql = format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({})",
        identifier(&key.name),
        names_sql(&key.columns),
        dialect.parent(&key.parent, child),
        names_sql(&key.parent_columns),
    );
    if (key.on_delete, key.on_update) == (ReferentialAction::Restrict, ReferentialAction::Cascade) {
        // In strict mode, MariaDB refuses it unsaid where the parent may be NULL and the child not.
        sql.push_str(" /*M!100600 ON DELETE NO ACTION */");
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        let action = match action {
            ReferentialAction::Restrict => continue,
            ReferentialAction::Cascade => "CASCADE",
            ReferentialAction::SetNull => "SET NULL",
            ReferentialAction::SetDefault => "SET DEFAULT",
        };
        let _ = write!(sql, " ON {event} {action}");
    }
    sql
}

/// `CONSTRAINT name CHECK (..)`.
pub(crate) fn check_sql(check: &CheckDef) -> String {
    let enforced = if check.enforced { "" } else { " NOT ENFORCED" };
    format!("CONSTRAINT {} CHECK ({}){enforced}", identifier(&check.name), check.expression)
}

pub(crate) fn names_sql(names: &[Text]) -> String {
    names.iter().map(|name| identifier(name)).collect::<Vec<_>>().join(", ")
}

/// The values of a column (in SQL) as another column of that character set and collation compares them.
pub(crate) fn compared_as(column: &str, other: &ColumnDef) -> String {
    match (&other.resulting_charset(), &other.collation) {
        (None, None) => column.to_owned(),
        (Some(charset), None) => format!("CONVERT({column} USING {})", word(charset)),
        (None, Some(collation)) => format!("{column} COLLATE {}", word(collation)),
        (Some(charset), Some(collation)) => {
            format!("CONVERT({column} USING {}) COLLATE {}", word(charset), word(collation))
        }
    }
}
