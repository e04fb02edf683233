//! A table whose rows are partitioned.

// Looks for single kinds of change.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::diff::{Change, TableDiff};
use crate::schema::LiveTable;

use super::super::Refusal;
use super::super::build::Context;

pub(super) fn is_partitioned(actual: &LiveTable) -> bool {
    actual.def.options.partitions.as_deref().is_some_and(|by| !by.is_empty())
}

/// Of a partitioned table, every unique key has to hold the columns it is partitioned by, which
/// nobody declares.
pub(super) fn key_across(
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
