//! The steps that bring a table that is there to its declaration.
//!
//! A table that has to be rebuilt gets everything in one statement: it is copied once, and
//! nothing stays half done. Otherwise only changes that cost the same go together, so that none of
//! them drags the others into a rebuild, or into waiting.

// Looks for single kinds of change; the one that classifies them, in `steps`, has no `_`.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::Clause;
use crate::diff::{Change, ColumnDifference, TableDiff};
use crate::schema::{
    ColumnDef, IndexDef, IndexKind, IndexPart, LiveTable, TableOptions, Text, eq_ignore_case,
};
use crate::server::Flavour;

use super::backfill::{self, value_of_new, value_where_null};
use super::build::Context;
use super::column::{add_column, alter_column, with_charset};
use super::draft::Draft;
use super::index::{add_index, has_column, is_unseen, replace_index};
use super::{
    Loss, Probe, Question, Refusal, Risk, Step, WayOut, primary_key, renamed, table_options, to_be,
};

/// The steps of one table; its foreign keys only where they go beside what copies it.
pub(super) fn steps(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    mut beside: Option<Draft>,
) -> Vec<Step> {
    let new_key = diff.new_primary_key();
    let numbered = newly_numbered(diff);
    let in_key = |name: &str| {
        new_key.is_some_and(|parts| has_column(parts, name))
            || new_key.is_some() && has_column(&actual.def.primary_key, name)
            || numbered.iter().any(|column| eq_ignore_case(column, name))
    };

    let [mut rename, mut add, mut key, mut rebuild, mut metadata] = [const { Draft::new() }; 5];
    let [mut indexes, mut comment, mut options] = [const { Draft::new() }; 3];
    let [mut unpartition, mut partition, mut unseen] = [const { Draft::new() }; 3];
    let mut defaults = Draft::new();
    let mut late: Vec<Draft> = Vec::new();
    let mut format = Draft::new();
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
                add_column(draft, diff, actual, column);
            }
            Change::AlterColumn { from, to, differences } => {
                let altered = alter_column(ctx, diff, actual, from, to, differences);
                if let Some(value) = value_where_null(ctx, to)
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
                        if is_unseen(from, index) {
                            unseen.raise(Risk::Metadata);
                            unseen.changes.push(change.clone());
                            unseen.summary.push(format!("drop index `{}`", from.name));
                            unseen.clauses.push(Clause::DropIndex(from.name.clone()));
                        }
                        replace_index(draft, ctx, diff, actual, from, index);
                    }
                    _ => add_index(draft, diff, actual, index),
                }
                late.extend(built_apart(draft, change, index));
            }
            Change::AddCheck(check) | Change::ReplaceCheck { to: check, .. } => {
                if let Change::ReplaceCheck { from, .. } = change {
                    rebuild.clauses.push(Clause::DropCheck(from.name.clone()));
                }
                rebuild.raise(Risk::DataDependent);
                if check.enforced {
                    rebuild.ask(violations(diff, actual, &check.name, &check.expression));
                }
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
            Change::ShowIndex(name) => {
                indexes.raise(Risk::Metadata);
                indexes.changes.push(change.clone());
                indexes.summary.push(format!("make index `{name}` visible"));
                indexes.clauses.push(Clause::ShowIndex(name.clone()));
            }
            Change::DropColumn(column) => {
                rebuild.changes.push(change.clone());
                rebuild.raise(Risk::Destructive);
                rebuild.summary.push(format!("drop column `{}`", column.name));
                if column.generated.is_none() {
                    rebuild.losses.push(Loss::Column(column.name.clone()));
                }
                rebuild.clauses.push(Clause::DropColumn(column.name.clone()));
            }
            Change::DropPrimaryKey(_) => {
                key.raise(Risk::Rebuild);
                key.changes.push(change.clone());
                key.summary.push("drop the primary key".to_owned());
                key.clauses.push(Clause::DropPrimaryKey);
            }
            Change::DropIndex(index) => {
                indexes.raise(Risk::Metadata);
                indexes.changes.push(change.clone());
                indexes.summary.push(format!("drop index `{}`", index.name));
                indexes.clauses.push(Clause::DropIndex(index.name.clone()));
            }
            Change::DropCheck(check) if ctx.is_freed(&diff.table, &check.name) => {}
            Change::DropCheck(check) => {
                rebuild.raise(Risk::Metadata);
                rebuild.changes.push(change.clone());
                rebuild.summary.push(format!("drop check `{}`", check.name));
                rebuild.clauses.push(Clause::DropCheck(check.name.clone()));
            }
            Change::OrderColumns(_) => {
                rebuild.raise(Risk::Metadata);
                rebuild.changes.push(change.clone());
                rebuild.summary.push("put the columns in order".to_owned());
            }
            Change::SetOptions { from, to } => {
                options.blocked.extend(table_options::irrevocable(diff, from, to));
                let mut to = table_options::to_set(from, to);
                if !table_options::is_by_time(ctx, diff) {
                    // Last of all, as such a table is not altered.
                    to.system_versioned = None;
                }
                let is_old = |format: &mut Text| {
                    ["compact", "redundant"].contains(&format.to_ascii_lowercase().as_str())
                };
                if let Some(row_format) = to.row_format.take_if(is_old) {
                    // Its keys are shorter: the longer ones have to go before.
                    format.raise(Risk::Rebuild);
                    format.changes.push(change.clone());
                    format.summary.push(format!("set the row format {row_format}"));
                    let only = TableOptions { row_format: Some(row_format), ..TableOptions::NONE };
                    format.clauses.push(Clause::Options(only));
                    if is_partitioned(actual) && ctx.flavour == Flavour::MySql {
                        // Else it notes the format, and leaves the partitions as they are.
                        format.clauses.push(Clause::Copying);
                    }
                }
                let to = &to;
                if let (Some(_), None, [_, ..]) =
                    (&to.primary_key, new_key, &*actual.def.primary_key)
                {
                    key.raise(Risk::Rebuild);
                    key.summary.push("set the primary key's options".to_owned());
                    key.clauses.push(Clause::DropPrimaryKey);
                    key.clauses.push(primary_key::add_clause(ctx, diff, &actual.def.primary_key));
                }
                let is_copied = to.engine.is_some()
                    || to.others.is_some()
                    || to.system_versioned.is_some()
                    || to.row_format.is_some() && to.row_format != from.row_format;
                options.raise(if is_copied { Risk::Rebuild } else { Risk::Metadata });
                options.changes.push(change.clone());
                let narrows = to.charset.as_deref().is_some_and(|charset| charset != "utf8mb4");
                if ctx.flavour == Flavour::MariaDb && narrows {
                    options.clauses.extend(table_options::defaults_in_the_way(diff, actual));
                }
                if table_options::is_any(to) {
                    options.summary.push("set the table's defaults".to_owned());
                    options.clauses.push(Clause::Options(to.clone()));
                    if is_partitioned(actual)
                        && to.row_format.is_some()
                        && ctx.flavour == Flavour::MySql
                    {
                        // Else it notes the format, and leaves the partitions as they are.
                        options.clauses.push(Clause::Copying);
                    }
                }
            }
            Change::SetPartitions { from, to } => {
                let others = diff.changes.len() > 1;
                if !from.is_empty() && (to.is_empty() || others) {
                    unpartition.clauses.push(Clause::Partition(Text::default()));
                    unpartition.summary.push("remove the partitions".to_owned());
                }
                if !to.is_empty() {
                    partition.clauses.push(Clause::Partition(to.clone()));
                    partition.summary.push("partition the rows".to_owned());
                }
                for draft in [&mut unpartition, &mut partition] {
                    draft.raise(Risk::Rebuild);
                    draft.changes.push(change.clone());
                }
            }
            // Tables are renamed before all else; foreign keys go first and come last of all,
            // when every parent is ready; tables are dropped at the end.
            Change::CreateTable(_)
            | Change::RenameTable { .. }
            | Change::DropTable
            | Change::DropForeignKey(_)
            | Change::CreateSequence(_)
            | Change::ReplaceSequence { .. }
            | Change::DropSequence
            | Change::AddForeignKey(_)
            | Change::ReplaceForeignKey { .. } => {}
        }
    }
    for probe in what_rests_on_changed_values(diff, actual) {
        rebuild.ask(probe);
    }
    for probe in renamed::unclear_columns(ctx, diff, actual) {
        add.ask(probe);
    }
    if !rename.clauses.is_empty() {
        renamed::rewrite(&mut rename, ctx, diff, actual);
    }
    key.blocked.extend(two_numbered_columns(diff, actual));
    key.blocked.extend(key_across_partitions(ctx, diff, actual));
    indexes.blocked.extend(key_across_partitions(ctx, diff, actual));

    let finish = |draft: Draft| draft.finish(ctx, diff, actual);
    let mut steps: Vec<Step> = Vec::new();
    let mut renamed_beside = Draft::new();
    if key_comes_first(ctx, diff, actual) {
        if !options.clauses.is_empty() {
            options.blocked.push(key_before(diff, &options));
        }
        renamed_beside = std::mem::replace(&mut rename, Draft::new());
        if !filled.is_empty() {
            // Rows are filled, and columns made NOT NULL, after it.
            let mut opening = std::mem::replace(&mut add, Draft::new());
            opening.absorb(std::mem::replace(&mut key, Draft::new()));
            let beside = std::mem::replace(&mut renamed_beside, Draft::new());
            renamed::put_into(&mut opening, beside);
            let defaults = backfill::defaults_apart(ctx, &mut opening);
            steps.extend(finish(opening));
            steps.extend(finish(defaults));
        }
    }
    steps.extend(finish(unpartition));
    steps.extend(finish(rename));
    steps.extend(finish(unseen));
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
    let is_one = ctx.is_exact() && diff.changes.iter().any(takes_or_moves);
    let is_rebuilt =
        [&add, &key, &rebuild, &metadata].iter().any(|draft| draft.rebuilds(ctx, actual));
    if is_one || is_rebuilt {
        // The table is rebuilt anyway: all at one stroke, so that nothing stays half done. A
        // server that wants every table to have a key takes no other ALTER before it, either.
        for other in [key, rebuild, metadata, comment].into_iter().chain(beside.take()) {
            add.absorb(other);
        }
        if is_one || is_sorted_only(&indexes) {
            add.absorb(std::mem::replace(&mut indexes, Draft::new()));
        }
        renamed::put_into(&mut add, renamed_beside);
        let defaults = backfill::defaults_apart(ctx, &mut add);
        add.place(ctx, diff, actual);
        steps.extend(finish(add));
        steps.extend(finish(defaults));
        steps.extend(finish(indexes));
    } else {
        let mut apart: Vec<Draft> = Vec::new();
        for draft in [add, key, rebuild, metadata, indexes, comment] {
            match apart.last_mut() {
                Some(last) if last.costs_no_more_with(&draft, ctx, actual) => last.absorb(draft),
                _ => apart.push(draft),
            }
        }
        steps.extend(apart.into_iter().filter_map(finish));
    }
    steps.extend(late.into_iter().chain(beside).filter_map(finish));
    steps.extend(finish(format));
    steps.extend(finish(partition));
    steps
}

