//! Rules for keys: one primary key from one source, and what a key may consist of.

use proc_macro2::Span;

use crate::attr::{ActionKind, IndexKind, Storage};
use crate::errors::Errors;
use crate::model::{Index, Part, Table};

/// What the servers allow (error 1069).
const MAX_KEYS: usize = 64;
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
    let is_known = table.complete && table.is_whole();
    if !has_key && key.none.is_none() && is_known && !table.columns.is_empty() {
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
        parts
            .first()
            .is_some_and(|first| first.column() == Some(position) && first.prefix.is_none())
    };
    for (position, column) in table.columns.iter().enumerate() {
        if let Some(span) = column.auto_increment
            && !leads(position, &table.primary_key.parts)
            && !table.indexes.iter().any(|index| is_sorted(index) && leads(position, &index.parts))
        {
            errors.at(
                span,
                "an `auto_increment` column must be the first of a key; add `primary_key`, \
                 `unique` or `index` to it",
            );
        }
    }
}

const fn is_sorted(index: &Index) -> bool {
    match index.kind {
        IndexKind::Plain | IndexKind::Unique => true,
        IndexKind::Fulltext | IndexKind::Spatial => false,
    }
}

/// Not more keys than the servers allow, with those that they add for foreign keys.
pub(super) fn index_count(table: &Table<'_>, errors: &mut Errors) {
    let primary_key = usize::from(!table.primary_key.parts.is_empty());
    let added = table.foreign_keys.iter().filter(|key| !has_index(table, &key.columns)).count();
    let count = primary_key + table.indexes.len() + added;
    if count > MAX_KEYS {
        let last_allowed = MAX_KEYS.saturating_sub(primary_key + added);
        let span = table.indexes.get(last_allowed).map_or(table.ident.span(), |index| index.span);
        errors.at(
            span,
            format!(
                "a table has at most {MAX_KEYS} keys, and this one {count}: the primary key \
                 counts, and so does the index that each foreign key has"
            ),
        );
    }
}

/// Whether some key begins with these columns.
fn has_index(table: &Table<'_>, columns: &[usize]) -> bool {
    let begins = |parts: &[Part]| {
        parts.len() >= columns.len()
            && parts.iter().zip(columns).all(|(part, column)| part.column() == Some(*column))
    };
    let mut indexes = table.indexes.iter().filter(|index| is_sorted(index));
    begins(&table.primary_key.parts) || indexes.any(|index| begins(&index.parts))
}

/// No key has a column twice, nor more than InnoDB allows.
pub(super) fn parts(table: &Table<'_>, errors: &mut Errors) {
    let primary_key = table.primary_key.parts.iter();
    distinct(table, primary_key.map(|part| (part.column(), part.span)), "a primary key", errors);
    for index in &table.indexes {
        distinct(
            table,
            index.parts.iter().map(|part| (part.column(), part.span)),
            "an index",
            errors,
        );
    }
    for key in &table.foreign_keys {
        distinct(
            table,
            key.columns.iter().map(|&column| (Some(column), key.span)),
            "a foreign key",
            errors,
        );
    }
}

fn distinct(
    table: &Table<'_>,
    parts: impl ExactSizeIterator<Item = (Option<usize>, Span)>,
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
        // Each expression is its own.
        let Some(column) = column else { continue };
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

/// An index of words or shapes has neither order nor prefix, and one of shapes one column.
pub(super) fn special_indexes(table: &Table<'_>, errors: &mut Errors) {
    for index in table.indexes.iter().filter(|index| !is_sorted(index)) {
        let kind = if index.kind == IndexKind::Spatial { "spatial" } else { "fulltext" };
        for part in &index.parts {
            if part.column().is_none() {
                errors.at(part.span, format!("a `{kind}` index is of columns; write a field"));
            }
            if part.descending {
                errors.at(part.span, format!("a `{kind}` index has no order; remove `desc`"));
            }
            if part.prefix.is_some() {
                errors.at(
                    part.span,
                    format!("a `{kind}` index is of the whole value; write the field alone"),
                );
            }
        }
        if let (IndexKind::Spatial, Some(second)) = (index.kind, index.parts.get(1)) {
            errors.at(second.span, "a `spatial` index has one column; write one for each");
        }
    }
}

/// Generated columns are in no primary key (MariaDB), and virtual ones in no foreign key or
/// fulltext index.
pub(super) fn generated_parts(table: &Table<'_>, errors: &mut Errors) {
    const CHANGES: &str =
        "the value of a generated column is not set by what happens to its parent; remove this";
    let generated =
        |column: usize| table.columns.get(column).and_then(|column| column.generated.as_ref());
    for part in &table.primary_key.parts {
        if part.column().is_none() {
            errors.at(part.span, "a primary key is of columns; write the name of a field");
        }
        if part.column().and_then(generated).is_some() {
            errors.at(part.span, "a generated column can't be in a primary key; use `unique`");
        }
    }
    for index in table.indexes.iter().filter(|index| index.kind == IndexKind::Fulltext) {
        for part in &index.parts {
            if part
                .column()
                .and_then(generated)
                .is_some_and(|column| column.storage == Storage::Virtual)
            {
                errors.at(
                    part.span,
                    "a virtual column can't be in a fulltext index; generate it `stored`",
                );
            }
        }
    }
    for key in &table.foreign_keys {
        for generated in key.columns.iter().filter_map(|&column| generated(column)) {
            if generated.storage == Storage::Virtual {
                errors.at(
                    key.span,
                    "a virtual column can't refer to another table; generate it `stored`",
                );
            }
            if let Some(action) = key.on_update
                && action.kind != ActionKind::Restrict
            {
                errors.at(action.span, CHANGES);
            }
            if let Some(action) = key.on_delete
                && action.kind == ActionKind::SetNull
            {
                errors.at(action.span, CHANGES);
            }
        }
    }
}
