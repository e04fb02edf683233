//! Data fixes on the way: whether they are declared well, and which of them a refused plan needs.

mod mend;

use std::collections::BTreeSet;

use sqlx::mysql::MySqlConnection;

use crate::apply::journal::{Recorded, recorded_fixes};
use crate::apply::{Fix, STAY, ends_transaction};
use crate::error::Error;
use crate::plan::{FixState, Plan, PlannedFix};
use crate::safety::{Answer, InTheWay, in_the_way};
use crate::schema::{TableName, eq_ignore_case};

use super::target::Target;
use super::view::View;
use super::{Schema, journal};

/// The journal's column for names is that wide.
const NAME_LENGTH: usize = 255;

/// Refuses what no database is needed to see is wrong.
pub(super) fn check(schema: &Schema, target: &Target<'_>) -> Result<(), Error> {
    let mut names = BTreeSet::new();
    let declared = target.names();
    for fix in &schema.fixes {
        let unusable = |why: String| {
            let (name, table) = (fix.name.to_string(), fix.table.clone());
            Err(Error::UnusableFix { name, table, why, done: Vec::new() })
        };
        if !schema.has_journal {
            return unusable(
                "the schema is without_journal(), and only the journal remembers that it was \
                 done; keep the journal, or take the fix out"
                    .to_owned(),
            );
        }
        if fix.name.trim().is_empty() || fix.name.chars().count() > NAME_LENGTH {
            return unusable(format!("its name must have 1 to {NAME_LENGTH} characters"));
        }
        if !names.insert(&fix.name) {
            return unusable(
                "another fix of this schema has the same name, by which the journal remembers \
                 that it was done; give each its own"
                    .to_owned(),
            );
        }
        let is_declared = |name: &TableName| eq_ignore_case(&name.table, &fix.table.table);
        if !declared.iter().any(is_declared) {
            return unusable(
                "no model of this schema declares the table; name a table that one declares, or \
                 add the model"
                    .to_owned(),
            );
        }
        match fix.as_sql().and_then(|sql| ends_transaction(sql)) {
            Some(word) if word.is_empty() => {
                return unusable("it has no statement; give it one, or take it out".to_owned());
            }
            Some(word) => {
                return unusable(format!(
                    "a statement of it begins with {word}; only {} stay in the transaction in which \
                     a fix is run, and {word} may end the transaction, so that the fix could be half \
                     done; correct the word if it is misspelt (what changes definitions is for the \
                     declaration)",
                    STAY.join(", ")
                ));
            }
            None => {}
        }
    }
    Ok(())
}

/// The fixes that have to do with what the rows refuse, where they alone forbid the plan; what
/// they are in the way of.
fn concerned<'s, 'p>(
    schema: &'s Schema,
    view: &View,
    plan: &'p Plan,
    answers: &[Answer],
) -> (Vec<&'s Fix>, Vec<InTheWay<'p>>) {
    if schema.fixes.is_empty() || plan.refusals.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let in_the_way = in_the_way(plan, &schema.policy, answers, view.dialect()).unwrap_or_default();
    let fixes = schema.fixes.iter();
    let fixes = fixes.filter(|fix| in_the_way.iter().any(|what| may_mend(fix, view, what)));
    (fixes.collect(), in_the_way)
}

fn may_mend(fix: &Fix, view: &View, what: &InTheWay<'_>) -> bool {
    let is_table = view.live.same_table(&fix.table, what.table)
        || view.live.same_table(&fix.table, &what.probe.table);
    is_table
        && fix.column.as_ref().is_none_or(|column| {
            let before = view.live.table(what.table).map(|table| table.column_before(column));
            let is_asked = |name: &str| what.probe.question.concerns(name);
            is_asked(column) || before.is_some_and(|before| is_asked(&before))
        })
}

/// Which fixes are to run: none where one is missing for what is in the way. And what a plan says
/// of them.
fn to_run<'s>(
    fixes: &[&'s Fix],
    in_the_way: &[InTheWay<'_>],
    view: &View,
    is_done: impl Fn(&Fix) -> bool,
) -> (Vec<&'s Fix>, Vec<PlannedFix>) {
    let (done, mut open): (Vec<&Fix>, Vec<&Fix>) = fixes.iter().partition(|fix| is_done(fix));
    let is_met = |what: &InTheWay<'_>| open.iter().any(|fix| may_mend(fix, view, what));
    if !in_the_way.iter().all(is_met) {
        open.clear();
    }
    let done = done.into_iter().map(|fix| planned(fix, FixState::DoneBefore));
    let planned = done.chain(open.iter().map(|fix| planned(fix, FixState::ToRun))).collect();
    (open, planned)
}

fn is_recorded(recorded: &[Recorded], fix: &Fix) -> bool {
    recorded.iter().any(|known| known.name == fix.name)
}

fn planned(fix: &Fix, state: FixState) -> PlannedFix {
    PlannedFix::new(&fix.name, &fix.table, fix.as_sql(), state)
}

/// The fixes that a journal of these databases has as done: in a former release another one of
/// them may have been the first, where the journal lies.
async fn recorded(
    connection: &mut MySqlConnection,
    databases: &BTreeSet<Option<&str>>,
    connected: &str,
) -> Result<Vec<Recorded>, Error> {
    let mut recorded = Vec::new();
    for database in databases {
        let table = journal::table_name(&BTreeSet::from([*database]), connected);
        recorded.extend(recorded_fixes(connection, &table).await?);
    }
    Ok(recorded)
}

/// Shows in a judged plan which fixes would run, without running them.
pub(super) async fn foresee(
    schema: &Schema,
    view: &View,
    plan: &mut Plan,
    answers: &[Answer],
    connection: &mut MySqlConnection,
) -> Result<(), Error> {
    let (fixes, in_the_way) = concerned(schema, view, plan, answers);
    if fixes.is_empty() {
        return Ok(());
    }
    let target = schema.source.target()?;
    let recorded = recorded(connection, &target.databases(), &plan.server.database).await?;
    let is_done = |fix: &Fix| is_recorded(&recorded, fix);
    plan.fixes = to_run(&fixes, &in_the_way, view, is_done).1;
    Ok(())
}
