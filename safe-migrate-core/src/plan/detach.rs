//! Foreign keys that are in the way: dropped before all else, and added again at the end.
//!
//! A server refuses to change the type of a column while a foreign key joins it, or to drop what
//! the key rests on. A key goes only where it is declared, so that a run that is killed in between
//! is completed by the next: the key is then missing, and is added. What nobody declares stays, and
//! what it forbids is refused.

// Looks for the changes that disturb a foreign key.
#![allow(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeMap;

use crate::ddl::{Clause, alter_table};
use crate::diff::{Change, ColumnDifference, Desired, Extent, TableDiff, same_foreign_key};
use crate::schema::{
    ColumnDef, ColumnType, ForeignKeyDef, IndexKind, IndexPart, LiveSchema, ReferentialAction,
    TableDef, TableName, Text, eq_ignore_case,
};
use crate::server::Flavour;

use super::build::Context;
use super::cost::cost;
use super::type_change::copies;
use super::{Act, Refusal, Risk, Step};

/// The foreign keys that go before all else, with their tables.
pub(super) fn in_the_way<'a>(
    desired: &Desired,
    diffs: &[TableDiff],
    live: &'a LiveSchema,
    flavour: Flavour,
) -> Vec<&'a (TableName, ForeignKeyDef)> {
    let changed = diffs.iter().filter(|diff| !diff.changes.is_empty());
    let by_name: BTreeMap<_, _> = changed.map(|diff| (live.folded(&diff.table), diff)).collect();
    let diff_of = |table: &TableName| by_name.get(&live.folded(table)).copied();
    let is_disturbed = |(child, key): &&(TableName, ForeignKeyDef)| {
        let end = |table: &TableName, columns: &[Text]| {
            diff_of(table).is_some_and(|diff| disturbs(diff, columns))
        };
        let is_dropped = diff_of(child).is_some_and(|diff| {
            diff.changes.iter().any(|change| match change {
                Change::DropForeignKey(gone) => gone.name == key.name,
                _ => false,
            })
        });
        is_dropped || end(child, &key.columns) || end(&key.parent, &key.parent_columns)
    };
    let is_joined_and_declared = |(child, key): &&(TableName, ForeignKeyDef)| {
        let end = |table: &TableName, columns: &[Text]| {
            diff_of(table).is_some_and(|diff| retypes(diff, columns, flavour))
        };
        let no_more_null = diff_of(child).is_some_and(|diff| forbids_null(diff, &key.columns));
        let is_in_the_way = end(child, &key.columns)
            || end(&key.parent, &key.parent_columns)
            || no_more_null && sets_null(key);
        is_in_the_way
            && declared(&desired.tables, diffs, live, child, key)
                .is_some_and(|to| !(no_more_null && sets_null(to)))
    };
    let mut keys: Vec<_> = match desired.extent {
        Extent::Exact => live.foreign_keys.iter().filter(is_disturbed).collect(),
        Extent::Mentioned | Extent::Described => {
            live.foreign_keys.iter().filter(is_joined_and_declared).collect()
        }
    };
    keys.sort_by(|(a, _), (b, _)| a.cmp(b));
    keys
}

/// What is declared of a foreign key that is there: the same, or what takes its place.
pub(super) fn declared<'a>(
    tables: &'a [TableDef],
    diffs: &'a [TableDiff],
    live: &LiveSchema,
    child: &TableName,
    key: &ForeignKeyDef,
) -> Option<&'a ForeignKeyDef> {
    let same_table = |a: &TableName, b: &TableName| live.same_table(a, b);
    let diff = diffs.iter().find(|diff| live.same_table(&diff.table, child))?;
    let replaced = diff.changes.iter().find_map(|change| match change {
        Change::ReplaceForeignKey { from, to } if from.name == key.name => Some(to),
        _ => None,
    });
    if let Some(to) = replaced {
        // With other columns it is refused: what the key there joins would be lost.
        let same = |(a, b): (&Text, &Text)| eq_ignore_case(a, b);
        let is_in_its_place = to.columns.len() == key.columns.len()
            && to.columns.iter().zip(key.columns.iter()).all(same);
        return Some(to).filter(|_| is_in_its_place);
    }
    let table = tables.iter().find(|table| live.same_table(&table.qualified_name(), child))?;
    let there = &live.table(child)?.def.foreign_keys;
    // Of two that do the same, one is declared.
    table.foreign_keys.iter().find(|declared| {
        let first = there.iter().find(|there| same_foreign_key(declared, there, same_table));
        first.is_some_and(|first| first.name == key.name)
    })
}

/// Whether a column of these changes in a way that the server refuses while a foreign key joins it.
fn retypes(diff: &TableDiff, columns: &[Text], flavour: Flavour) -> bool {
    diff.changes.iter().any(|change| match change {
        Change::AlterColumn { from, to, differences } => {
            columns.iter().any(|column| eq_ignore_case(column, &from.name))
                && is_refused_under_a_key(flavour, from, to, differences)
        }
        _ => false,
    })
}

