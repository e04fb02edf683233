//! The verdict: what of a plan may not run.

use crate::ddl::Dialect;
use crate::plan::{Algorithm, Plan, Probe, Question, Refusal, bytes};

use super::Policy;
use super::question::{COUNT_LIMIT, finding_sql};

/// The answer of the data to one probe.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The question.
    pub(crate) probe: Probe,
    /// How many rows or groups are in the way, counted up to a limit.
    pub(crate) count: u64,
    /// Some of them.
    pub(crate) examples: Vec<String>,
}

/// Puts every refusal into the plan: what was blocked when planning, what the policy forbids,
/// what the data forbid.
pub(crate) fn judge(plan: &mut Plan, policy: &Policy, answers: &[Answer], dialect: Dialect<'_>) {
    let mut refusals = Vec::new();
    let connected = plan.server.database.clone();
    for step in &mut plan.steps {
        refusals.extend(step.blocked.iter().cloned());
        for loss in &step.losses {
            if !policy.allows(&step.table, &connected, loss) {
                refusals.push(Refusal::new(
                    &step.table,
                    step.summary.join("; "),
                    loss.to_string(),
                    format!(
                        "keep it, or allow this one loss: {}",
                        loss.allowed_by(&step.table.table)
                    ),
                ));
            }
        }
        let is_allowed = |probe: &Probe| {
            probe.loss.as_ref().is_some_and(|loss| policy.allows(&step.table, &connected, loss))
        };
        // What does not fit is then cut or bent; in strict mode the server would refuse.
        let allowed = step.probes.iter().filter(|probe| is_allowed(probe));
        step.allowed = allowed.filter_map(|probe| probe.loss.clone()).collect();
        step.bends_values = !step.allowed.is_empty();
        let limit = policy.forbids_rebuild(&step.table, &connected, step.bytes_estimate);
        step.may_rebuild = limit.is_none();
        let blocks_writers = step.algorithm.is_some_and(Algorithm::blocks_writers);
        if let Some(limit) = limit.filter(|_| step.rebuilds || blocks_writers) {
            let what = match (step.rebuilds, blocks_writers) {
                (true, true) => "write the whole table anew while its writers wait",
                (true, false) => "write the whole table anew",
                (false, _) => "keep writers waiting while it reads the whole table",
            };
            refusals.push(Refusal::new(
                &step.table,
                step.summary.join("; "),
                format!(
                    "the server would {what} (about {} rows, {}), and the policy allows that up \
                     to {}",
                    step.rows_estimate,
                    bytes(step.bytes_estimate),
                    bytes(limit)
                ),
                format!(
                    "allow it for this table with \
                     Policy::allow_blocking_rebuild_of(TableName::new(\"{}\")), or make the \
                     change with an online tool",
                    step.table.table
                ),
            ));
        }
    }
    let by_rows = forbidding(answers, policy, &connected, dialect);
    refusals.extend(by_rows.into_iter().map(|(_, refusal)| refusal));
    for refusal in refusals {
        if !plan.refusals.contains(&refusal) {
            plan.refusals.push(refusal);
        }
    }
}

/// The answers that forbid a change, with what they refuse.
pub(super) fn forbidding<'a>(
    answers: &'a [Answer],
    policy: &Policy,
    connected: &str,
    dialect: Dialect<'_>,
) -> Vec<(&'a Answer, Refusal)> {
    let is_allowed = |probe: &Probe| {
        probe.loss.as_ref().is_some_and(|loss| policy.allows(&probe.table, connected, loss))
    };
    let forbidding = answers.iter().filter(|answer| !is_allowed(&answer.probe));
    forbidding.filter_map(|answer| Some((answer, refusal(answer, dialect)?))).collect()
}

fn refusal(answer: &Answer, dialect: Dialect<'_>) -> Option<Refusal> {
    let Answer { probe, count, examples } = answer;
    let many = |what: &str| {
        let at_least = if *count >= COUNT_LIMIT { "at least " } else { "" };
        format!("{at_least}{count} {what}")
    };
    let reason = match &probe.question {
        Question::Rows { at_least, reason } => {
            if count < at_least {
                return None;
            }
            format!("the table has rows, and {reason}")
        }
        _ if *count == 0 => return None,
        Question::Nulls { column, .. } => many(&format!("row(s) have NULL in `{column}`")),
        Question::Unfit { column, .. } => {
            many(&format!("value(s) of `{column}` would not stay what they are"))
        }
        Question::Duplicates { .. } => many("value(s) of the key occur more than once"),
        Question::Orphans { parent_exists: true, .. } => {
            many("row(s) refer to a parent that is not there")
        }
        Question::Orphans { key, parent_exists: false, .. } => {
            many(&format!("row(s) refer to `{}`, which has no rows yet", key.parent))
        }
        Question::Unfilled { .. } => many("row(s) would stay NULL: the backfill is NULL for them"),
        Question::UpdateTriggers => many("trigger(s) would be fired by the fill"),
        Question::Violations { .. } => many("row(s) violate it"),
    };
    let way_out = match &probe.loss {
        Some(loss) => format!(
            "{}; or allow this one loss: {}",
            probe.way_out,
            loss.allowed_by(&probe.table.table)
        ),
        None => probe.way_out.clone(),
    };
    let mut refusal = Refusal::new(&probe.table, probe.change.clone(), reason, way_out);
    if !matches!(probe.question, Question::Rows { .. }) {
        refusal.count = Some(*count);
    }
    refusal.examples = examples.clone();
    refusal.query = finding_sql(probe, dialect);
    Some(refusal)
}
