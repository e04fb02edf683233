//! Keys, indexes, foreign keys and checks in SQL.

use std::fmt::Write as _;

use crate::schema::{
    CheckDef, ForeignKeyDef, IndexDef, IndexKind, IndexPart, IndexTarget, ReferentialAction,
    TableName, Text,
};

use super::{Dialect, comment_literal, identifier};

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
