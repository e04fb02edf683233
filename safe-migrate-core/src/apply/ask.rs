//! Asks the data a plan's questions, before its first statement.

use std::time::Duration;

use sqlx::mysql::MySqlConnection;

use crate::ddl::Dialect;
use crate::error::{Error, ServerError};
use crate::plan::{Plan, Probe, Question};
use crate::safety::{
    Answer, EXAMPLES, Finding, Policy, answers_with_keys, any_row_sql, count_sql, finding_sql,
    may_stay_open, reads_rows, within,
};
use crate::server::packet::Rows;
use crate::server::{Flavour, codes};

use super::session::{ask_on, number};

/// A question that may stay open is not worth more.
const FOR_WHAT_MAY_STAY_OPEN: Duration = Duration::from_secs(10);

/// The answers to all questions of the plan, as far as the policy lets them be asked.
#[tracing::instrument(name = "safe_schema.ask", level = "debug", skip_all)]
pub(crate) async fn ask(
    connection: &mut MySqlConnection,
    plan: &Plan,
    policy: &Policy,
    dialect: Dialect<'_>,
) -> Result<Vec<Answer>, Error> {
    let mut asking = Asking { connection, policy, dialect, flavour: plan.server.flavour };
    let mut answers: Vec<Answer> = Vec::new();
    for probe in questions(plan, policy) {
        let same = |answer: &&Answer| {
            answer.probe.table == probe.table && answer.probe.question == probe.question
        };
        let finding = match answers.iter().find(same) {
            Some(known) => known.finding.clone(),
            None => asking.one(probe).await?,
        };
        answers.push(Answer { probe: probe.clone(), finding });
    }
    Ok(answers)
}

/// The questions that have a sense: a step that is forbidden anyway asks nothing, and one whose
/// table is too large to be copied nothing that only the copy would meet.
fn questions<'p>(plan: &'p Plan, policy: &Policy) -> Vec<&'p Probe> {
    let mut questions = Vec::new();
    for step in plan.steps.iter().filter(|step| step.blocked.is_empty()) {
        let limit = policy.forbids_rebuild(&step.table, &plan.server.database, step.bytes_estimate);
        let is_too_large = limit.is_some() && step.rebuilds;
        let asked = step.probes.iter();
        questions.extend(asked.filter(|probe| !is_too_large || !may_stay_open(&probe.question)));
    }
    questions
}

/// Whom to ask, and how.
struct Asking<'a> {
    connection: &'a mut MySqlConnection,
    policy: &'a Policy,
    dialect: Dialect<'a>,
    flavour: Flavour,
}

impl Asking<'_> {
    async fn one(&mut self, probe: &Probe) -> Result<Finding, Error> {
        if !self.policy.probes() && reads_rows(&probe.question) {
            return Ok(match self.number(&any_row_sql(probe, self.dialect), probe).await? {
                Some(0) => Finding::Counted { count: 0, examples: Vec::new() },
                Some(_) => Finding::NotAsked,
                None => Finding::OutOfTime,
            });
        }
        let Some(count) = self.number(&count_sql(probe, self.dialect), probe).await? else {
            return Ok(Finding::OutOfTime);
        };
        let examples = match finding_sql(probe, self.dialect) {
            Some(sql) if count > 0 && answers_with_keys(probe) => {
                // Without the time for examples, the count is enough to refuse.
                let rows = self.rows(&format!("{sql} LIMIT {EXAMPLES}"), probe).await?;
                rows.iter().flatten().map(|row| show(&probe.question, row)).collect()
            }
            _ => Vec::new(),
        };
        Ok(Finding::Counted { count, examples })
    }

    /// The number that a question answers; `None` where there was no time for it.
    async fn number(&mut self, sql: &str, probe: &Probe) -> Result<Option<u64>, Error> {
        let Some(rows) = self.rows(sql, probe).await? else { return Ok(None) };
        match number(&rows) {
            Some(count) => Ok(Some(count)),
            None => Err(Error::Query {
                doing: doing(probe),
                done: Vec::new(),
                server: ServerError::unexpected("COUNT(*) answered no number"),
            }),
        }
    }

    /// The rows that a question answers; `None` where there was no time for them.
    async fn rows(&mut self, sql: &str, probe: &Probe) -> Result<Option<Rows>, Error> {
        let limit = self.policy.probe_limit();
        let limit =
            if may_stay_open(&probe.question) { limit.min(FOR_WHAT_MAY_STAY_OPEN) } else { limit };
        let sql = within(limit, sql, self.flavour);
        match ask_on(self.connection, sql, || doing(probe)).await {
            Err(Error::Query { server, .. }) if server.code.is_some_and(codes::is_out_of_time) => {
                Ok(None)
            }
            answered => answered.map(Some),
        }
    }
}

fn doing(probe: &Probe) -> String {
    format!("ask table `{}` whether it is ready to {}", probe.table, probe.change)
}

/// A key as `'a'` or `('a', '1')`, and how often it occurs.
fn show(question: &Question, row: &[Option<String>]) -> String {
    if let (Question::Duplicates { .. }, [key @ .., Some(times)]) = (question, row) {
        return format!("{} ({times} times)", show_key(key));
    }
    show_key(row)
}

fn show_key(row: &[Option<String>]) -> String {
    let values: Vec<String> = row
        .iter()
        .map(|value| value.as_ref().map_or("NULL".to_owned(), |value| format!("'{value}'")))
        .collect();
    match values.as_slice() {
        [only] => only.clone(),
        many => format!("({})", many.join(", ")),
    }
}
