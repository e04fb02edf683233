//! Names of checks that go from one table to another: taken away before all else.
//!
//! On MySQL the name of a check is unique in its database. As with foreign keys in the way, only
//! where everything shall be exactly as described.

// Looks for the changes that give a name up, and those that take one.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::{Clause, alter_table};
use crate::diff::{Change, Extent, TableDiff};
use crate::schema::{CheckDef, LiveSchema, TableName, eq_ignore_case};
use crate::server::Flavour;

use super::build::Context;
use super::cost::cost;
use super::{Act, Risk, Step};

/// The checks that go and whose names another table takes, with their tables.
pub(super) fn in_the_way(
    diffs: &[TableDiff],
    live: &LiveSchema,
    extent: Extent,
    flavour: Flavour,
) -> Vec<(TableName, CheckDef)> {
    if extent != Extent::Exact || flavour != Flavour::MySql {
        return Vec::new();
    }
    let is_taken = |name: &str, table: &TableName| {
        diffs.iter().filter(|diff| diff.table != *table).any(|diff| {
            diff.changes.iter().any(|change| match change {
                Change::AddCheck(check) => eq_ignore_case(&check.name, name),
                Change::CreateTable(new) => {
                    new.checks.iter().any(|check| eq_ignore_case(&check.name, name))
                }
                _ => false,
            })
        })
    };
    let mut freed = Vec::new();
    for diff in diffs {
        for change in &diff.changes {
            let checks = match change {
                Change::DropCheck(check) => std::slice::from_ref(check),
                Change::DropTable => live.table(&diff.table).map_or(&[][..], |t| &t.def.checks),
                _ => continue,
            };
            let checks = checks.iter().filter(|check| is_taken(&check.name, &diff.table));
            freed.extend(checks.map(|check| (diff.table.clone(), check.clone())));
        }
    }
    freed
}

/// The steps that take them away, one for each table.
pub(super) fn steps(ctx: &Context<'_>) -> Vec<Step> {
    ctx.freed.chunk_by(|(a, _), (b, _)| a == b).filter_map(|checks| step(ctx, checks)).collect()
}

fn step(ctx: &Context<'_>, checks: &[(TableName, CheckDef)]) -> Option<Step> {
    let (table, _) = checks.first()?;
    let names: Vec<String> = checks.iter().map(|(_, check)| format!("`{}`", check.name)).collect();
    let clauses: Vec<Clause> =
        checks.iter().map(|(_, check)| Clause::DropCheck(check.name.clone())).collect();
    let live = ctx.live.table(table);
    Some(Step {
        changes: checks.iter().map(|(_, check)| Change::DropCheck(check.clone())).collect(),
        algorithm: live
            .and_then(|live| cost(&clauses, live, &live.def.options, ctx.server).algorithm),
        rows_estimate: live.map_or(0, |live| live.rows_estimate),
        bytes_estimate: live.map_or(0, |live| live.bytes_estimate),
        risk: Risk::Metadata,
        acts: Act::all(&clauses),
        ..Step::new(
            table,
            format!("drop check {}, as its name goes to another table", names.join(", ")),
            alter_table(table, &clauses, ctx.dialect),
        )
    })
}
