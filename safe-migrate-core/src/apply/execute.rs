//! Runs the steps of a plan, one after the other, on the session that holds the lock; new tables
//! in packets of many.

use std::time::{Duration, Instant};

use crate::error::{Error, FailedStep, ServerError};
use crate::plan::{Algorithm, Plan, Step};
use crate::report::{Blocker, Executed};
use crate::safety::may_stay_open;
use crate::server::codes;

use super::progress::Watched;
use super::step::{Failure, run};
use super::together::{self, Ended, Made};
use super::{Control, Session};

/// How the steps ended.
pub(crate) enum Outcome {
    /// All were run.
    Done,
    /// The database is no longer what the plan was made for (somebody else changed it):
    /// look and plan again.
    Overtaken(Error),
    /// The connection is gone, and what became of what was sent is not known: look again, when
    /// the server is done with it.
    Lost {
        /// The steps whose ends were not seen, as they would be reported if they were done.
        unseen: Vec<Executed>,
        /// What to say when no look is possible.
        error: Error,
    },
}

/// Runs the steps; what was run is added to `executed`, also when a later one fails.
pub(crate) async fn execute(
    session: &mut Session,
    plan: &Plan,
    control: &mut Control<'_>,
    executed: &mut Vec<Executed>,
) -> Result<Outcome, Error> {
    let mut at = 0;
    // A step that was sent with others, and refused.
    let mut sent_before = None;
    while let Some(step) = plan.steps.get(at) {
        if control.stop.is_wanted().await {
            return Err(Error::Stopped { done: done(executed) });
        }
        let steps = together::from(plan, at);
        if steps.len() > 1 && sent_before != Some(at) {
            let Made { done, end } = together::run(session, plan, at, steps, control).await;
            let known = done.len();
            executed.extend(steps.iter().zip(done).map(|(step, took)| as_run(step, took)));
            at += known;
            match end {
                Ended::All => {}
                // It is tried again by itself: then it may wait, and what is wrong is told.
                Ended::Refused => sent_before = Some(at),
                Ended::Fenced => return Err(Error::LeaseLost { done: self::done(executed) }),
                Ended::Lost(server) => {
                    let unseen = steps.iter().skip(known).map(|step| Executed {
                        is_answered: false,
                        ..as_run(step, Duration::ZERO)
                    });
                    let asked = plan.steps.get(at).and_then(|step| step.algorithm);
                    let error = failed(plan, at, (server, asked), Vec::new(), executed);
                    return Ok(Outcome::Lost { unseen: unseen.collect(), error });
                }
            }
            continue;
        }
        let started = Instant::now();
        let flavour = plan.server.flavour;
        let mut watcher = control.watcher.take();
        let watched =
            Watched { step, number: at + 1, of: plan.steps.len(), flavour, connection: session.id };
        let running = run(session, step, flavour, control);
        let ran = match &mut watcher {
            Some(watcher) => watcher.watch(&watched, running).await,
            None => running.await,
        };
        if let (Some(watcher), Ok(_)) = (&watcher, &ran) {
            watcher.done(&watched);
        }
        control.watcher = watcher;
        match ran {
            Ok(ran) => {
                let attempts = ran.attempts;
                tracing::info!(
                    name: "safe_schema.step.done",
                    table = %step.table, sql = %step.sql, attempts, "step done"
                );
                let (algorithm, blockers) = (ran.algorithm, ran.blockers);
                let took = started.elapsed();
                executed.push(Executed { attempts, algorithm, blockers, ..as_run(step, took) });
                at += 1;
            }
            Err(Failure::Fenced) => return Err(Error::LeaseLost { done: done(executed) }),
            Err(Failure::Stopped) => return Err(Error::Stopped { done: done(executed) }),
            Err(Failure::Lost(server)) => {
                let unseen = Executed { is_answered: false, ..as_run(step, started.elapsed()) };
                let error = failed(plan, at, (server, step.algorithm), Vec::new(), executed);
                return Ok(Outcome::Lost { unseen: vec![unseen], error });
            }
            Err(Failure::Refused { server, algorithm, blockers }) => {
                tracing::warn!(
                    name: "safe_schema.step.failed",
                    table = %step.table, sql = %step.sql, %server, "step failed"
                );
                let overtaken = server.code.is_some_and(codes::says_done_already);
                let error = failed(plan, at, (server, algorithm), blockers, executed);
                return if overtaken { Ok(Outcome::Overtaken(error)) } else { Err(error) };
            }
        }
    }
    Ok(Outcome::Done)
}

fn done(executed: &[Executed]) -> Vec<String> {
    executed.iter().map(Executed::text).collect()
}

/// A step that was done at once.
fn as_run(step: &Step, duration: Duration) -> Executed {
    Executed {
        table: step.table.clone(),
        summary: step.summary.clone(),
        sql: step.sql.clone(),
        risk: step.risk,
        allowed_losses: step.allowed_losses.clone(),
        algorithm: step.algorithm,
        duration,
        attempts: 1,
        blockers: Vec::new(),
        is_answered: true,
    }
}

fn failed(
    plan: &Plan,
    at: usize,
    (server, asked): (ServerError, Option<Algorithm>),
    blockers: Vec<Blocker>,
    executed: &[Executed],
) -> Error {
    let Some(step) = plan.steps.get(at) else {
        return Error::Query { doing: "run the plan".to_owned(), done: done(executed), server };
    };
    Error::Step(Box::new(FailedStep {
        table: step.table.clone(),
        number: at + 1,
        of: plan.steps.len(),
        sql: step.statement_with(asked),
        next: next(&server, step, &blockers),
        server,
        blockers,
        done: done(executed),
    }))
}

fn next(server: &ServerError, step: &Step, blockers: &[Blocker]) -> String {
    match server.code {
        Some(code) if codes::is_privilege(code) => {
            let missing = server.missing_privilege();
            return format!(
                "grant this database user {}, then start again; a migration needs SELECT, INSERT, \
                 CREATE, ALTER, INDEX and REFERENCES on the database, and DROP for what is replaced",
                missing.map_or("what is missing".to_owned(), |what| {
                    format!("{what} on `{}`", step.table)
                })
            );
        }
        Some(codes::READ_ONLY) => "the server is read-only for this user: connect to the primary",
        Some(codes::LOCK_WAIT_TIMEOUT) => {
            return format!(
                "another session keeps a transaction open on the table `{}`; end it, then start \
                 again; {}",
                step.table,
                crate::report::blockers_text(blockers)
            );
        }
        Some(code) if codes::refuses_algorithm(code) && !step.may_rebuild => {
            return format!(
                "this server can do it only by rebuilding the table `{}`, which the policy does \
                 not allow at its size: allow it for this table with \
                 Policy::allow_blocking_rebuild_of, or make the change with an online tool",
                step.table
            );
        }
        Some(code) if codes::refuses_algorithm(code) => {
            "this server can do it by no algorithm: make the change by hand, and start again: the \
             next run finds it done"
        }
        Some(codes::NO_PARTITION_FOR_VALUE) => {
            "rows are in none of the partitions that are wanted: move or delete them, or want a \
             partition that holds them; then start again"
        }
        Some(1452) if step.probes.iter().any(|probe| may_stay_open(&probe.question)) => {
            return format!(
                "rows of `{}` refer to a parent that is not there, by a foreign key that the table \
                 has, and the server copies none of these: correct them, then start again",
                step.table
            );
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