/// Whether the server takes no other ALTER before that which adds the key (error 3750).
fn key_comes_first(ctx: &Context<'_>, diff: &TableDiff, actual: &LiveTable) -> bool {
    ctx.requires_primary_key
        && actual.def.primary_key.is_empty()
        && actual.generated_key.is_none()
        && diff.new_primary_key().is_some()
}

fn key_before(diff: &TableDiff, draft: &Draft) -> Refusal {
    Refusal::new(
        &diff.table,
        draft.summary.join("; "),
        "the server wants every table to have a primary key (sql_require_primary_key), and takes \
         no other change of this one before it has",
        WayOut::PrimaryKeyFirst,
    )
}

fn is_partitioned(actual: &LiveTable) -> bool {
    actual.def.options.partitions.as_deref().is_some_and(|by| !by.is_empty())
}

/// Takes the clause that adds a fulltext or spatial index out of the draft: such an index blocks
/// writers while it is built, and InnoDB builds one at a time.
fn built_apart(draft: &mut Draft, change: &Change, index: &IndexDef) -> Option<Draft> {
    match index.kind {
        IndexKind::Fulltext | IndexKind::Spatial => {}
        IndexKind::Plain | IndexKind::Unique | IndexKind::Other(_) => return None,
    }
    let clause = draft.clauses.pop_if(|clause| matches!(clause, Clause::AddIndex(_)))?;
    let mut late = Draft::new();
    late.changes.push(change.clone());
    late.summary.push(format!("add index `{}`", index.name));
    late.clauses.push(clause);
    if draft.clauses.is_empty() {
        *draft = Draft::new();
    }
    Some(late)
}

