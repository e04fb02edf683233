//! When two indexes or two foreign keys do the same.

use crate::schema::expression::normal;
use crate::schema::{
    ForeignKeyDef, IndexDef, IndexKind, IndexPart, IndexTarget, TableName, Text, eq_ignore_case,
};

/// Whether two lists of key parts are the same key.
pub(crate) fn same_parts(a: &[IndexPart], b: &[IndexPart]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_part(a, b))
}

pub(super) fn same_part(a: &IndexPart, b: &IndexPart) -> bool {
    let same_target = match (&a.target, &b.target) {
        (IndexTarget::Column(a), IndexTarget::Column(b)) => eq_ignore_case(a, b),
        (IndexTarget::Expression(a), IndexTarget::Expression(b)) => normal(a) == normal(b),
        (IndexTarget::Column(_), IndexTarget::Expression(_))
        | (IndexTarget::Expression(_), IndexTarget::Column(_)) => false,
    };
    same_target && a.prefix == b.prefix && a.descending == b.descending
}

/// Whether two indexes do the same, whatever their names and whether the optimiser uses them.
pub(crate) fn same_index(a: &IndexDef, b: &IndexDef) -> bool {
    let same_comment = match (&a.comment, &b.comment) {
        (Some(a), Some(b)) => a == b,
        (None, _) | (_, None) => true,
    };
    a.kind == b.kind && same_comment && same_parts(&a.parts, &b.parts)
}

/// Whether two foreign keys do the same, whatever their names.
pub(crate) fn same_foreign_key(
    a: &ForeignKeyDef,
    b: &ForeignKeyDef,
    same_table: impl Fn(&TableName, &TableName) -> bool,
) -> bool {
    a.on_delete == b.on_delete && a.on_update == b.on_update && joins_the_same(a, b, same_table)
}

/// Whether two foreign keys join the same columns of the same tables, by whatever rules.
pub(crate) fn joins_the_same(
    a: &ForeignKeyDef,
    b: &ForeignKeyDef,
    same_table: impl Fn(&TableName, &TableName) -> bool,
) -> bool {
    same_names(&a.columns, &b.columns)
        && same_names(&a.parent_columns, &b.parent_columns)
        && same_table(&a.parent, &b.parent)
}

fn same_names(a: &[Text], b: &[Text]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| eq_ignore_case(a, b))
}

/// Whether the key begins with these columns, whole and in this order: it then serves a foreign
/// key on them.
pub(crate) fn leads_with(parts: &[IndexPart], columns: &[Text]) -> bool {
    parts.len() >= columns.len()
        && parts.iter().zip(columns).all(|(part, column)| {
            part.prefix.is_none()
                && part.column_name().is_some_and(|name| eq_ignore_case(name, column))
        })
}

/// Whether the index serves a foreign key on these columns. Only a sorted index does.
pub(crate) fn serves(index: &IndexDef, columns: &[Text]) -> bool {
    match &index.kind {
        IndexKind::Plain | IndexKind::Unique => leads_with(&index.parts, columns),
        IndexKind::Fulltext | IndexKind::Spatial | IndexKind::Other(_) => false,
    }
}
