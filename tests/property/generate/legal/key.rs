//! Primary keys and indexes as servers take them.

use std::collections::BTreeSet;

use safe_schema::testing::Kind;

use super::super::index::is_prose;
use crate::model::{Column, Index, IndexKind, Part, Table, Target};

/// Makes the keys of the table valid.
pub(super) fn legal(table: &mut Table, kind: Kind) {
    let columns = table.columns.clone();
    sorted(&mut table.primary_key, &columns, kind);
    table.primary_key.retain(|part| {
        let column = part.column_name().and_then(|name| find(&columns, name));
        column.is_some_and(|column| column.made.is_none())
    });
    let key = &table.primary_key;
    for column in &mut table.columns {
        if key.iter().any(|part| part.column_name() == Some(&*column.name)) {
            column.nullable = false;
            // MariaDB hides no column that needs a value.
            column.invisible &= kind == Kind::MySql || column.default.is_some();
        }
    }
    let columns = table.columns.clone();
    for index in &mut table.indexes {
        match index.kind {
            IndexKind::Plain | IndexKind::Unique => sorted(&mut index.parts, &columns, kind),
            IndexKind::Fulltext => prose(index, table.charset, &columns),
            IndexKind::Spatial => shape(index, &columns),
        }
        // The server takes such an index for the primary key.
        index.invisible &= !index.is_unique() || !table.primary_key.is_empty();
        if index.kind != IndexKind::Fulltext && index.options.contains("PARSER") {
            index.options.clear();
        }
    }
    let mut names = BTreeSet::new();
    table
        .indexes
        .retain(|index| !index.parts.is_empty() && names.insert(index.name.to_lowercase()));
    numbered(table, &names);
}

fn find<'a>(columns: &'a [Column], name: &str) -> Option<&'a Column> {
    columns.iter().find(|column| column.name == name)
}

/// The parts of a sorted key.
fn sorted(parts: &mut Vec<Part>, columns: &[Column], kind: Kind) {
    let mut seen = BTreeSet::new();
    parts.retain_mut(|part| {
        let Some(column) = find(columns, part.source()) else { return false };
        match &part.target {
            Target::Formula(formula) => {
                part.prefix = None;
                kind == Kind::MySql
                    && column.ty.family() == formula.family
                    && column.made.is_none()
                    && !column.auto_increment
                    // Longer than a key may be.
                    && !formula.sql.contains("unquote")
            }
            Target::Column(name) => {
                let (most, is_needed) = column.ty.prefix();
                part.prefix = match (part.prefix, most) {
                    (_, None) => None,
                    (Some(prefix), Some(most)) => Some(prefix.min(most)),
                    (None, Some(most)) => is_needed.then_some(most.min(20)),
                };
                column.ty.is_sortable() && seen.insert(name.clone())
            }
        }
    });
    parts.truncate(3);
}

/// The parts of a fulltext index: words in one collation.
fn prose(index: &mut Index, table: crate::model::Charset, columns: &[Column]) {
    let charset = |name: &str| find(columns, name).map(|column| column.charset.unwrap_or(table));
    let first = index.parts.first().and_then(|part| charset(part.source()));
    let mut seen = BTreeSet::new();
    index.parts.retain_mut(|part| {
        part.prefix = None;
        part.descending = false;
        let column = part.column_name().and_then(|name| find(columns, name));
        column.is_some_and(is_prose)
            && charset(part.source()) == first
            && first.is_some_and(|charset| charset.set != "ucs2")
            && seen.insert(part.source().to_owned())
    });
}

/// The part of a spatial index: a shape that is always there.
fn shape(index: &mut Index, columns: &[Column]) {
    index.parts.truncate(1);
    index.parts.retain_mut(|part| {
        part.prefix = None;
        part.descending = false;
        let column = part.column_name().and_then(|name| find(columns, name));
        column
            .is_some_and(|column| column.ty.is_shape() && !column.nullable && column.made.is_none())
    });
}

/// A numbered column leads a key.
fn numbered(table: &mut Table, names: &BTreeSet<String>) {
    let Some(column) = table.columns.iter().find(|column| column.auto_increment) else { return };
    let leads = |parts: &[Part]| {
        parts.first().is_some_and(|part| part.column_name() == Some(&*column.name))
    };
    if !leads(&table.primary_key) && !table.indexes.iter().any(|index| leads(&index.parts)) {
        let free = ["ix_numbered", "ix_numbered_2", "ix_numbered_3"];
        let free = free.into_iter().find(|name| !names.contains(*name)).unwrap_or("ix_free");
        table.indexes.push(Index {
            name: free.to_owned(),
            kind: IndexKind::Plain,
            parts: vec![Part::column(&column.name)],
            invisible: false,
            comment: String::new(),
            options: String::new(),
        });
    }
}
