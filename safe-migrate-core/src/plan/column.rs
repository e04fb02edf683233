//! Columns that are added or altered: what it costs, what it asks of the rows, what forbids it.

// Asks whether a column is of one kind among all.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::{Clause, type_sql};
use crate::diff::{ColumnDifference, TableDiff};
use crate::schema::expression::is_now;
use crate::schema::{
    ColumnDef, ColumnType, DefaultValue, IndexPart, LiveTable, ReferentialAction, eq_ignore_case,
};

use super::backfill::value_of;
use super::build::Context;
use super::draft::Draft;
use super::index::has_column;
use super::type_change::{TypeChange, bytes_per_character, charset_keeps, judge};
use super::{Probe, Question, Refusal, Risk, primary_key};

/// Plans a new column.
pub(super) fn add_column(
    draft: &mut Draft,
    actual: &LiveTable,
    column: &ColumnDef,
    new_key: Option<&[IndexPart]>,
) {
    draft.raise(Risk::Additive);
    draft.summary.push(format!("add column `{}` {}", column.name, type_sql(&column.ty)));
    draft.clauses.push(Clause::AddColumn(with_charset(column, actual)));
    // A value for each row, one by one.
    draft.rebuilds |=
        matches!(&column.default, Some(DefaultValue::Expression(sql)) if !is_now(sql));
    if column.auto_increment {
        draft.raise(Risk::Rebuild);
        draft.rebuilds = true;
        return;
    }
    if !column.nullable && column.default.is_none() && column.generated.is_none() {
        let in_key = new_key.is_some_and(|parts| has_column(parts, &column.name));
        draft.raise(Risk::DataDependent);
        draft.ask(Probe {
            table: actual.name_before(),
            change: format!("add column `{}`, NOT NULL without a default", column.name),
            question: Question::Rows {
                at_least: 1,
                reason: "the rows that are there would need a value".to_owned(),
            },
            way_out: if in_key {
                "add and fill the column by hand first, or give the field a default".to_owned()
            } else {
                "make the field an Option, or give it a default".to_owned()
            },
        });
    }
}

/// A new text column of a table in another character set gets `utf8mb4`, as in a new table: a
/// Rust string may hold any character.
pub(super) fn with_charset(column: &ColumnDef, actual: &LiveTable) -> ColumnDef {
    let mut column = column.clone();
    let table = actual.def.options.charset.as_deref();
    let is_said = column.charset.is_some() || column.collation.is_some();
    if column.ty.is_text() && !is_said && table != Some("utf8mb4") {
        column.charset = Some("utf8mb4".into());
    }
    column
}

/// One altered column, judged.
pub(super) fn alter_column(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    from: &ColumnDef,
    to: &ColumnDef,
    differences: &[ColumnDifference],
) -> Draft {
    let mut draft = Draft::new();
    let named: Vec<String> =
        differences.iter().map(|difference| describe(*difference, from, to)).collect();
    let summary = format!("alter column `{}`: {}", from.name, named.join(", "));
    for difference in differences {
        let (risk, rebuilds) = match difference {
            ColumnDifference::NameCase
            | ColumnDifference::Default
            | ColumnDifference::OnUpdate
            | ColumnDifference::Invisible
            | ColumnDifference::Comment => (Risk::Metadata, false),
            ColumnDifference::AutoIncrement => (Risk::Rebuild, true),
            ColumnDifference::Nullable if to.nullable => (Risk::Rebuild, true),
            // Its NULLs are filled first.
            ColumnDifference::Nullable if value_of(to).is_some() => (Risk::DataDependent, true),
            ColumnDifference::Nullable => {
                draft.ask(primary_key::nulls(actual, &from.name, &summary));
                (Risk::DataDependent, true)
            }
            ColumnDifference::Type => match judge(&from.ty, &to.ty, bytes_per_character(from)) {
                TypeChange::Metadata => (Risk::Metadata, false),
                TypeChange::Copy => (Risk::Rebuild, true),
                TypeChange::Lossy => (Risk::Destructive, true),
            },
            // Values that were different may become equal.
            ColumnDifference::Charset | ColumnDifference::Collation
                if primary_key::is_in_unique_key(diff, actual, &from.name) =>
            {
                (Risk::Destructive, true)
            }
            ColumnDifference::Charset => match (&from.charset, &to.charset) {
                (Some(from), Some(to)) if charset_keeps(from, to) => (Risk::Rebuild, true),
                _ => (Risk::Destructive, true),
            },
            ColumnDifference::Collation => (Risk::Rebuild, true),
            ColumnDifference::Generated => (Risk::Destructive, true),
        };
        draft.raise(risk);
        draft.rebuilds |= rebuilds;
    }
    if draft.risk == Risk::Destructive {
        draft.ask(Probe {
            table: actual.name_before(),
            change: summary.clone(),
            question: Question::Rows {
                at_least: 1,
                reason: "values could be cut, bent, or become equal".to_owned(),
            },
            way_out: "declare the column as it is, or convert it by hand after looking at its \
                      values"
                .to_owned(),
        });
    }
    draft.blocked.extend(blocked_by(ctx, diff, actual, from, to, differences, &summary));
    draft.summary.push(summary);
    draft.clauses.push(Clause::change_column(
        from,
        to,
        &diff.resulting_options(&actual.def.options),
    ));
    draft
}