/// Whether the server refuses the change while a foreign key joins the column (errors 1832, 1833,
/// 3780), or makes other values of those that the key joins.
pub(super) fn is_refused_under_a_key(
    flavour: Flavour,
    from: &ColumnDef,
    to: &ColumnDef,
    differences: &[ColumnDifference],
) -> bool {
    use ColumnType as T;
    differences.iter().any(|difference| match difference {
        ColumnDifference::Type => {
            // MySQL lets a text grow under the key, MariaDB doesn't.
            let grows = matches!(
                (&from.ty, &to.ty),
                (T::VarChar { .. }, T::VarChar { .. }) | (T::VarBinary { .. }, T::VarBinary { .. })
            );
            copies(from, to) || grows && flavour == Flavour::MariaDb
        }
        ColumnDifference::Charset | ColumnDifference::Collation | ColumnDifference::Generated => {
            true
        }
        ColumnDifference::AutoIncrement => flavour == Flavour::MySql,
        ColumnDifference::NameCase
        | ColumnDifference::Nullable
        | ColumnDifference::Default
        | ColumnDifference::OnUpdate
        | ColumnDifference::Invisible
        | ColumnDifference::Check
        | ColumnDifference::Attributes
        | ColumnDifference::Comment => false,
    })
}

/// Whether a column of these may no longer be NULL.
fn forbids_null(diff: &TableDiff, columns: &[Text]) -> bool {
    diff.changes.iter().any(|change| match change {
        Change::AlterColumn { from, to, .. } => {
            from.nullable
                && !to.nullable
                && columns.iter().any(|column| eq_ignore_case(column, &from.name))
        }
        _ => false,
    })
}

fn sets_null(key: &ForeignKeyDef) -> bool {
    [key.on_delete, key.on_update].contains(&ReferentialAction::SetNull)
}

/// Whether the changes of a table touch what a foreign key on these columns rests on.
fn disturbs(diff: &TableDiff, columns: &[Text]) -> bool {
    let names = |name: &str| columns.iter().any(|column| eq_ignore_case(column, name));
    diff.changes.iter().any(|change| match change {
        Change::DropTable | Change::SetPartitions { .. } => true,
        Change::ChangePrimaryKey { .. }
        | Change::DropPrimaryKey(_)
        | Change::DropIndex(_)
        | Change::ReplaceIndex { .. } => true,
        // MySQL takes words for an index of the key, and drops the one it made for it.
        Change::AddIndex(index) => {
            index.kind == IndexKind::Fulltext
                && index.parts.iter().filter_map(IndexPart::column_name).any(names)
        }
        Change::DropColumn(column) => names(&column.name),
        Change::AlterColumn { from, differences, .. } => {
            names(&from.name) && differences.iter().any(|difference| is_structural(*difference))
        }
        Change::SetOptions { to, .. } => to.engine.is_some() || to.primary_key.is_some(),
        _ => false,
    })
}

const fn is_structural(difference: ColumnDifference) -> bool {
    match difference {
        ColumnDifference::NameCase
        | ColumnDifference::Type
        | ColumnDifference::Nullable
        | ColumnDifference::Charset
        | ColumnDifference::Collation
        | ColumnDifference::AutoIncrement
        | ColumnDifference::Generated
        | ColumnDifference::Attributes => true,
        ColumnDifference::Default
        | ColumnDifference::OnUpdate
        | ColumnDifference::Invisible
        | ColumnDifference::Check
        | ColumnDifference::Comment => false,
    }
}

/// The steps that take them away, one for each table.
pub(super) fn steps(ctx: &Context<'_>) -> Vec<Step> {
    ctx.detached.chunk_by(|(a, _), (b, _)| a == b).filter_map(|keys| step(ctx, keys)).collect()
}

fn step(ctx: &Context<'_>, keys: &[&(TableName, ForeignKeyDef)]) -> Option<Step> {
    let (child, _) = keys.first()?;
    let live = ctx.live.table(child);
    let names: Vec<String> = keys.iter().map(|(_, key)| format!("`{}`", key.name)).collect();
    let clauses: Vec<Clause> =
        keys.iter().map(|(_, key)| Clause::DropForeignKey(key.name.clone())).collect();
    // What is only away has no change of its own.
    let gone =
        keys.iter().filter(|(_, key)| ctx.is_exact() && ctx.wanted_key(child, &key.name).is_none());
    let blocked = live.is_none().then(|| {
        Refusal::new(
            child,
            format!("take foreign key {} away", names.join(", ")),
            "it is of a table outside the database, and refers to what has to change",
            "drop it by hand, and add it again afterwards",
        )
    });
    Some(Step {
        summary: vec![match ctx.is_exact() {
            true => format!("take foreign key {} away", names.join(", ")),
            false => format!(
                "take foreign key {} away; added again when both ends have changed",
                names.join(", ")
            ),
        }],
        changes: gone.map(|(_, key)| Change::DropForeignKey(key.clone())).collect(),
        algorithm: live
            .and_then(|live| cost(&clauses, live, &live.def.options, ctx.server).algorithm),
        rows_estimate: live.map_or(0, |live| live.rows_estimate),
        bytes_estimate: live.map_or(0, |live| live.bytes_estimate),
        risk: Risk::Metadata,
        blocked: blocked.into_iter().collect(),
        acts: keys.iter().map(|(_, key)| Act::Detach(key.clone())).collect(),
        ..Step::new(child, "", alter_table(child, &clauses, ctx.dialect))
    })
}
