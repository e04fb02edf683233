//! Declared renames -> the statements that make them, and the questions where it can't be told
//! whether they were made.

// Looks for one kind of change among all.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::{Clause, identifier, rename_tables};
use crate::diff::{Change, TableDiff};
use crate::schema::{
    ColumnDef, DefaultValue, IndexTarget, LiveTable, TableDef, TableName, Text, eq_ignore_case,
};
use crate::server::Flavour;

use super::build::Context;
use super::draft::Draft;
use super::{Act, Probe, Question, Refusal, Risk, Step, WayOut, in_its_place};

/// The renames of tables, all at one stroke and before all else; in a chain, the last first.
pub(super) fn tables(ctx: &Context<'_>) -> Option<Step> {
    let mut left: Vec<(TableName, &TableName, &Change)> = Vec::new();
    for diff in ctx.diffs {
        for change in &diff.changes {
            if let Change::RenameTable { from, .. } = change {
                let from = TableName { database: diff.table.database.clone(), table: from.clone() };
                left.push((from, &diff.table, change));
            }
        }
    }
    let (mut names, mut changes) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let is_free = |to: &TableName| !left.iter().any(|(from, ..)| ctx.live.same_table(from, to));
        let next = left.iter().position(|(_, to, _)| is_free(to)).unwrap_or_default();
        let (from, to, change) = left.remove(next);
        names.push((from, to.clone()));
        changes.push(change.clone());
    }
    let (_, first) = names.first()?;
    let summary = names.iter().map(|(from, to)| format!("rename table `{from}` to `{to}`"));
    let acts = names.iter().map(|(from, to)| Act::Rename { from: from.clone(), to: to.clone() });
    let blocked =
        names.iter().filter_map(|(from, to)| in_its_place::of_renamed(ctx.live, from, to));
    Some(Step {
        summary: summary.collect(),
        blocked: blocked.collect(),
        acts: acts.collect(),
        changes,
        risk: Risk::Metadata,
        ..Step::new(first, "", rename_tables(&names, ctx.dialect))
    })
}

/// What is asked before a table is made that was another one before, where a table of that name is
/// there and is declared too: whose rows it has can't be told.
pub(super) fn unclear_table(ctx: &Context<'_>, table: &TableDef) -> Option<Probe> {
    let old = table.renamed_from.clone()?;
    let old = TableName { database: table.database.clone(), table: old };
    let (there, _) = (ctx.live.table(&old)?, ctx.desired(&old)?);
    Some(Probe {
        table: there.name_before(),
        change: format!("create the table `{}`, which was `{old}` before", table.name),
        question: Question::Rows {
            at_least: 1,
            reason: format!(
                "whether they are those of the present `{old}` or of `{}` can't be told: a table \
                 `{old}` is declared too",
                table.name
            ),
        },
        way_out: [
            "rename the table by hand".into(),
            WayOut::NotRenamed { name: table.name.clone(), what: "rows" },
        ]
        .into(),
        loss: None,
    })
}

/// The same of the columns that a table lacks.
pub(super) fn unclear_columns(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
) -> Vec<Probe> {
    let Some(desired) = ctx.desired(&diff.table) else { return Vec::new() };
    let unclear = |column: &ColumnDef| {
        let old = column.renamed_from.as_ref()?;
        let (_, _) = (desired.column(old)?, actual.def.column(old)?);
        Some(Probe {
            table: actual.name_before(),
            change: format!("add column `{}`, which was `{old}` before", column.name),
            question: Question::Rows {
                at_least: 1,
                reason: format!(
                    "whether `{old}` holds the values of the present `{old}` or of `{}` can't be \
                     told: a column `{old}` is declared too",
                    column.name
                ),
            },
            way_out: [
                "rename the column by hand".into(),
                WayOut::NotRenamed { name: column.name.clone(), what: "values" },
            ]
            .into(),
            loss: None,
        })
    };
    let added = diff.changes.iter().filter_map(|change| match change {
        Change::AddColumn(column) => Some(column),
        _ => None,
    });
    added.filter_map(unclear).collect()
}

