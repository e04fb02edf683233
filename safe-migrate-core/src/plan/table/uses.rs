//! What a database has besides tables, and rests on columns that go or get other names.

// Looks for single kinds of change.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::diff::{Change, Extent, TableDiff};
use crate::schema::{LiveTable, Text};

use super::super::build::Context;
use super::super::{Probe, Question};

/// The question whether triggers or views use a column that goes or gets another name. No server
/// minds: each later insert fails, or whoever reads the view.
pub(super) fn of_what_goes(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
) -> Option<Probe> {
    let gone = |change: &Change| match change {
        Change::DropColumn(column) => Some((actual.column_before(&column.name), "drop")),
        Change::RenameColumn { from, .. } => Some((from.clone(), "rename")),
        _ => None,
    };
    let gone: Vec<(Text, &str)> = diff.changes.iter().filter_map(gone).collect();
    let (first, _) = gone.first()?;
    let names: Vec<String> =
        gone.iter().map(|(name, what)| format!("{what} column `{name}`")).collect();
    let database = match &diff.table.database {
        Some(database) => format!("of `{database}` "),
        None => String::new(),
    };
    Some(Probe {
        table: actual.name_before(),
        change: names.join("; "),
        way_out: format!(
            "change or drop the triggers and views {database}first, so that none says `{first}` \
             {}any more",
            if gone.len() > 1 { "and the like " } else { "" }
        )
        .into(),
        question: Question::TriggersAndViews {
            columns: gone.into_iter().map(|(name, _)| name).collect(),
            // A service is not kept from starting by what only may be meant.
            elsewhere: ctx.extent != Extent::Mentioned,
        },
        loss: None,
    })
}
