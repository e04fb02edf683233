//! Asks the data a plan's questions, before its first statement.

use sqlx::mysql::MySqlConnection;

use crate::ddl::Dialect;
use crate::error::{Error, ServerError};
use crate::plan::{Plan, Probe, Question};
use crate::safety::{Answer, EXAMPLES, answers_with_keys, count_sql, finding_sql};

use super::session::ask_on;

/// The answers to all questions of the plan.
#[tracing::instrument(name = "safe_schema.ask", level = "debug", skip_all)]
pub(crate) async fn ask(
    connection: &mut MySqlConnection,
    plan: &Plan,
    dialect: Dialect<'_>,
) -> Result<Vec<Answer>, Error> {
    let mut answers: Vec<Answer> = Vec::new();
    // A step that is forbidden anyway asks nothing: its questions may not even make sense.
    let steps = plan.steps.iter().filter(|step| step.blocked.is_empty());
    for probe in steps.flat_map(|step| &step.probes) {
        let same = |answer: &&Answer| {
            answer.probe.table == probe.table && answer.probe.question == probe.question
        };
        let answer = match answers.iter().find(same) {
            Some(known) => Answer { probe: probe.clone(), ..known.clone() },
            None => ask_one(connection, probe, dialect).await?,
        };
        answers.push(answer);
    }
    Ok(answers)
}

async fn ask_one(
    connection: &mut MySqlConnection,
    probe: &Probe,
    dialect: Dialect<'_>,
) -> Result<Answer, Error> {
    let rows = ask_on(connection, count_sql(probe, dialect), || doing(probe)).await?;
    let count =
        rows.first().and_then(|row| row.first()?.as_deref()?.parse().ok()).ok_or_else(|| {
            Error::Query {
                doing: doing(probe),
                done: Vec::new(),
                server: ServerError::unexpected("COUNT(*) answered no number"),
            }
        })?;
    let examples = match finding_sql(probe, dialect) {
        Some(sql) if count > 0 && answers_with_keys(probe) => {
            let sql = format!("{sql} LIMIT {EXAMPLES}");
            let rows = ask_on(connection, sql, || doing(probe)).await?;
            rows.into_iter().map(|row| show(&probe.question, &row)).collect()
        }
        _ => Vec::new(),
    };
    Ok(Answer { probe: probe.clone(), count, examples })
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