/// What MySQL does not rewrite when a column gets another name: it renames none that a check, a
/// generated column or another expression rests on (errors 3959, 3108, 3766, 3837). Checks are made
/// anew in the same statement.
pub(super) fn rewrite(draft: &mut Draft, ctx: &Context<'_>, diff: &TableDiff, actual: &LiveTable) {
    if ctx.flavour != Flavour::MySql {
        return;
    }
    // What is read of checks and generated columns has the new names, other expressions the old.
    let (old, new): (Vec<Text>, Vec<Text>) = actual.renamed_columns.iter().cloned().unzip();
    let mentions =
        |sql: &str, names: &[Text]| names.iter().any(|name| sql.contains(&identifier(name)));
    let joined = |columns: &[Text]| {
        columns.iter().any(|column| new.iter().any(|name| eq_ignore_case(name, column)))
    };
    let own = actual.def.foreign_keys.iter().find(|key| joined(&key.columns));
    let incoming = ctx.live.references_to(&diff.table).map(|(_, key)| key);
    let key = own.or_else(|| incoming.into_iter().find(|key| joined(&key.parent_columns)));
    for check in actual.def.checks.iter() {
        if mentions(&check.expression, &new) {
            // What adds a check copies the table, and no copy renames what a key joins (error 1846).
            draft.blocked.extend(key.map(|key| {
                Refusal::new(
                    &diff.table,
                    draft.summary.join("; "),
                    format!(
                        "check `{}` and foreign key `{}` rest on what is renamed, and MySQL lets \
                         neither follow in the statement that the other needs",
                        check.name, key.name
                    ),
                    "take one of them away by hand; what is declared of it is added again",
                )
            }));
            draft.raise(Risk::Rebuild);
            draft.summary.push(format!("check `{}` follows the rename", check.name));
            draft.clauses.push(Clause::DropCheck(check.name.clone()));
            draft.clauses.push(Clause::AddCheck(check.clone()));
        }
    }
    let mut resting: Vec<String> = Vec::new();
    for column in actual.def.columns.iter() {
        let is_generated =
            column.generated.as_ref().is_some_and(|made| mentions(&made.expression, &new));
        let has_default = match &column.default {
            Some(DefaultValue::Expression(sql)) => mentions(sql, &old),
            Some(DefaultValue::Literal(_) | DefaultValue::Bytes(_)) | None => false,
        };
        if is_generated || has_default {
            resting.push(format!("column `{}`", column.name));
        }
    }
    for index in actual.def.indexes.iter() {
        let is_expression = index.parts.iter().any(|part| match &part.target {
            IndexTarget::Expression(sql) => mentions(sql, &old),
            IndexTarget::Column(_) => false,
        });
        if is_expression {
            resting.push(format!("index `{}`", index.name));
        }
    }
    if !resting.is_empty() && !draft.clauses.is_empty() {
        draft.blocked.push(Refusal::new(
            &diff.table,
            draft.summary.join("; "),
            format!("MySQL renames no column that an expression rests on: {}", resting.join(", ")),
            "take the expression away by hand, and add it again when the column is renamed",
        ));
    }
}

/// Puts renames into a statement that does more: what is renamed and altered is so by one clause.
pub(super) fn put_into(draft: &mut Draft, rename: Draft) {
    let mut renames = Vec::new();
    let mut others = rename;
    for clause in std::mem::take(&mut others.clauses) {
        match clause {
            Clause::RenameColumn { from, to } => renames.push((from, to)),
            other => others.clauses.push(other),
        }
    }
    for (old, new) in renames {
        let altered = draft.clauses.iter_mut().find_map(|clause| match clause {
            Clause::ChangeColumn { from, .. } if eq_ignore_case(from, &new) => Some(from),
            _ => None,
        });
        match altered {
            Some(from) => *from = old,
            None => others.clauses.push(Clause::RenameColumn { from: old, to: new }),
        }
    }
    draft.absorb(others);
}
