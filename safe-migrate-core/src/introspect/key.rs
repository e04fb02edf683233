//! From rows of STATISTICS, KEY_COLUMN_USAGE and CHECK_CONSTRAINTS to keys.

use std::collections::BTreeMap;

use crate::schema::{
    ForeignKeyDef, IndexDef, IndexKind, IndexPart, IndexTarget, ReferentialAction, TableName, Text,
};

use super::column::unescape;

/// A row of STATISTICS: one part of one index.
pub(super) struct IndexRow {
    pub(super) name: Text,
    pub(super) position: u32,
    pub(super) unique: bool,
    pub(super) column: Option<Text>,
    pub(super) descending: bool,
    pub(super) prefix: Option<u32>,
    pub(super) kind: Text,
    pub(super) comment: Text,
    pub(super) invisible: bool,
    pub(super) expression: Option<String>,
}

/// The parts of the primary key, and the other indexes by name.
pub(super) fn indexes(mut rows: Vec<IndexRow>) -> (Vec<IndexPart>, Vec<IndexDef>) {
    rows.sort_by(|a, b| (&a.name, a.position).cmp(&(&b.name, b.position)));
    let mut primary_key = Vec::new();
    let mut indexes = Vec::new();
    for rows in rows.chunk_by(|a, b| a.name == b.name) {
        let Some(first) = rows.first() else { continue };
        let kind = match &*first.kind {
            // HASH on InnoDB is BTREE.
            "BTREE" | "HASH" if first.unique => IndexKind::Unique,
            "BTREE" | "HASH" => IndexKind::Plain,
            "FULLTEXT" => IndexKind::Fulltext,
            "SPATIAL" => IndexKind::Spatial,
            other => IndexKind::Other(other.to_owned().into()),
        };
        let comment = Some(first.comment.clone());
        let invisible = first.invisible;
        // The catalogue says 32 for every part of a spatial index.
        let has_prefixes = !matches!(kind, IndexKind::Spatial | IndexKind::Fulltext);
        let parts: Vec<IndexPart> = rows.iter().filter_map(|row| part(row, has_prefixes)).collect();
        if first.name == "PRIMARY" {
            primary_key = parts;
        } else {
            indexes.push(IndexDef {
                name: first.name.clone(),
                kind,
                parts: parts.into(),
                invisible,
                comment,
                options: None,
            });
        }
    }
    (primary_key, indexes)
}

fn part(row: &IndexRow, has_prefixes: bool) -> Option<IndexPart> {
    let target = match (&row.column, &row.expression) {
        (Some(column), _) => IndexTarget::Column(column.clone()),
        (None, Some(expression)) => IndexTarget::Expression(unescape(expression).into()),
        (None, None) => return None,
    };
    let prefix = row.prefix.filter(|_| has_prefixes);
    Some(IndexPart { target, prefix, descending: row.descending })
}

/// A row of KEY_COLUMN_USAGE: one column of one foreign key.
pub(super) struct ForeignKeyRow {
    pub(super) name: String,
    pub(super) child: TableName,
    pub(super) position: u32,
    pub(super) column: String,
    pub(super) parent: TableName,
    pub(super) parent_column: String,
}

/// The rules of a foreign key, from REFERENTIAL_CONSTRAINTS.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    pub(super) on_delete: ReferentialAction,
    pub(super) on_update: ReferentialAction,
    /// Whether the parent has a key that the constraint rests on.
    pub(super) parent_has_key: bool,
}

impl Rules {
    const UNKNOWN: Self = Self {
        on_delete: ReferentialAction::Restrict,
        on_update: ReferentialAction::Restrict,
        parent_has_key: true,
    };
}

/// The foreign keys of one database with their tables, sorted, each with whether its parent's key is there.
/// `Err` names a declared table whose rules are hidden from this user.
pub(super) fn foreign_keys(
    mut rows: Vec<ForeignKeyRow>,
    rules: &BTreeMap<(String, String), Rules>,
    is_declared: impl Fn(&str) -> bool,
) -> Result<Vec<(TableName, ForeignKeyDef, bool)>, TableName> {
    rows.sort_by(|a, b| (&a.child, &a.name, a.position).cmp(&(&b.child, &b.name, b.position)));
    let mut keys: Vec<(TableName, ForeignKeyDef, bool)> = Vec::new();
    for row in rows {
        match keys.last_mut() {
            Some((child, key, _)) if *child == row.child && key.name == row.name => {
                key.columns.to_mut().push(row.column.into());
                key.parent_columns.to_mut().push(row.parent_column.into());
            }
            _ => {
                let id = (row.child.table.to_string(), row.name.clone());
                // Somebody else's table may hide its rules; only its columns matter then.
                let rules = match rules.get(&id) {
                    Some(rules) => *rules,
                    None if is_declared(&row.child.table) => return Err(row.child),
                    None => Rules::UNKNOWN,
                };
                let key = ForeignKeyDef {
                    name: row.name.into(),
                    columns: vec![Text::from(row.column)].into(),
                    parent: row.parent,
                    parent_columns: vec![Text::from(row.parent_column)].into(),
                    on_delete: rules.on_delete,
                    on_update: rules.on_update,
                };
                keys.push((row.child, key, rules.parent_has_key));
            }
        }
    }
    Ok(keys)
}

/// The action of a rule; `None` is one nobody knows.
pub(super) fn action(rule: &str) -> Option<ReferentialAction> {
    match rule {
        "RESTRICT" | "NO ACTION" => Some(ReferentialAction::Restrict),
        "CASCADE" => Some(ReferentialAction::Cascade),
        "SET NULL" => Some(ReferentialAction::SetNull),
        "SET DEFAULT" => Some(ReferentialAction::SetDefault),
        _ => None,
    }
}
