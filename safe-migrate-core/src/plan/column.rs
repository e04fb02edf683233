//! Columns that are added or altered: what it costs, what it asks of the rows, what forbids it.

// Asks whether a column is of one kind among all.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::{Clause, as_in_table, identifier, type_sql};
use crate::diff::{Change, ColumnDifference, Extent, TableDiff};
use crate::schema::{
    ColumnDef, ColumnType, DefaultValue, IndexDef, IndexPart, IndexTarget, LiveTable,
    ReferentialAction, Storage, Text, eq_ignore_case,
};
use crate::server::Flavour;

use super::backfill::value_where_null;
use super::build::Context;
use super::detach::is_refused_under_a_key;
use super::draft::Draft;
use super::generated::{fits_when_made, replaced};
use super::index::has_column;
use super::table::violations;
use super::unfit::unfit;
use super::{Loss, Probe, Question, Refusal, Risk, Unfit, WayOut, primary_key, to_be};

/// Plans a new column.
pub(super) fn add_column(
    draft: &mut Draft,
    diff: &TableDiff,
    actual: &LiveTable,
    column: &ColumnDef,
) {
    let new_key = diff.new_primary_key();
    let options = &diff.resulting_options(&actual.def.options);
    draft.raise(Risk::Additive);
    draft.summary.push(format!("add column `{}` {}", column.name, type_sql(&column.ty)));
    let column_there = as_in_table(&with_charset(column, actual), options);
    draft.clauses.push(Clause::AddColumn(column_there));
    if column.auto_increment {
        draft.raise(Risk::Rebuild);
        return;
    }
    if let Some(made) = &column.generated {
        for probe in fits_when_made(diff, actual, column, made) {
            draft.raise(Risk::DataDependent);
            draft.ask(probe);
        }
    }
    // MariaDB may take such a column without a look at the rows, and then never copy them again.
    if let Some(check) = &column.check {
        draft.raise(Risk::DataDependent);
        draft.ask(violations(diff, actual, &column.name, check));
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
                ["add and fill the column by hand first".into(), WayOut::DefaultValue].into()
            } else {
                [WayOut::Nullable, WayOut::DefaultValue, WayOut::Backfill].into()
            },
            loss: None,
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
        let risk = match difference {
            ColumnDifference::NameCase
            | ColumnDifference::Default
            | ColumnDifference::OnUpdate
            | ColumnDifference::Invisible
            | ColumnDifference::Comment => Risk::Metadata,
            ColumnDifference::Check => {
                if let Some(check) = &to.check {
                    draft.ask(violations(diff, actual, &to.name, check));
                }
                Risk::DataDependent
            }
            ColumnDifference::Attributes | ColumnDifference::AutoIncrement => Risk::Rebuild,
            ColumnDifference::Nullable if to.nullable => Risk::Rebuild,
            // Its NULLs are filled first.
            ColumnDifference::Nullable if value_where_null(ctx, from, to).is_some() => {
                Risk::DataDependent
            }
            ColumnDifference::Nullable => {
                match &to.generated {
                    Some(made) => {
                        for probe in fits_when_made(diff, actual, to, made) {
                            draft.ask(probe);
                        }
                    }
                    None => draft.ask(primary_key::nulls(diff, actual, &from.name, &summary)),
                }
                Risk::DataDependent
            }
            ColumnDifference::Type | ColumnDifference::Charset | ColumnDifference::Collation => {
                Risk::Rebuild
            }
            ColumnDifference::Generated => Risk::DataDependent,
        };
        draft.raise(risk);
    }
    if differences.iter().any(concerns_values) {
        ask_values(&mut draft, diff, actual, from, to, &summary);
    }
    if differences.contains(&ColumnDifference::Type) && to_be::is_refused(from, to) {
        draft.ask(Probe {
            table: actual.name_before(),
            change: summary.clone(),
            question: Question::Rows {
                at_least: 1,
                reason: format!(
                    "the server makes no {} of what is no such value, whatever is allowed",
                    type_sql(&to.ty)
                ),
            },
            way_out: "convert the column by hand, or drop and add it".into(),
            loss: None,
        });
    }
    draft.blocked.extend(blocked_by(ctx, diff, actual, from, to, differences, &summary));
    draft.summary.push(summary);
    let is_instant = |column: &ColumnDef| matches!(column.ty, ColumnType::Timestamp { .. });
    if is_instant(from) != is_instant(to) {
        draft.summary.push(format!("the times of `{}` are those of UTC", to.name));
    }
    let options = diff.resulting_options(&actual.def.options);
    if is_made_anew(from, to) {
        draft.clauses.push(Clause::DropColumn(from.name.clone()));
        draft.clauses.push(Clause::AddColumn(as_in_table(to, &options)));
        drop_and_add_what_rests_on(&mut draft, diff, actual, from);
    } else {
        draft.clauses.push(Clause::change_column(from, to, &options));
    }
    draft
}

