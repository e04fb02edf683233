//! A judged plan -> the questions whose answers are all that forbids it.

use crate::ddl::Dialect;
use crate::plan::{Plan, Probe, Question};
use crate::schema::TableName;

use super::judge::forbidding;
use super::{Answer, Finding, Policy};

/// A question that the rows answer so that the plan is refused.
pub(crate) struct InTheWay<'a> {
    /// The table that changes, by the name that it gets.
    pub(crate) table: &'a TableName,
    /// The question.
    pub(crate) probe: &'a Probe,
}

/// What rows alone are in the way of, and other rows would not be. `None` where nothing is, or
/// where anything else forbids the plan as well.
pub(crate) fn in_the_way<'a>(
    plan: &'a Plan,
    policy: &Policy,
    answers: &[Answer],
    dialect: Dialect<'_>,
) -> Option<Vec<InTheWay<'a>>> {
    let connected = &plan.server.database;
    let by_rows: Vec<_> = forbidding(answers, policy, connected, dialect)
        .into_iter()
        .filter(|(answer, _)| is_counted(answer) && is_about_rows(&answer.probe.question))
        .collect();
    let is_by_rows = |refusal| by_rows.iter().any(|(_, by_rows)| by_rows == refusal);
    if by_rows.is_empty() || !plan.refusals.iter().all(is_by_rows) {
        return None;
    }
    let found = plan.steps.iter().flat_map(|step| {
        let is_refused = |probe: &&Probe| by_rows.iter().any(|(answer, _)| answer.probe == **probe);
        let refused = step.probes.iter().filter(is_refused);
        refused.map(|probe| InTheWay { table: &step.table, probe })
    });
    Some(found.collect())
}

/// Whether the rows were asked, and had the time to answer.
fn is_counted(answer: &Answer) -> bool {
    match answer.finding {
        Finding::Counted { .. } => true,
        Finding::OutOfTime | Finding::NotAsked => false,
    }
}

fn is_about_rows(question: &Question) -> bool {
    match question {
        Question::Rows { .. }
        | Question::Nulls { .. }
        | Question::Unfit { .. }
        | Question::Duplicates { .. }
        | Question::Orphans { .. }
        | Question::Unfilled { .. }
        | Question::Violations { .. } => true,
        Question::UpdateTriggers | Question::TriggersAndViews { .. } => false,
    }
}
