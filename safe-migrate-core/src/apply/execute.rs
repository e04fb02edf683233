//! Runs the steps of a plan, one after the other, on the session that holds the lock.

use std::time::{Duration, Instant};

use crate::ddl::BATCH_ROWS;
use crate::error::{Error, FailedStep, ServerError};
use crate::plan::{Plan, Step};
use crate::report::Executed;
use crate::server::{codes, packet};

use super::{Options, Session};

/// How the steps ended.
pub(crate) enum Outcome {
    /// All were run.
    Done,
    /// The database is no longer what the plan was made for (somebody else changed it):
    /// look and plan again.
    Overtaken(Error),
}

/// Runs the steps; what was run is added to `executed`, also when a later one fails.
pub(crate) async fn execute(
    session: &mut Session,
    plan: &Plan,
    options: &Options,
    executed: &mut Vec<Executed>,
) -> Result<Outcome, Error> {
    for (at, step) in plan.steps.iter().enumerate() {
        let started = Instant::now();
        match run(session, step, options).await {
            Ok(attempts) => {
                tracing::info!(table = %step.table, sql = %step.sql, attempts, "step done");
                executed.push(Executed {
                    table: step.table.clone(),
                    summary: step.summary.clone(),
                    sql: step.sql.clone(),
                    risk: step.risk,
                    duration: started.elapsed(),
                    attempts,
                });
            }
            Err(server) => {
                let overtaken = server.code.is_some_and(codes::says_done_already);
                let error = Error::Step(Box::new(FailedStep {
                    table: step.table.clone(),
                    number: at + 1,
                    of: plan.steps.len(),
                    sql: step.sql.clone(),
                    next: next(&server),
                    server,
                    done: executed.iter().map(Executed::text).collect(),
                }));
                return if overtaken { Ok(Outcome::Overtaken(error)) } else { Err(error) };
            }
        }
    }
    Ok(Outcome::Done)
}

/// Sends a statement, and again while another session holds the table, within the budget.
async fn run(session: &mut Session, step: &Step, options: &Options) -> Result<u32, ServerError> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(100);
    for attempt in 1.. {
        let server = match complete(session, step).await {
            Ok(()) => return Ok(attempt),
            Err(error) => ServerError::from(error),
        };
        let is_transient = server.code.is_some_and(codes::is_transient);
        if !is_transient || started.elapsed() + pause > options.lock_budget {
            return Err(server);
        }
        tracing::warn!(table = %step.table, %server, attempt, "the table is locked, trying again");
        tokio::time::sleep(pause + jitter(pause)).await;
        pause = (pause * 2).min(Duration::from_secs(5));
    }
    Err(ServerError::unexpected("out of attempts"))
}

/// The statement, once; or batch by batch until there is nothing left to fill.
async fn complete(session: &mut Session, step: &Step) -> Result<(), sqlx::Error> {
    // A batch that is not full is the last: rows that are written meanwhile are for the next step
    // to refuse, and for the next run to fill.
    loop {
        let changed = packet::run(&mut session.connection, step.sql.clone()).await?;
        if !step.repeats || changed < u64::from(BATCH_ROWS) {
            return Ok(());
        }
    }
}

/// Up to half the pause more, so that replicas don't come back in step.
fn jitter(pause: Duration) -> Duration {
    let nanos = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |now| now.subsec_nanos());
    pause.mul_f64(f64::from(nanos % 1_000) / 2_000.0)
}

fn next(server: &ServerError) -> String {
    match server.code {
        Some(code) if codes::is_privilege(code) => {
            "grant this database user CREATE, ALTER, INDEX, REFERENCES, SELECT and INSERT on the \
             database (and DROP for what is replaced), then start again"
        }
        Some(codes::READ_ONLY) => "the server is read-only for this user: connect to the primary",
        Some(codes::LOCK_WAIT_TIMEOUT) => {
            "another session keeps a transaction open on the table; end it, then start again"
        }
        Some(1062 | 1138 | 1265 | 1452 | 3819 | 4025) => {
            "rows were written meanwhile that the change does not allow; start again: the next \
             run names them"
        }
        Some(_) => "mend the cause, then start again: the steps that are done are not repeated",
        None => {
            "it is unknown whether the server ended the statement; start again: the next run \
             looks first, and does only what is missing"
        }
    }
    .to_owned()
}
