//! Rules for where a column's value comes from: one source, and an expression that is there.

use proc_macro2::Span;

use crate::errors::Errors;
use crate::model::{Table, Target, Word};

/// A value comes from the program, a default, the server's counter or an expression over the
/// row, and from one of them.
pub(super) fn one_source(table: &Table<'_>, errors: &mut Errors) {
    for column in &table.columns {
        let value = column.default.as_ref().map(|default| default.span);
        let expression = column.default_sql.as_ref().map(|default| default.span);
        let unchecked = column.default_unchecked.as_ref().map(|default| default.span);
        let said: Vec<Span> = [value, expression, unchecked].into_iter().flatten().collect();
        for second in said.iter().skip(1) {
            errors.at(*second, "this column has a `default` already; keep one");
        }
        let default = said.first().copied();
        if let (Some(none), Some(_)) = (column.no_default, default) {
            errors.at(none, "this column has a default; remove it or `no_default`");
        }
        if column.generated.is_some() {
            let said = [
                ("a default", default),
                ("`auto_increment`", column.auto_increment),
                ("`on_update_sql`", column.on_update.as_ref().map(|word| word.span)),
                ("`backfill`", column.backfill.as_ref().map(|word| word.span)),
            ];
            for (what, span) in said {
                let Some(span) = span else { continue };
                errors.at(
                    span,
                    format!(
                        "the value of this column is `generated`, so {what} has no use; remove it"
                    ),
                );
            }
        } else if column.auto_increment.is_some() {
            if let Some(span) = default {
                errors.at(span, "the server numbers this column, so it has no default; remove one");
            }
            if let Some(backfill) = &column.backfill {
                errors.at(
                    backfill.span,
                    "the server numbers the rows that are there, so `backfill` has no use; remove it",
                );
            }
        }
    }
}

/// No expression is empty.
pub(super) fn expressions(table: &Table<'_>, errors: &mut Errors) {
    for column in &table.columns {
        if let Some(default) = &column.default_sql
            && is_blank(default)
        {
            errors.at(
                default.span,
                "an expression is missing; for empty text write `default = \"\"`",
            );
        }
        let generated = column.generated.as_ref().map(|generated| &generated.expression);
        let expressions = [
            column.on_update.as_ref(),
            generated,
            column.backfill.as_ref(),
            column.check.as_ref(),
            column.attributes.as_ref(),
        ];
        for expression in expressions.into_iter().flatten() {
            missing(expression, errors);
        }
    }
    for check in &table.checks {
        missing(&check.expression, errors);
    }
    for index in &table.indexes {
        for part in &index.parts {
            if let Target::Expression(expression) = &part.target {
                missing(expression, errors);
            }
        }
    }
    for said in [&table.partition_by, &table.primary_key_options].into_iter().flatten() {
        missing(said, errors);
    }
}

fn missing(expression: &Word, errors: &mut Errors) {
    if is_blank(expression) {
        errors.at(expression.span, "an SQL expression is missing");
    }
}

fn is_blank(word: &Word) -> bool {
    word.text.trim().is_empty()
}
