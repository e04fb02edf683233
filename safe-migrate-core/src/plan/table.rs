//! The steps that bring a table that is there to its declaration.
//!
//! A table that has to be rebuilt gets everything in one statement: it is copied once, and
//! nothing stays half done. Otherwise changes that the server makes at a stroke stay apart, so
//! that none of them drags the others into a rebuild.

// Looks for single kinds of change; the one that classifies them, in `steps`, has no `_`.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::{Clause, default_sql, identifier};
use crate::diff::{Change, ColumnDifference, TableDiff};
use crate::schema::{ColumnDef, IndexKind, IndexPart, LiveTable, Text, eq_ignore_case};

use super::backfill::{self, value_of, value_of_new};
use super::build::Context;
use super::column::{add_column, alter_column, with_charset};
use super::draft::Draft;
use super::index::{add_index, has_column, replace_index};
use super::{Probe, Question, Refusal, Risk, Step, primary_key};

/// The steps of one table, without its foreign keys.
pub(super) fn steps(ctx: &Context<'_>, diff: &TableDiff, actual: &LiveTable) -> Vec<Step> {
    let new_key = diff.new_primary_key();
    let numbered = newly_numbered(diff);
    let in_key = |name: &str| {
        new_key.is_some_and(|parts| has_column(parts, name))
            || new_key.is_some() && has_column(&actual.def.primary_key, name)
            || numbered.iter().any(|column| eq_ignore_case(column, name))
    };

    let [mut rename, mut add, mut key, mut rebuild, mut metadata] = [const { Draft::new() }; 5];
    let [mut indexes, mut comment, mut options] = [const { Draft::new() }; 3];
    let mut defaults = Draft::new();
    let mut filled: Vec<(&ColumnDef, &Text)> = Vec::new();
    for change in &diff.changes {
        match change {
            Change::RenameColumn { from, to } => {
                rename.raise(Risk::Metadata);
                rename.changes.push(change.clone());
                rename.summary.push(format!("rename column `{from}` to `{to}`"));
                rename.clauses.push(Clause::RenameColumn { from: from.clone(), to: to.clone() });
            }
            Change::AddColumn(column)
                if value_of_new(ctx, column).is_some() && !in_key(&column.name) =>
            {
                add.changes.push(change.clone());
                rebuild.changes.push(change.clone());
                let mut drafts = backfill::Drafts {
                    add: &mut add,
                    defaults: &mut defaults,
                    tighten: &mut rebuild,
                };
                backfill::add(&mut drafts, &with_charset(column, actual));
                filled.extend(value_of_new(ctx, column).map(|value| (column, value)));
            }
            Change::AddColumn(column) => {
                let draft = if in_key(&column.name) { &mut key } else { &mut add };
                draft.changes.push(change.clone());
                add_column(draft, actual, column, new_key);
            }
            Change::AlterColumn { from, to, differences } => {
                let altered = alter_column(ctx, diff, actual, from, to, differences);
                if let Some(value) = value_of(to)
                    && differences.contains(&ColumnDifference::Nullable)
                {
                    filled.push((to, value));
                }
                let draft = match altered.risk {
                    _ if in_key(&from.name) => &mut key,
                    Risk::Additive | Risk::Metadata => &mut metadata,
                    Risk::Rebuild | Risk::DataDependent | Risk::Destructive => &mut rebuild,
                };
                draft.changes.push(change.clone());
                draft.absorb(altered);
            }
            Change::ChangePrimaryKey { from, to, conflict } => {
                primary_key::plan(&mut key, ctx, diff, actual, from, to, conflict);
            }
            Change::AddIndex(index) | Change::ReplaceIndex { to: index, .. } => {
                // Beside a new primary key, so that what the old one kept unique never is
                // without a key; and with a column that the server only numbers under a key.
                let leads_numbered = index
                    .parts
                    .first()
                    .and_then(IndexPart::column_name)
                    .is_some_and(|name| numbered.iter().any(|c| eq_ignore_case(c, name)));
                let draft =
                    if new_key.is_some() || leads_numbered { &mut key } else { &mut indexes };
                draft.changes.push(change.clone());
                match change {
                    Change::ReplaceIndex { from, .. } => {
                        replace_index(draft, ctx, diff, actual, from, index);
                    }
                    _ => add_index(draft, diff, actual, index),
                }
            }
            Change::AddCheck(check) | Change::ReplaceCheck { to: check, .. } => {
                if let Change::ReplaceCheck { from, .. } = change {
                    rebuild.clauses.push(Clause::DropCheck(from.name.clone()));
                }
                rebuild.raise(Risk::DataDependent);
                rebuild.rebuilds = true;
                rebuild.ask(Probe {
                    table: actual.name_before(),
                    change: format!("add the check `{}`", check.name),
                    question: Question::Violations {
                        expression: check.expression.clone(),
                        columns: columns_to_be(diff, actual),
                        key: primary_key::key_columns(actual),
                    },
                    way_out: "correct the rows, or the check".to_owned(),
                });
                rebuild.changes.push(change.clone());
                let verb = if matches!(change, Change::AddCheck(_)) { "add" } else { "replace" };
                rebuild.summary.push(format!("{verb} check `{}`", check.name));
                rebuild.clauses.push(Clause::AddCheck(check.clone()));
            }
            Change::SetComment { to, .. } => {
                comment.raise(Risk::Metadata);
                comment.changes.push(change.clone());
                comment.summary.push("set the table's comment".to_owned());
                comment.clauses.push(Clause::Comment(to.clone()));
            }
            Change::HideIndex(name) => {
                indexes.raise(Risk::Metadata);
                indexes.changes.push(change.clone());
                indexes.summary.push(format!("make index `{name}` invisible"));
                indexes.clauses.push(Clause::HideIndex(name.clone()));
            }
            Change::SetOptions { from, to } => {
                let is_copied = to.row_format.is_some() && to.row_format != from.row_format;
                options.raise(if is_copied { Risk::Rebuild } else { Risk::Metadata });
                options.rebuilds |= is_copied;
                options.changes.push(change.clone());
                options.summary.push("set the table's defaults".to_owned());
                options.clauses.push(Clause::Options(to.clone()));
            }
            // Tables are renamed before all else; foreign keys come last of all, when every
            // parent is ready.
            Change::CreateTable(_)
            | Change::RenameTable { .. }
            | Change::AddForeignKey(_)
            | Change::ReplaceForeignKey { .. } => {}
        }
    }
    key.blocked.extend(two_numbered_columns(diff, actual));

    let finish = |draft: Draft| draft.finish(ctx, diff, actual);
    let mut steps: Vec<Step> = Vec::new();
    steps.extend(finish(rename));
    // Apart: what a MODIFY beside it does not restate would follow the new default.
    steps.extend(finish(options));
    if !filled.is_empty() {
        steps.extend(finish(std::mem::replace(&mut add, Draft::new())));
        steps.extend(finish(defaults));
        steps.extend(
            filled
                .into_iter()
                .map(|(column, value)| backfill::fill(ctx, diff, actual, column, value)),
        );
    }
    if key.rebuilds || rebuild.rebuilds || metadata.rebuilds {
        // The table is rebuilt anyway: all at one stroke, so that nothing stays half done. A
        // server that wants every table to have a key takes no other ALTER before it, either.
        for other in [key, rebuild, metadata, comment] {
            add.absorb(other);
        }
        if is_sorted_only(&indexes) {
            add.absorb(std::mem::replace(&mut indexes, Draft::new()));
        }
        steps.extend(finish(add));
        steps.extend(finish(indexes));
    } else {
        steps.extend([add, key, metadata, indexes, comment].into_iter().filter_map(finish));
    }
    steps
}

