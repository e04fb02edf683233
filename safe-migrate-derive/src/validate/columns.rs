//! Rules for columns: how many, and what is said of one.

use proc_macro2::Span;

use crate::attr::{Declares, nearest};
use crate::errors::Errors;
use crate::model::{Kind, MAX_COLUMN_COMMENT, MAX_TABLE_COMMENT, Table, Word};

/// What InnoDB allows.
const MAX_COLUMNS: usize = 1017;

/// There is a column, and not too many.
pub(super) fn count(table: &Table<'_>, errors: &mut Errors) {
    if table.columns.is_empty() && table.flattened.is_empty() && table.complete {
        let what = match table.declares {
            Declares::Table => "a table needs a column",
            Declares::Columns => "there is no column to take over",
        };
        errors.at(table.ident.span(), format!("{what}, and this struct has no field for one"));
    }
    if let Some(column) = table.columns.get(MAX_COLUMNS) {
        let count = table.columns.len();
        errors.at(
            column.name.span,
            format!("a table has at most 1,017 columns, and this one {count}; split the struct"),
        );
    }
}

/// One thing says what the type is.
pub(super) fn one_type(table: &Table<'_>, errors: &mut Errors) {
    for column in &table.columns {
        let kind = match &column.kind {
            Kind::Rust(_) => None,
            Kind::Written(written, _) => Some(("sql_type", written.span)),
            Kind::Json { span, .. } => Some(("json", *span)),
        };
        let said: Vec<(&str, Span)> = [
            kind,
            column.text.map(|text| ("text", text.span)),
            column.precision.map(|precision| ("precision", precision.span)),
            column.len.map(|len| ("len", len.span)),
        ]
        .into_iter()
        .flatten()
        .collect();
        if let [(first, _), rest @ ..] = said.as_slice() {
            for (other, span) in rest {
                errors.at(
                    *span,
                    format!("`{first}` says what type the column has; remove it or `{other}`"),
                );
            }
        }
    }
}

/// A row format is one of InnoDB's.
pub(super) fn row_format(table: &Table<'_>, errors: &mut Errors) {
    const FORMATS: [&str; 4] = ["dynamic", "compressed", "compact", "redundant"];
    let Some(format) = &table.row_format else { return };
    let name = format.text.to_lowercase();
    if FORMATS.contains(&name.as_str()) {
        return;
    }
    errors.at(
        format.span,
        match nearest(&name, FORMATS.into_iter()) {
            Some(near) => {
                format!("no row format is called `{}`; did you mean `{near}`?", format.text)
            }
            None => format!(
                "no row format is called `{}`; write `dynamic`, `compressed`, `compact` or \
                 `redundant`",
                format.text
            ),
        },
    );
}

/// Some column is not invisible.
pub(super) fn one_visible(table: &Table<'_>, errors: &mut Errors) {
    let is_known = table.complete && table.is_whole();
    if !is_known || table.columns.iter().any(|column| column.invisible.is_none()) {
        return;
    }
    if let Some(span) = table.columns.iter().find_map(|column| column.invisible) {
        errors.at(span, "a table needs a column that is not `invisible`");
    }
}

/// Comments that are written have a length the servers take. (Doc comments are cut.)
pub(super) fn comments(table: &Table<'_>, errors: &mut Errors) {
    comment(table.comment.as_ref(), "a table", MAX_TABLE_COMMENT, errors);
    for column in &table.columns {
        comment(column.comment.as_ref(), "a column", MAX_COLUMN_COMMENT, errors);
    }
    for index in &table.indexes {
        comment(index.comment.as_ref(), "an index", MAX_COLUMN_COMMENT, errors);
    }
}

fn comment(comment: Option<&Word>, what: &str, limit: usize, errors: &mut Errors) {
    let Some(comment) = comment else { return };
    let chars = comment.text.chars().count();
    if chars > limit {
        errors.at(
            comment.span,
            format!("the comment of {what} has at most {limit} characters, and this one {chars}"),
        );
    }
}
