//! Foreign keys that are in the way: dropped before all else, and added again at the end.
//!
//! A server refuses to change the type of a column while a foreign key joins it, or to drop what
//! the key rests on. Only where everything there shall be exactly as described: then the key is
//! part of the description, so that a run that is killed in between is completed by the next.

// Looks for the changes that disturb a foreign key.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::{Clause, alter_table};
use crate::diff::{Change, ColumnDifference, Extent, TableDiff};
use crate::schema::{
    ForeignKeyDef, IndexKind, IndexPart, LiveSchema, TableName, Text, eq_ignore_case,
};

use super::build::Context;
use super::{Refusal, Risk, Step};

/// The foreign keys that go before all else, with their tables.
pub(super) fn in_the_way<'a>(
    diffs: &[TableDiff],
    live: &'a LiveSchema,
    extent: Extent,
) -> Vec<&'a (TableName, ForeignKeyDef)> {
    if extent != Extent::Exact {
        return Vec::new();
    }
    let changed = diffs.iter().filter(|diff| !diff.changes.is_empty());
    let by_name: std::collections::BTreeMap<_, _> =
        changed.map(|diff| (live.folded(&diff.table), diff)).collect();
    let is_in_the_way = |(child, key): &&(TableName, ForeignKeyDef)| {
        let end = |table: &TableName, columns: &[Text]| {
            by_name.get(&live.folded(table)).is_some_and(|diff| disturbs(diff, columns))
        };
        let is_dropped = by_name.get(&live.folded(child)).is_some_and(|diff| {
            diff.changes.iter().any(|change| match change {
                Change::DropForeignKey(gone) => gone.name == key.name,
                _ => false,
            })
        });
        is_dropped || end(child, &key.columns) || end(&key.parent, &key.parent_columns)
    };
    let mut keys: Vec<_> = live.foreign_keys.iter().filter(is_in_the_way).collect();
    keys.sort_by(|(a, _), (b, _)| a.cmp(b));
    keys
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
    let is_known = ctx.live.table(child).is_some();
    let names: Vec<String> = keys.iter().map(|(_, key)| format!("`{}`", key.name)).collect();
    let clauses: Vec<Clause> =
        keys.iter().map(|(_, key)| Clause::DropForeignKey(key.name.clone())).collect();
    let gone = keys.iter().filter(|(_, key)| ctx.wanted_key(child, &key.name).is_none());
    let blocked = (!is_known).then(|| {
        Refusal::new(
            child,
            format!("take foreign key {} away", names.join(", ")),
            "it is of a table outside the database, and refers to what has to change",
            "drop it by hand, and add it again afterwards",
        )
    });
    Some(Step {
        summary: vec![format!("take foreign key {} away", names.join(", "))],
        changes: gone.map(|(_, key)| Change::DropForeignKey(key.clone())).collect(),
        risk: Risk::Metadata,
        blocked: blocked.into_iter().collect(),
        ..Step::new(child, "", alter_table(child, &clauses, ctx.dialect))
    })
}