/// Whether the indexes are built like any other. Fulltext and spatial ones are not.
fn is_sorted_only(indexes: &Draft) -> bool {
    indexes.clauses.iter().all(|clause| match clause {
        Clause::AddIndex(index) => {
            matches!(index.kind, IndexKind::Plain | IndexKind::Unique)
        }
        _ => true,
    })
}

/// A table numbers one column; a second one is what the server answers with Error 1075.
fn two_numbered_columns(diff: &TableDiff, actual: &LiveTable) -> Option<Refusal> {
    let there = actual
        .def
        .columns
        .iter()
        .filter(|column| actual.generated_key.as_ref() != Some(&column.name))
        .map(|column| diff.altered_column(&column.name).unwrap_or(column));
    let numbered: Vec<&str> = there
        .filter(|column| column.auto_increment)
        .map(|column| &*column.name)
        .chain(diff.changes.iter().filter_map(|change| match change {
            Change::AddColumn(column) if column.auto_increment => Some(&*column.name),
            _ => None,
        }))
        .collect();
    let [old, new, ..] = numbered.as_slice() else { return None };
    Some(Refusal::new(
        &diff.table,
        format!("let the server number `{new}`"),
        format!("it numbers `{old}` already, and a table can have only one such column"),
        format!(
            "if `{new}` is `{old}` under a new name, say so: #[safe_schema(renamed_from = \
             \"{old}\")]; else take AUTO_INCREMENT off one of them"
        ),
    ))
}

/// What rows will hold in the columns that the plan adds or renames.
pub(super) fn columns_to_be(diff: &TableDiff, actual: &LiveTable) -> Vec<(Text, Text)> {
    let renamed =
        actual.renamed_columns.iter().map(|(old, new)| (new.clone(), Text::Owned(identifier(old))));
    let added = diff.changes.iter().filter_map(|change| match change {
        Change::AddColumn(column) => {
            let value = column.default.as_ref().map(|default| default_sql(default, &column.ty));
            Some((column.name.clone(), Text::Owned(value.unwrap_or_else(|| "NULL".to_owned()))))
        }
        _ => None,
    });
    renamed.chain(added).collect()
}

/// The columns that the plan makes the server number.
fn newly_numbered(diff: &TableDiff) -> Vec<Text> {
    let mut numbered = Vec::new();
    for change in &diff.changes {
        if let Change::AddColumn(column) = change
            && column.auto_increment
        {
            numbered.push(column.name.clone());
        }
        if let Change::AlterColumn { to, differences, .. } = change
            && to.auto_increment
            && differences.contains(&ColumnDifference::AutoIncrement)
        {
            numbered.push(to.name.clone());
        }
    }
    numbered
}