/// Whether what is stored may become something else.
const fn concerns_values(difference: &ColumnDifference) -> bool {
    match difference {
        ColumnDifference::Type
        | ColumnDifference::Charset
        | ColumnDifference::Collation
        | ColumnDifference::Generated => true,
        ColumnDifference::NameCase
        | ColumnDifference::Nullable
        | ColumnDifference::Default
        | ColumnDifference::OnUpdate
        | ColumnDifference::AutoIncrement
        | ColumnDifference::Invisible
        | ColumnDifference::Check
        | ColumnDifference::Attributes
        | ColumnDifference::Comment => false,
    }
}

/// Asks the rows whether their values stay what they are; where that can't be asked, whether
/// there are rows at all.
fn ask_values(
    draft: &mut Draft,
    diff: &TableDiff,
    actual: &LiveTable,
    from: &ColumnDef,
    to: &ColumnDef,
    summary: &str,
) {
    let question = match (&from.generated, &to.generated) {
        // Computed anew from what stays.
        (Some(_), Some(_)) => None,
        (None, Some(made)) => Some(replaced(diff, actual, from, made)),
        (Some(made), None) if made.storage == Storage::Virtual => Some(Question::Rows {
            at_least: 1,
            reason: "what was computed for them would be gone".to_owned(),
        }),
        (Some(_) | None, None) => {
            Some(unfit(from, to)).filter(|unfit| !unfit.is_empty()).map(|unfit| Question::Unfit {
                column: actual.column_before(&from.name),
                unfit,
                key: primary_key::key_columns(actual),
            })
        }
    };
    if let Some(made) = &to.generated {
        draft.raise(Risk::DataDependent);
        for probe in fits_when_made(diff, actual, to, made) {
            draft.ask(probe);
        }
    }
    if let Some(question) = question {
        draft.raise(match &question {
            Question::Unfit { unfit, .. } if !unfit.contains(&Unfit::AnyValue) => {
                Risk::DataDependent
            }
            _ => Risk::Destructive,
        });
        draft.ask(Probe {
            table: actual.name_before(),
            change: summary.to_owned(),
            question,
            way_out: [WayOut::ColumnAsItIs, "mend the values by hand".into()].into(),
            // The server itself makes no document of what is none, whatever is allowed.
            loss: (to.ty != ColumnType::Json).then(|| Loss::Values(from.name.clone())),
        });
    }
}

/// The indexes and checks that stay, of a column that is made anew: they would go with it, or not
/// let it go.
fn drop_and_add_what_rests_on(
    draft: &mut Draft,
    diff: &TableDiff,
    actual: &LiveTable,
    column: &ColumnDef,
) {
    let is_quoted = |sql: &str| sql.contains(&identifier(&column.name));
    for index in actual.def.indexes.iter().filter(|index| holds(index, column)) {
        let goes = diff.changes.iter().any(|change| match change {
            Change::DropIndex(gone) | Change::ReplaceIndex { from: gone, .. } => {
                gone.name == index.name
            }
            _ => false,
        });
        if !goes {
            let mut again = index.clone();
            for change in &diff.changes {
                match change {
                    Change::HideIndex(name) if *name == index.name => again.invisible = true,
                    Change::ShowIndex(name) if *name == index.name => again.invisible = false,
                    _ => {}
                }
            }
            draft.clauses.push(Clause::DropIndex(index.name.clone()));
            draft.clauses.push(Clause::AddIndex(again));
        }
    }
    for check in actual.def.checks.iter().filter(|check| is_quoted(&check.expression)) {
        let goes = diff.changes.iter().any(|change| match change {
            Change::DropCheck(gone) | Change::ReplaceCheck { from: gone, .. } => {
                gone.name == check.name
            }
            _ => false,
        });
        if !goes {
            draft.clauses.push(Clause::DropCheck(check.name.clone()));
            draft.clauses.push(Clause::AddCheck(check.clone()));
        }
    }
}

fn holds(index: &IndexDef, column: &ColumnDef) -> bool {
    index.parts.iter().any(|part| match &part.target {
        IndexTarget::Column(name) => eq_ignore_case(name, &column.name),
        IndexTarget::Expression(sql) => sql.contains(&identifier(&column.name)),
    })
}

/// Whether the index is dropped and added, as a column of it is.
pub(super) fn is_added_again(diff: &TableDiff, actual: &LiveTable, index: &str) -> bool {
    let Some(index) = actual.def.indexes.iter().find(|there| there.name == index) else {
        return false;
    };
    diff.changes.iter().any(|change| match change {
        Change::AlterColumn { from, to, .. } => is_made_anew(from, to) && holds(index, from),
        _ => false,
    })
}