/// Of a partitioned table, every unique key has to hold the columns it is partitioned by, which
/// nobody declares.
fn key_across_partitions(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
) -> Option<Refusal> {
    let change = diff.changes.iter().find(|change| match change {
        Change::ChangePrimaryKey { .. } => true,
        Change::AddIndex(index) | Change::ReplaceIndex { to: index, .. } => index.is_unique(),
        _ => false,
    })?;
    let what = match change {
        Change::ChangePrimaryKey { .. } => "change the primary key",
        _ => "add a unique index",
    };
    (is_partitioned(actual) && !ctx.is_exact()).then(|| {
        Refusal::new(
            &diff.table,
            what,
            "the table is partitioned, and each of its unique keys must hold the columns it is \
             partitioned by",
            "make this change by hand; the next run will find it done",
        )
    })
}

/// Whether something goes, or stands elsewhere: what goes may rest on what else changes.
fn takes_or_moves(change: &Change) -> bool {
    matches!(
        change,
        Change::DropColumn(_)
            | Change::DropPrimaryKey(_)
            | Change::DropIndex(_)
            | Change::DropCheck(_)
            | Change::OrderColumns(_)
    )
}

/// The question whether rows violate a check.
pub(super) fn violations(
    diff: &TableDiff,
    actual: &LiveTable,
    name: &str,
    expression: &Text,
) -> Probe {
    let question = match to_be::touches_expression(diff, actual, expression) {
        (Some(column), _) => to_be::unknown(&column, &format!("check `{name}`"), 1),
        (None, _) => {
            let columns = to_be::columns_changed(diff, actual);
            let key = primary_key::key_columns_among(actual, &columns);
            Question::Violations { expression: expression.clone(), columns, key }
        }
    };
    Probe {
        table: actual.name_before(),
        change: format!("add the check `{name}`"),
        question,
        way_out: ["correct the rows".into(), WayOut::OtherCheck].into(),
        loss: None,
    }
}

