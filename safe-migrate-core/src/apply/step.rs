//! Runs one step: a packet with what the journal says of it, sent again while the table is locked.

use std::time::{Duration, Instant};

use crate::ddl::{BATCH_ROWS, BATCH_STATEMENTS, Batches, LENIENT, STRICT};
use crate::error::ServerError;
use crate::plan::{Algorithm, Step};
use crate::report::{Blocker, StepState};
use crate::server::{Flavour, codes, packet};

use super::blocker::blockers;
use super::{Control, Session};

/// How long to wait before a table that is locked is tried again; each time twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// A step that was done.
pub(super) struct Ran {
    pub(super) attempts: u32,
    /// The algorithm that the server took, of those it was asked for.
    pub(super) algorithm: Option<Algorithm>,
    /// Who stood in the way.
    pub(super) blockers: Vec<Blocker>,
}

/// A step that was not.
pub(super) enum Failure {
    /// The server said no, when it was asked for that algorithm last.
    Refused { server: ServerError, algorithm: Option<Algorithm>, blockers: Vec<Blocker> },
    /// The connection is gone, and with it the answer.
    Lost(ServerError),
    /// The step had not been sent: the lease is another's by now.
    Fenced,
    /// Somebody wants the run to stop, and the step had not been sent, or is one of batches.
    Stopped,
}

/// Sends the step: again while another session holds the table, within the budget; and asking for a
/// more disruptive algorithm where the server can't do it as predicted, within the policy.
#[tracing::instrument(name = "safe_schema.step", skip_all, fields(table = %step.table))]
pub(super) async fn run(
    session: &mut Session,
    step: &Step,
    flavour: Flavour,
    control: &mut Control<'_>,
) -> Result<Ran, Failure> {
    let mut algorithm = step.algorithm;
    let sql = step.statement();
    tracing::info!(name: "safe_schema.step.begun", table = %step.table, sql, "step");
    let mut since = Instant::now();
    let mut pause = FIRST_PAUSE;
    let mut attempts = 1;
    let mut in_the_way = Vec::new();
    let mut before = control.journal.begin(step);
    loop {
        let sql = step.statement_with(algorithm);
        let sent = Instant::now();
        let completed = complete(session, step, &sql, &mut before, &mut since, control).await;
        if since > sent {
            // Some batches went through, and what met a lock is another one.
            pause = FIRST_PAUSE;
        }
        let server = match completed {
            Ok(()) => return Ok(Ran { attempts, algorithm, blockers: in_the_way }),
            Err(Failure::Refused { server, .. }) => server,
            Err(failure) => return Err(failure),
        };
        let refuses_algorithm = server.code.is_some_and(codes::refuses_algorithm);
        if let Some(next) = algorithm.and_then(Algorithm::next)
            && refuses_algorithm
            && step.may_rebuild
        {
            tracing::warn!(
                name: "safe_schema.step.algorithm",
                table = %step.table,
                %server,
                "the server can't do it so, asking for {}", next.clause()
            );
            algorithm = Some(next);
            continue;
        }
        if server.code == Some(codes::LOCK_WAIT_TIMEOUT) {
            let found = blockers(session, step, flavour).await;
            in_the_way = if found.is_empty() { in_the_way } else { found };
        }
        let is_transient = server.code.is_some_and(codes::is_transient);
        // What the journal says before was not written: then there is no end either.
        let has_begun = before.is_empty();
        if !is_transient || since.elapsed() + pause > control.options.lock_budget {
            let said = server.to_string();
            if has_begun {
                control.journal.write_end(session, StepState::Failed, Some(&said)).await;
            }
            return Err(Failure::Refused { server, algorithm, blockers: in_the_way });
        }
        tracing::warn!(
            name: "safe_schema.step.blocked",
            table = %step.table,
            %server,
            attempts,
            blockers = %crate::report::blockers_text(&in_the_way),
            "the table is locked, trying again"
        );
        control.stop.pause(pause + jitter(pause)).await;
        if control.stop.is_wanted().await {
            let said = server.to_string();
            if has_begun {
                control.journal.write_end(session, StepState::Failed, Some(&said)).await;
            }
            return Err(Failure::Stopped);
        }
        attempts += 1;
        pause = (pause * 2).min(Duration::from_secs(5));
    }
}