fn describe(difference: ColumnDifference, from: &ColumnDef, to: &ColumnDef) -> String {
    match difference {
        ColumnDifference::Type => format!("{} -> {}", type_sql(&from.ty), type_sql(&to.ty)),
        ColumnDifference::Nullable if to.nullable => "NOT NULL -> NULL".to_owned(),
        ColumnDifference::Nullable => "NULL -> NOT NULL".to_owned(),
        ColumnDifference::NameCase => format!("name -> `{}`", to.name),
        ColumnDifference::AutoIncrement if to.auto_increment => "add AUTO_INCREMENT".to_owned(),
        ColumnDifference::AutoIncrement => "remove AUTO_INCREMENT".to_owned(),
        ColumnDifference::Charset
        | ColumnDifference::Collation
        | ColumnDifference::Default
        | ColumnDifference::OnUpdate
        | ColumnDifference::Generated
        | ColumnDifference::Invisible
        | ColumnDifference::Comment => difference.to_string(),
    }
}

/// What makes the server refuse the change, or would lose something beside the column.
fn blocked_by(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    from: &ColumnDef,
    to: &ColumnDef,
    differences: &[ColumnDifference],
    summary: &str,
) -> Vec<Refusal> {
    let mut blocked = Vec::new();
    if actual.inline_checks.contains_key(&from.name) {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            "the column carries an inline check, which MariaDB would drop with this change",
            "make the check one of the table (ALTER TABLE .. ADD CONSTRAINT .. CHECK), or change \
             the column by hand",
        ));
    }
    if let Some(lost) = lost_in_restating(from, to) {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            format!(
                "the catalogue shows {lost} of the column with characters missing, and this change \
                 would write what it shows"
            ),
            "declare it, or change the column by hand",
        ));
    }
    let is_foreign = |ty: &ColumnType| matches!(ty, ColumnType::Other { .. });
    if differences.contains(&ColumnDifference::Type) && (is_foreign(&from.ty) || is_foreign(&to.ty))
    {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            "this crate does not know what such a type does to values",
            "change the column by hand; the next run will find it done",
        ));
    }
    if to.ty.is_lob() && matches!(to.default, Some(DefaultValue::Literal(_))) {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            "such a type may have no literal default, and the column has one",
            "drop the default by hand (ALTER TABLE .. ALTER COLUMN .. DROP DEFAULT) first",
        ));
    }
    let becomes_lob = to.ty.is_lob() && !from.ty.is_lob();
    let in_key = |parts: &[IndexPart]| {
        parts.iter().any(|part| {
            part.prefix.is_none()
                && part.column_name().is_some_and(|name| eq_ignore_case(name, &from.name))
        })
    };
    if becomes_lob
        && (in_key(&actual.def.primary_key)
            || actual.def.indexes.iter().any(|index| in_key(&index.parts)))
    {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            "the column is in an index, which can hold only a prefix of such a type",
            "drop the index, or declare it with a prefix under another name first",
        ));
    }
    if from.nullable && !to.nullable {
        blocked.extend(set_null_needs_null(diff, actual, &from.name, summary));
    }
    let changes_type = differences.iter().any(|difference| {
        matches!(
            difference,
            ColumnDifference::Type | ColumnDifference::Charset | ColumnDifference::Collation
        )
    });
    if changes_type {
        let own = actual
            .def
            .foreign_keys
            .iter()
            .filter(|key| key.columns.iter().any(|column| eq_ignore_case(column, &from.name)));
        let incoming = ctx.live.references_to(&diff.table).map(|(_, key)| key).filter(|key| {
            key.parent_columns.iter().any(|column| eq_ignore_case(column, &from.name))
        });
        let names: Vec<String> = own.chain(incoming).map(|key| format!("`{}`", key.name)).collect();
        if !names.is_empty() {
            blocked.push(Refusal::new(
                &diff.table,
                summary,
                format!(
                    "foreign key {} joins this column with one of the same type; both ends must \
                     change together, or the server refuses",
                    names.join(", ")
                ),
                "drop the foreign key, change both columns, and run again: it is added back",
            ));
        }
    }
    blocked
}

/// What a MODIFY would restate wrongly, as the catalogue lost some of it: both servers show every
/// character beyond three bytes, and MariaDB some bytes too, as a question mark; binary defaults
/// end at a zero byte.
fn lost_in_restating(from: &ColumnDef, to: &ColumnDef) -> Option<&'static str> {
    let is_lost = |text: &str| text.contains(['?', '\u{fffd}', '\0']) || text.starts_with("0x");
    let is_binary = matches!(
        from.ty,
        ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bit { .. }
    );
    match &to.default {
        // MySQL shows a binary default up to its first zero byte.
        Some(DefaultValue::Literal(text))
            if to.default == from.default && (is_lost(text) || (is_binary && text.is_empty())) =>
        {
            return Some("the default");
        }
        Some(DefaultValue::Literal(_) | DefaultValue::Expression(_)) | None => {}
    }
    match &to.ty {
        ColumnType::Enum { members } | ColumnType::Set { members }
            if to.ty == from.ty && members.iter().any(|member| is_lost(member)) =>
        {
            Some("the members")
        }
        _ => None,
    }
}

/// A foreign key that sets the column to NULL, while the column may no longer be NULL.
pub(super) fn set_null_needs_null(
    diff: &TableDiff,
    actual: &LiveTable,
    column: &str,
    change: &str,
) -> Option<Refusal> {
    let key = actual.def.foreign_keys.iter().find(|key| {
        (key.on_delete == ReferentialAction::SetNull || key.on_update == ReferentialAction::SetNull)
            && key.columns.iter().any(|name| eq_ignore_case(name, column))
    })?;
    Some(Refusal::new(
        &diff.table,
        change,
        format!("foreign key `{}` sets `{column}` to NULL, which it could no longer be", key.name),
        "drop the foreign key or change its rule first, or make the field an Option",
    ))
}
