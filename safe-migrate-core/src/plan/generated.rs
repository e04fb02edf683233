//! Columns that the server computes: what has to be asked before it computes them for rows that are
//! there.

use crate::diff::{Change, TableDiff};
use crate::schema::{ColumnDef, ColumnType, Generated, LiveTable, Text};

use super::table::violations;
use super::unfit::bounds;
use super::{Probe, Question, Unfit, WayOut, primary_key, to_be};

/// The questions whether what is computed fits the column.
pub(super) fn fits_when_made(
    diff: &TableDiff,
    actual: &LiveTable,
    column: &ColumnDef,
    made: &Generated,
) -> Vec<Probe> {
    let expression = &made.expression;
    let not_null = (!column.nullable).then(|| {
        let is_something = format!("({expression}) IS NOT NULL");
        ("NOT NULL", is_something, WayOut::Nullable)
    });
    let in_type = fits(&column.ty, expression)
        .map(|fits| ("of a type that holds it", fits, WayOut::WiderType));
    let questions = not_null.into_iter().chain(in_type);
    questions
        .map(|(what, condition, otherwise)| Probe {
            change: format!("have `{}` generated, {what}", column.name),
            way_out: ["correct the rows".into(), otherwise].into(),
            ..violations(diff, actual, &column.name, &condition.into())
        })
        .collect()
}

/// The condition that what is computed is in the range of the type; `None` where it has none, or
/// the server cuts nothing without an error.
fn fits(ty: &ColumnType, expression: &str) -> Option<String> {
    use ColumnType as T;
    match ty {
        T::Boolean | T::Integer { .. } | T::Bit { .. } | T::Year => {
            let (least, greatest) = bounds(ty)?;
            Some(format!("({expression}) BETWEEN {least} AND {greatest}"))
        }
        T::Decimal { precision, scale, unsigned } => {
            let nines = "9".repeat(precision.saturating_sub(*scale).into());
            let greatest = format!("{nines}.{}", "9".repeat((*scale).into()));
            let least = if *unsigned { "0".to_owned() } else { format!("-{greatest}") };
            Some(format!("ROUND(({expression}), {scale}) BETWEEN {least} AND {greatest}"))
        }
        T::Char { len } | T::VarChar { len } => {
            Some(format!("CHAR_LENGTH(({expression})) <= {len}"))
        }
        T::Binary { len } | T::VarBinary { len } => {
            Some(format!("LENGTH(({expression})) <= {len}"))
        }
        T::Float { .. }
        | T::Double { .. }
        | T::Text { .. }
        | T::Blob { .. }
        | T::Enum { .. }
        | T::Set { .. }
        | T::Json
        | T::Date
        | T::Time { .. }
        | T::DateTime { .. }
        | T::Timestamp { .. }
        | T::Other { .. } => None,
    }
}

/// The question whether a plain column holds what would be computed in its place.
pub(super) fn replaced(
    diff: &TableDiff,
    actual: &LiveTable,
    from: &ColumnDef,
    made: &Generated,
) -> Question {
    let expression = &made.expression;
    let is_renamed = |name: &Text| actual.column_before(name) != *name;
    let any_renamed = actual.def.columns.iter().any(|column| is_renamed(&column.name));
    let is_new = diff.changes.iter().any(|change| {
        let Change::AddColumn(column) = change else { return false };
        to_be::mentions(expression, &column.name)
    });
    // Shapes and their like are compared with nothing else.
    let is_comparable = !matches!(from.ty, ColumnType::Other { .. });
    match to_be::touches_expression(diff, actual, expression) {
        (None, false) if !any_renamed && !is_new && is_comparable => Question::Unfit {
            column: from.name.clone(),
            unfit: vec![Unfit::OtherThan {
                expression: expression.clone(),
                is_text: from.ty.is_text(),
            }],
            key: primary_key::key_columns(actual),
        },
        _ => Question::Rows {
            at_least: 1,
            reason: "their values would be replaced by computed ones".to_owned(),
        },
    }
}