/// What is asked where values change that something rests on which stays: unique keys and checks.
fn what_rests_on_changed_values(diff: &TableDiff, actual: &LiveTable) -> Vec<Probe> {
    let def = &actual.def;
    let stays = |index: &&IndexDef| {
        !diff.changes.iter().any(|change| match change {
            Change::DropIndex(gone) | Change::ReplaceIndex { from: gone, .. } => {
                gone.name == index.name
            }
            _ => false,
        })
    };
    let key_goes = diff.changes.iter().any(|change| {
        matches!(change, Change::ChangePrimaryKey { .. } | Change::DropPrimaryKey(_))
    });
    let key = (!key_goes && !def.primary_key.is_empty()).then_some(&def.primary_key);
    let unique = def.indexes.iter().filter(|index| index.is_unique()).filter(stays);
    let keys = key.map(|parts| ("the primary key".to_owned(), parts)).into_iter();
    let keys = keys.chain(unique.map(|index| (format!("index `{}`", index.name), &index.parts)));
    let mut probes: Vec<Probe> = keys
        .filter(|(_, parts)| to_be::touches(diff, actual, parts).1)
        .filter_map(|(what, parts)| {
            Some(Probe {
                table: actual.name_before(),
                change: format!("change values that {what} keeps unique"),
                question: primary_key::uniqueness(diff, actual, parts, &what)?,
                way_out: "make the values different, or convert them by hand".into(),
                loss: None,
            })
        })
        .collect();
    let is_kept = |name: &str| {
        !diff.changes.iter().any(|change| match change {
            Change::DropCheck(gone) | Change::ReplaceCheck { from: gone, .. } => gone.name == name,
            _ => false,
        })
    };
    let own = def.checks.iter().filter(|check| check.enforced && is_kept(&check.name));
    let own = own.map(|check| (&check.name, &check.expression));
    let inline = def.columns.iter().filter_map(|column| {
        let to = diff.altered_column(&column.name).unwrap_or(column);
        Some((&column.name, to.check.as_ref()?))
    });
    let checks =
        own.chain(inline).filter(|(_, sql)| to_be::touches_expression(diff, actual, sql).1);
    probes.extend(checks.map(|(name, expression)| violations(diff, actual, name, expression)));
    probes
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
        .filter(|column| !diff.drops_column(&column.name))
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
        [
            WayOut::RenamedFrom { new: (*new).to_owned().into(), old: (*old).to_owned().into() },
            "take AUTO_INCREMENT off one of them".into(),
        ],
    ))
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