/// The statement, once; or batch by batch until there is nothing left to fill. `since` is when the
/// last one went through.
async fn complete(
    session: &mut Session,
    step: &Step,
    sql: &str,
    before: &mut Vec<String>,
    since: &mut Instant,
    control: &mut Control<'_>,
) -> Result<(), Failure> {
    let own = &[sql.to_owned()];
    if !step.repeats {
        let after = control.journal.end(StepState::Done, None);
        return send(session, step, own, before, after, control).await.map(drop);
    }
    let mut goes_on = true;
    if let Some(batches) = &step.batches {
        goes_on = pass(session, step, batches, before, since, control).await?;
    }
    // A batch that is not full is the last: rows that are written meanwhile are for the next step
    // to refuse, and for the next run to fill.
    while goes_on {
        let changed = send(session, step, own, before, None, control).await?;
        *since = Instant::now();
        goes_on = changed.iter().any(|changed| *changed >= u64::from(BATCH_ROWS));
        if goes_on {
            stop_between_batches(session, control).await?;
        }
    }
    control.journal.write_end(session, StepState::Done, None).await;
    Ok(())
}

/// Fills along a key: each row is passed once. Whether any are left that came behind it.
async fn pass(
    session: &mut Session,
    step: &Step,
    batches: &Batches,
    before: &mut Vec<String>,
    since: &mut Instant,
    control: &mut Control<'_>,
) -> Result<bool, Failure> {
    let mut batch = &batches.first;
    loop {
        let changed = send(session, step, batch, before, None, control).await?;
        *since = Instant::now();
        // Its first row was looked for, and found.
        let is_one = changed.iter().rev().nth(BATCH_STATEMENTS - 1).is_some_and(|found| *found > 0);
        if !is_one {
            break;
        }
        stop_between_batches(session, control).await?;
        batch = &batches.next;
    }
    let left = std::slice::from_ref(&batches.left);
    let found = send(session, step, left, before, None, control).await?;
    Ok(found.iter().any(|found| *found > 0))
}

async fn stop_between_batches(
    session: &mut Session,
    control: &mut Control<'_>,
) -> Result<(), Failure> {
    if control.stop.is_wanted().await {
        control.journal.write_end(session, StepState::Stopped, None).await;
        return Err(Failure::Stopped);
    }
    Ok(())
}

/// One packet: what the journal says before, the step's own statements (outside strict mode where
/// a person allowed values to be lost), what the journal says after. How many rows each of its own
/// changed, or found.
///
/// What is said before is said once: it is taken out of `before` when the server has it.
async fn send(
    session: &mut Session,
    step: &Step,
    own: &[String],
    before: &mut Vec<String>,
    after: Option<String>,
    control: &mut Control<'_>,
) -> Result<Vec<u64>, Failure> {
    let mut statements = control.guard.before(&step.sql);
    let guarded = statements.len();
    let said = std::mem::take(before);
    statements.extend(said.iter().cloned());
    let told = statements.len();
    if step.bends_values {
        statements.push(LENIENT.to_owned());
    }
    let begin = statements.len();
    statements.extend_from_slice(own);
    let end = statements.len();
    if step.bends_values {
        statements.push(STRICT.to_owned());
    }
    statements.extend(after);
    let sent = packet::run_all(&mut session.connection, statements.join(";\n")).await;
    let answered = sent.changed.len();
    let changed = || sent.changed.get(begin..end).map(<[u64]>::to_vec);
    let Some(error) = sent.error else {
        return Ok(changed().unwrap_or_default());
    };
    let server = ServerError::from(error);
    if let Some(changed) = changed() {
        // The step is done; only what follows was not heard, or not allowed.
        if !server.is_lost() {
            control.journal.give_up(&server.to_string());
        }
        return Ok(changed);
    }
    if server.is_lost() {
        return Err(Failure::Lost(server));
    }
    if answered < guarded {
        if control.guard.says_lost(&server) {
            return Err(Failure::Fenced);
        }
        *before = said;
        return Err(Failure::Refused { server, algorithm: step.algorithm, blockers: Vec::new() });
    }
    if answered < told {
        // It is the journal that can't be written. The statement was not run.
        control.journal.give_up(&server.to_string());
        return Box::pin(send(session, step, own, before, None, control)).await;
    }
    if step.bends_values && packet::run(&mut session.connection, STRICT.to_owned()).await.is_err() {
        return Err(Failure::Lost(server));
    }
    Err(Failure::Refused { server, algorithm: step.algorithm, blockers: Vec::new() })
}

/// Up to half the pause more, so that replicas don't come back in step.
fn jitter(pause: Duration) -> Duration {
    let nanos = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |now| now.subsec_nanos());
    pause.mul_f64(f64::from(nanos % 1_000) / 2_000.0)
}
