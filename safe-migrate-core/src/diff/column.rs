//! A declared column against the one that is there.

use crate::schema::expression::{normal, same_default};
use crate::schema::{ColumnDef, ColumnType, TableOptions, Text, storable_comment};

use super::ColumnDifference;

/// What brings the column to its declaration, and in what they differ.
///
/// A default, ON UPDATE, AUTO_INCREMENT or invisibility that the declaration does not mention is
/// kept: other programs may rest on it. [`undeclared_attributes`] tells of it.
pub(super) fn compare_column(
    declared: &ColumnDef,
    options: &TableOptions,
    actual: &ColumnDef,
) -> (ColumnDef, Vec<ColumnDifference>) {
    let mut differences = Vec::new();
    let mut to = actual.clone();
    to.backfill = declared.backfill.clone();
    let mut differs = |what: ColumnDifference, yes: bool| {
        if yes {
            differences.push(what);
        }
        yes
    };

    if differs(ColumnDifference::NameCase, declared.name != actual.name) {
        to.name = declared.name.clone();
    }
    let is_same = same_type(&declared.ty, &actual.ty)
        // It only compares them otherwise: made by hand, or converted to another character set.
        || declared.ty == ColumnType::Json && actual.holds_documents();
    if differs(ColumnDifference::Type, !is_same) {
        to.ty = declared.ty.clone();
        if !to.ty.is_text() {
            to.charset = None;
            to.collation = None;
        }
    }
    // MariaDB has no NOT NULL for generated columns.
    let both_generated = declared.generated.is_some() && actual.generated.is_some();
    if differs(ColumnDifference::Nullable, declared.nullable != actual.nullable && !both_generated)
    {
        to.nullable = declared.nullable;
    }
    if declared.ty.is_text() {
        let (charset, collation) = effective_charset(declared, options);
        if differs(ColumnDifference::Charset, said_and_differs(charset, actual.charset.as_ref())) {
            to.charset = charset.cloned();
            to.collation = None;
        }
        if differs(
            ColumnDifference::Collation,
            said_and_differs(collation, actual.collation.as_ref()),
        ) {
            to.collation = collation.cloned();
        }
    }
    let same = same_default(declared.default.as_ref(), actual.default.as_ref(), &declared.ty);
    if differs(ColumnDifference::Default, declared.default.is_some() && !same) {
        to.default = declared.default.clone();
    }
    let same = same_expression(declared.on_update.as_deref(), actual.on_update.as_deref());
    if differs(ColumnDifference::OnUpdate, declared.on_update.is_some() && !same) {
        to.on_update = declared.on_update.clone();
    }
    if differs(ColumnDifference::AutoIncrement, declared.auto_increment && !actual.auto_increment) {
        to.auto_increment = true;
        // The server refuses both.
        to.default = None;
    }
    let same = match (&declared.generated, &actual.generated) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            a.storage == b.storage && normal(&a.expression) == normal(&b.expression)
        }
        (Some(_), None) | (None, Some(_)) => false,
    };
    if differs(ColumnDifference::Generated, !same) {
        to.generated = declared.generated.clone();
    }
    if differs(ColumnDifference::Invisible, declared.invisible && !actual.invisible) {
        to.invisible = true;
    }
    if differs(
        ColumnDifference::Comment,
        declared
            .comment
            .as_deref()
            .map(storable_comment)
            .is_some_and(|comment| actual.comment.as_deref().unwrap_or_default() != comment),
    ) {
        to.comment = declared.comment.clone();
    }
    (to, differences)
}

/// What the column has that its declaration does not mention.
pub(super) fn undeclared_attributes(
    declared: &ColumnDef,
    actual: &ColumnDef,
) -> Vec<ColumnDifference> {
    let both_generated = declared.generated.is_some() && actual.generated.is_some();
    [
        (ColumnDifference::Default, declared.default.is_none() && actual.default.is_some()),
        (ColumnDifference::OnUpdate, declared.on_update.is_none() && actual.on_update.is_some()),
        (ColumnDifference::AutoIncrement, !declared.auto_increment && actual.auto_increment),
        (ColumnDifference::Invisible, !declared.invisible && actual.invisible),
    ]
    .into_iter()
    .filter(|(_, is_there)| *is_there && !both_generated)
    .map(|(what, _)| what)
    .collect()
}

/// The character set and collation that the declaration says for the column: its own, or else
/// the table's.
fn effective_charset<'a>(
    declared: &'a ColumnDef,
    options: &'a TableOptions,
) -> (Option<&'a Text>, Option<&'a Text>) {
    match (&declared.charset, &declared.collation) {
        (None, None) => (options.charset.as_ref(), options.collation.as_ref()),
        (charset, collation) => (charset.as_ref(), collation.as_ref()),
    }
}

/// Whether something is said, and is not so.
fn said_and_differs(said: Option<&Text>, actual: Option<&Text>) -> bool {
    said.is_some_and(|said| {
        !actual.is_some_and(|there| charset_name(said).eq_ignore_ascii_case(charset_name(there)))
    })
}

/// Both servers write `utf8mb3` for `utf8`.
pub(super) fn charset_name(name: &str) -> &str {
    if name == "utf8" { "utf8mb3" } else { name }
}

pub(super) fn same_type(declared: &ColumnType, actual: &ColumnType) -> bool {
    match (declared, actual) {
        (ColumnType::Other { sql: a }, ColumnType::Other { sql: b }) => a.eq_ignore_ascii_case(b),
        (a, b) => a == b,
    }
}

pub(super) fn same_expression(a: Option<&str>, b: Option<&str>) -> bool {
    a.map(normal) == b.map(normal)
}
