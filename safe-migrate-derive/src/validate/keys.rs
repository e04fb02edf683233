//! Rules for keys: one primary key from one source, and what a key may consist of.

use proc_macro2::Span;

use crate::errors::Errors;
use crate::model::{Part, Table};

/// What InnoDB allows beside the primary key.
const MAX_INDEXES: usize = 64;
/// What InnoDB allows in one key.
const MAX_PARTS: usize = 16;

/// One primary key, from one source; or none, and said so.
pub(super) fn one_primary_key(table: &Table<'_>, errors: &mut Errors) {
    let key = &table.primary_key;
    let has_key = key.on_struct.is_some() || !key.on_fields.is_empty();
    if let (Some(on_struct), false) = (key.on_struct, key.on_fields.is_empty()) {
        errors.at(
            on_struct,
            "the primary key is declared here and on fields; keep one, as a table has one \
             (Error 1068: Multiple primary key defined)",
        );
    }
    if let (Some(none), true) = (key.none, has_key) {
        errors.at(none, "there is a primary key; remove it or `no_primary_key`");
    }
    if !has_key && key.none.is_none() && table.complete && !table.columns.is_empty() {
        errors.at(table.ident.span(), no_primary_key(table));
    }
}

fn no_primary_key(table: &Table<'_>) -> String {
    let id = table.columns.iter().find(|column| column.field == "id");
    let where_to =
        id.map_or("a field".to_owned(), |column| format!("the field `{}`", column.field));
    format!(
        "`{}` has no primary key; mark {where_to} with `#[safe_schema(primary_key)]`, or write \
         `primary_key(a, b)` or `no_primary_key` on the struct",
        table.ident
    )
}

/// The servers number one column of a table.
pub(super) fn one_auto_increment(table: &Table<'_>, errors: &mut Errors) {
    let mut numbered =
        table.columns.iter().filter_map(|column| Some((&column.field, column.auto_increment?)));
    let Some((first, _)) = numbered.next() else { return };
    for (_, span) in numbered {
        errors.at(
            span,
            format!("a table has one `auto_increment` column, and `{first}` is it; remove one"),
        );
    }
}

/// A numbered column is the first of some key (Error 1075).
pub(super) fn auto_increment_leads_a_key(table: &Table<'_>, errors: &mut Errors) {
    if !table.complete {
        return;
    }
    let leads = |position: usize, parts: &[Part]| {
        parts.first().is_some_and(|first| first.column == position && first.prefix.is_none())
    };
    for (position, column) in table.columns.iter().enumerate() {
        if let Some(span) = column.auto_increment
            && !leads(position, &table.primary_key.parts)
            && !table.indexes.iter().any(|index| leads(position, &index.parts))
        {
            errors.at(
                span,
                "an `auto_increment` column must be the first of a key; add `primary_key`, \
                 `unique` or `index` to it",
            );
        }
    }
}

/// Not more indexes than InnoDB allows.
pub(super) fn index_count(table: &Table<'_>, errors: &mut Errors) {
    if let Some(index) = table.indexes.get(MAX_INDEXES) {
        let count = table.indexes.len();
        errors.at(
            index.span,
            format!("a table has at most {MAX_INDEXES} indexes, and this one {count}"),
        );
    }
}

/// No key has a column twice, nor more than InnoDB allows.
pub(super) fn parts(table: &Table<'_>, errors: &mut Errors) {
    let primary_key = table.primary_key.parts.iter();
    distinct(table, primary_key.map(|part| (part.column, part.span)), "a primary key", errors);
    for index in &table.indexes {
        distinct(
            table,
            index.parts.iter().map(|part| (part.column, part.span)),
            "an index",
            errors,
        );
    }
    for key in &table.foreign_keys {
        distinct(
            table,
            key.columns.iter().map(|&column| (column, key.span)),
            "a foreign key",
            errors,
        );
    }
}

fn distinct(
    table: &Table<'_>,
    parts: impl ExactSizeIterator<Item = (usize, Span)>,
    what: &str,
    errors: &mut Errors,
) {
    let count = parts.len();
    let mut seen = Vec::new();
    for (position, (column, span)) in parts.enumerate() {
        if position == MAX_PARTS {
            errors
                .at(span, format!("{what} has at most {MAX_PARTS} columns, and this one {count}"));
        }
        if seen.contains(&column) {
            let field = table.columns.get(column).map_or("", |column| column.field.as_str());
            errors.at(
                span,
                format!("{what} has a column once, and `{field}` is in it already; remove one"),
            );
        }
        seen.push(column);
    }
}