/// Whether no server makes the one column of the other: a virtual column has no values.
fn is_made_anew(from: &ColumnDef, to: &ColumnDef) -> bool {
    let storage = |column: &ColumnDef| column.generated.as_ref().map(|made| made.storage);
    match (storage(from), storage(to)) {
        (None, None) | (Some(Storage::Stored), None) | (None, Some(Storage::Stored)) => false,
        (Some(a), Some(b)) => a != b,
        (None, Some(Storage::Virtual)) | (Some(Storage::Virtual), None) => true,
    }
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
        | ColumnDifference::Check
        | ColumnDifference::Attributes
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
    let is_foreign = |ty: &ColumnType| matches!(ty, ColumnType::Other { .. });
    if ctx.extent == Extent::Mentioned
        && differences.contains(&ColumnDifference::Type)
        && (is_foreign(&from.ty) || is_foreign(&to.ty))
    {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            "this crate does not know what such a type does to values",
            "change the column by hand; the next run will find it done",
        ));
    }
    if is_made_anew(from, to) && to.generated.is_none() && to.backfill.is_some() {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            "the column is computed, and has to be dropped and added: nothing could be filled \
             before it is there, and NOT NULL",
            "drop the column by hand first; then it is a new one, and its backfill fills it",
        ));
    }
    if ctx.flavour == Flavour::MySql
        && to.ty.is_lob()
        && matches!(to.default, Some(DefaultValue::Literal(_)))
    {
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
        && !ctx.is_exact()
        && (in_key(&actual.def.primary_key)
            || actual.def.indexes.iter().any(|index| in_key(&index.parts)))
    {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            "the column is in an index, which can hold only a prefix of such a type",
            ["drop the index".into(), WayOut::PrefixedIndex],
        ));
    }
    let checked = actual.def.checks.iter().find(|check| {
        // As read, checks have the names that the plan gives.
        check.expression.contains(&identifier(&from.name))
    });
    if ctx.flavour == Flavour::MySql
        && !ctx.is_exact()
        && to.auto_increment
        && differences.contains(&ColumnDifference::AutoIncrement)
        && let Some(check) = checked
    {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            format!("MySQL numbers no column that a check rests on, and `{}` does", check.name),
            "drop the check by hand",
        ));
    }
    if from.nullable && !to.nullable {
        blocked.extend(set_null_needs_null(ctx, diff, actual, &from.name, summary));
    }
    blocked.extend(joined_by_a_key(ctx, diff, actual, from, to, differences, summary));
    blocked
}

/// A foreign key that nobody declares, on a column that no server changes under one.
fn joined_by_a_key(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    from: &ColumnDef,
    to: &ColumnDef,
    differences: &[ColumnDifference],
    summary: &str,
) -> Option<Refusal> {
    // Exactly as described, they are away meanwhile.
    if ctx.is_exact() || !is_refused_under_a_key(ctx.flavour, from, to, differences) {
        return None;
    }
    let joins = |columns: &[Text]| columns.iter().any(|column| eq_ignore_case(column, &from.name));
    let own = actual.def.foreign_keys.iter().map(|key| (&diff.table, key));
    let own = own.filter(|(_, key)| joins(&key.columns));
    let incoming = ctx.live.references_to(&diff.table).map(|(child, key)| (child, key));
    let incoming = incoming.filter(|(_, key)| joins(&key.parent_columns));
    let mut names: Vec<String> = own
        .chain(incoming)
        .filter(|(child, key)| !ctx.is_detached(child, &key.name))
        .map(|(child, key)| format!("`{}` of `{child}`", key.name))
        .collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return None;
    }
    Some(Refusal::new(
        &diff.table,
        summary,
        format!(
            "foreign key {} joins this column, and is not declared; the server changes neither \
             end while it is there",
            names.join(", ")
        ),
        [WayOut::ForeignKeyToo, "drop it by hand, and add it afterwards".into()],
    ))
}

/// A foreign key that sets the column to NULL, while the column may no longer be NULL.
pub(super) fn set_null_needs_null(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    column: &str,
    change: &str,
) -> Option<Refusal> {
    let key = actual.def.foreign_keys.iter().find(|key| {
        (key.on_delete == ReferentialAction::SetNull || key.on_update == ReferentialAction::SetNull)
            && key.columns.iter().any(|name| eq_ignore_case(name, column))
            && !ctx.is_detached(&diff.table, &key.name)
    })?;
    Some(Refusal::new(
        &diff.table,
        change,
        format!("foreign key `{}` sets `{column}` to NULL, which it could no longer be", key.name),
        [
            "drop the foreign key or change its rule first".into(),
            primary_key::or_null(diff, actual, column),
        ],
    ))
}
