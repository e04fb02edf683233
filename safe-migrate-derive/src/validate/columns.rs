//! Rules for columns: how many, and what is said of one.

use crate::errors::Errors;
use crate::model::{MAX_COLUMN_COMMENT, MAX_TABLE_COMMENT, Table, Word};

/// What InnoDB allows.
const MAX_COLUMNS: usize = 1017;

/// There is a column, and not too many.
pub(super) fn count(table: &Table<'_>, errors: &mut Errors) {
    if table.columns.is_empty() && table.complete {
        errors
            .at(table.ident.span(), "a table needs a column, and this struct has no field for one");
    }
    if let Some(column) = table.columns.get(MAX_COLUMNS) {
        let count = table.columns.len();
        errors.at(
            column.name.span,
            format!("a table has at most 1,017 columns, and this one {count}; split the struct"),
        );
    }
}

/// A default is a value or an expression, and a numbered column has none.
pub(super) fn one_default(table: &Table<'_>, errors: &mut Errors) {
    for column in &table.columns {
        let value = column.default.as_ref().map(|default| default.span);
        let expression = column.default_sql.as_ref().map(|default| default.span);
        if let (Some(_), Some(expression)) = (value, expression) {
            errors.at(expression, "this column has a `default` already; keep one");
        } else if let (Some(span), Some(_)) = (value.or(expression), column.auto_increment) {
            errors.at(span, "the server numbers this column, so it has no default; remove one");
        }
        if let Some(default) = &column.default_sql
            && default.text.trim().is_empty()
        {
            errors.at(
                default.span,
                "an expression is missing; for empty text write `default = \"\"`",
            );
        }
    }
}

/// Comments that are written have a length the servers take. (Doc comments are cut.)
pub(super) fn comments(table: &Table<'_>, errors: &mut Errors) {
    comment(table.comment.as_ref(), "a table", MAX_TABLE_COMMENT, errors);
    for column in &table.columns {
        comment(column.comment.as_ref(), "a column", MAX_COLUMN_COMMENT, errors);
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
