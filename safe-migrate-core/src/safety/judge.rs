//! The verdict: what of a plan may not run.

use crate::ddl::Dialect;
use crate::diff::Change;
use crate::plan::{
    Algorithm, AllowedLoss, COUNT_LIMIT, Loss, Plan, Probe, Question, Refusal, Risk, Step, WayOut,
    bytes,
};
use crate::schema::TableName;

use super::Policy;
use super::question::{finding_sql, may_stay_open};

/// The answer of the data to one probe.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The question.
    pub(crate) probe: Probe,
    /// What was answered.
    pub(crate) finding: Finding,
}

/// What the data answered to a question.
#[derive(Debug, Clone)]
pub(crate) enum Finding {
    /// How many rows or groups are in the way, and some of them.
    Counted {
        /// Counted up to a limit.
        count: u64,
        /// Up to ten.
        examples: Vec<String>,
    },
    /// The server gave up, as it had taken the time that the policy gives.
    OutOfTime,
    /// The table has rows, and the policy lets nobody ask them.
    NotAsked,
}

/// Puts every refusal into the plan: what was blocked when planning, what the policy forbids,
/// what the data forbid.
pub(crate) fn judge(plan: &mut Plan, policy: &Policy, answers: &[Answer], dialect: Dialect<'_>) {
    let mut refusals = Vec::new();
    let connected = plan.server.database.clone();
    for step in &mut plan.steps {
        refusals.extend(step.blocked.iter().cloned());
        step.allowed_losses = allowed_losses(step, policy, &connected, answers);
        for loss in &step.losses {
            if !policy.allows(&step.table, &connected, loss) {
                refusals.push(Refusal::new(
                    &step.table,
                    step.summary.join("; "),
                    loss.to_string(),
                    [keeping(step), allowing(&step.table, loss, &connected)],
                ));
            }
        }
        // By the name that the table has now, as the refusal says it.
        let is_allowed = |probe: &Probe| {
            probe.loss.as_ref().is_some_and(|loss| policy.allows(&probe.table, &connected, loss))
        };
        // What does not fit is then cut or bent; in strict mode the server would refuse.
        let allowed = step.probes.iter().filter(|probe| is_allowed(probe));
        step.allowed = allowed.filter_map(|probe| probe.loss.clone()).collect();
        step.bends_values = !step.allowed.is_empty();
        if step.probes.iter().any(|probe| loses(probe, answers)) {
            step.risk = Risk::Destructive;
        }
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
                [
                    "make the change with an online tool".into(),
                    WayOut::AllowRebuild(step.table.clone()),
                ],
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

/// What the step loses with a person's leave. What all rows were found to have no part in is not
/// lost.
fn allowed_losses(
    step: &Step,
    policy: &Policy,
    connected: &str,
    answers: &[Answer],
) -> Vec<AllowedLoss> {
    let whole = step.losses.iter().map(|loss| (&step.table, loss, None));
    let by_rows = step.probes.iter().filter_map(|probe| {
        let answer = answers.iter().find(|answer| answer.probe == *probe);
        let count = match (answer.map(|answer| &answer.finding), &probe.question) {
            (Some(Finding::Counted { count: 0, .. }), _) => return None,
            (Some(Finding::Counted { .. }), Question::Rows { .. }) => None,
            (Some(Finding::Counted { count, .. }), _) => Some(*count),
            (Some(Finding::OutOfTime | Finding::NotAsked) | None, _) => None,
        };
        Some((&probe.table, probe.loss.as_ref()?, count))
    });
    whole
        .chain(by_rows)
        .filter(|(table, loss, _)| policy.allows(table, connected, loss))
        .map(|(table, loss, count)| AllowedLoss { table: table.clone(), loss: loss.clone(), count })
        .collect()
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
    forbidding
        .filter_map(|answer| Some((answer, refused_by(answer, policy, connected, dialect)?)))
        .collect()
}

fn refused_by(
    answer: &Answer,
    policy: &Policy,
    connected: &str,
    dialect: Dialect<'_>,
) -> Option<Refusal> {
    match &answer.finding {
        Finding::OutOfTime | Finding::NotAsked if may_stay_open(&answer.probe.question) => None,
        Finding::Counted { count, examples } => {
            refusal(&answer.probe, *count, examples, connected, dialect)
        }
        Finding::OutOfTime => Some(not_proven(
            &answer.probe,
            format!("not proven within {:?}, as the policy has it", policy.probe_limit()),
            ["give the query an index to answer from".into(), WayOut::MoreTime],
            dialect,
        )),
        Finding::NotAsked => Some(not_proven(
            &answer.probe,
            "not proven: the table has rows, and the policy lets nobody ask them".to_owned(),
            [
                "make sure that the query finds nothing, and make the change by hand".into(),
                WayOut::LetBeAsked,
            ],
            dialect,
        )),
    }
}

/// Whether the rows answered that something would be lost.
fn loses(probe: &Probe, answers: &[Answer]) -> bool {
    let is_loss = |answer: &Answer| match &answer.finding {
        Finding::Counted { count, .. } => *count > 0,
        Finding::OutOfTime | Finding::NotAsked => false,
    };
    probe.loss.is_some() && answers.iter().any(|answer| answer.probe == *probe && is_loss(answer))
}

/// What is done where the loss is not wanted.
fn keeping(step: &Step) -> WayOut {
    let begins_anew = |change: &Change| matches!(change, Change::ReplaceSequence { .. });
    match step.changes.iter().any(begins_anew) {
        true => "change the sequence by hand".into(),
        false => WayOut::Keep,
    }
}

fn allowing(table: &TableName, loss: &Loss, connected: &str) -> WayOut {
    WayOut::AllowLoss {
        table: table.clone(),
        loss: loss.clone(),
        database: connected.to_owned().into(),
    }
}

/// A change that may be harmless, or not.
fn not_proven(
    probe: &Probe,
    reason: String,
    way_out: [WayOut; 2],
    dialect: Dialect<'_>,
) -> Refusal {
    let mut refusal = Refusal::new(&probe.table, probe.change.clone(), reason, way_out);
    refusal.query = finding_sql(probe, dialect);
    refusal
}

fn refusal(
    probe: &Probe,
    count: u64,
    examples: &[String],
    connected: &str,
    dialect: Dialect<'_>,
) -> Option<Refusal> {
    let many = |what: &str| {
        let at_least = if count >= COUNT_LIMIT { "at least " } else { "" };
        format!("{at_least}{count} {what}")
    };
    let reason = match &probe.question {
        Question::Rows { at_least, reason } => {
            if count < *at_least {
                return None;
            }
            format!("the table has rows, and {reason}")
        }
        _ if count == 0 => return None,
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
        Question::TriggersAndViews { .. } => {
            many("trigger(s) or view(s) use what goes, and would fail from then on")
        }
        Question::Violations { .. } => many("row(s) violate it"),
    };
    let way_out = match &probe.loss {
        Some(loss) => probe.way_out.clone().or(allowing(&probe.table, loss, connected)),
        None => probe.way_out.clone(),
    };
    let mut refusal = Refusal::new(&probe.table, probe.change.clone(), reason, way_out);
    if !matches!(probe.question, Question::Rows { .. }) {
        refusal.count = Some(count);
    }
    refusal.examples = examples.to_vec();
    refusal.key = probe.question.row_key().unwrap_or_default().to_vec();
    refusal.query = finding_sql(probe, dialect);
    Some(refusal)
}
