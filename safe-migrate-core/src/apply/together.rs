//! New tables: their statements in, one packet for many of them, with what the journal says of
//! each.
//!
//! A table that nobody has yet is in nobody's way, and to make it takes no longer than to ask for
//! it over a network. Everything else goes step by step.

use std::time::{Duration, Instant};

use crate::diff::Change;
use crate::error::ServerError;
use crate::plan::{Plan, Step};
use crate::report::StepState;
use crate::server::packet::{self, Rows};

use super::journal::End;
use super::progress::Watched;
use super::{Control, Session};

/// So many at once: a wish to stop waits for no more, and is granted within the second.
const MOST: usize = 32;
/// So many bytes of statements at once. The journal says them again, and the least packet that
/// servers take by themselves is a megabyte.
const MOST_BYTES: usize = 128 * 1024;

/// How steps that went together ended.
pub(super) struct Made {
    /// How long those took that are done: the first ones.
    pub(super) done: Vec<Duration>,
    /// What ended them before the last.
    pub(super) end: Ended,
}

/// What ended steps that went together.
pub(super) enum Ended {
    /// Nothing: all are done.
    All,
    /// The server refused the one after those that are done, and did not try the others.
    Refused,
    /// The lease is another's by now, and nothing was run.
    Fenced,
    /// The connection is gone, and with it the answers for those that are not known to be done.
    Lost(ServerError),
}

/// The steps from there on that go together.
pub(super) fn from(plan: &Plan, at: usize) -> &[Step] {
    let steps = plan.steps.get(at..).unwrap_or_default();
    let mut bytes = 0;
    let together = steps.iter().take(MOST).take_while(|step| {
        bytes += step.sql.len();
        makes_a_table(step) && bytes <= MOST_BYTES
    });
    let count = together.count();
    steps.get(..count).unwrap_or_default()
}

fn makes_a_table(step: &Step) -> bool {
    matches!(step.changes.as_slice(), [Change::CreateTable(_)])
        && !step.repeats
        && !step.bends_values
}

/// Sends the steps, which begin at that place of the plan.
pub(super) async fn run(
    session: &mut Session,
    plan: &Plan,
    at: usize,
    steps: &[Step],
    control: &mut Control<'_>,
) -> Made {
    let Some(first) = steps.first() else {
        return Made { done: Vec::new(), end: Ended::All };
    };
    let connection = session.id;
    let watched = |number: usize, step| Watched {
        step,
        number: at + number + 1,
        of: plan.steps.len(),
        flavour: plan.server.flavour,
        connection,
    };
    let watcher = control.watcher.take();
    let begun = |number: usize| {
        let Some(step) = steps.get(number) else { return };
        let span = tracing::info_span!("safe_schema.step", table = %step.table);
        span.in_scope(|| {
            tracing::info!(name: "safe_schema.step.begun", table = %step.table, sql = %step.sql, "step");
        });
        if let Some(watcher) = &watcher {
            watcher.begun(&watched(number, step));
        }
    };
    let done = |number: usize| {
        let Some(step) = steps.get(number) else { return };
        tracing::info!(
            name: "safe_schema.step.done",
            table = %step.table, sql = %step.sql, attempts = 1, "step done"
        );
        if let Some(watcher) = &watcher {
            watcher.done(&watched(number, step));
        }
    };
    begun(0);
    let made = loop {
        let mut before = control.guard.before(&first.sql);
        let guarded = before.len();
        let rows = control.journal.begin_together(steps);
        before.extend(rows.iter().cloned());
        let told = before.len();
        let sql = packet(before, steps, control);
        let (mut last, mut took) = (Instant::now(), Vec::with_capacity(steps.len()));
        let sent = packet::run_each(&mut session.connection, sql, |answered| {
            let number = took.len();
            // What follows the last of them has a position, too.
            if number < steps.len() && position(answered, told) == Some(number) {
                took.push(last.elapsed());
                done(number);
                begun(number + 1);
            }
            last = Instant::now();
        })
        .await;
        let Some(error) = sent.error else {
            break Made { done: as_measured(&sent.rows, took), end: Ended::All };
        };
        let server = ServerError::from(error);
        if took.len() == steps.len() {
            // They are done; only what follows was not heard, or not allowed.
            if !server.is_lost() {
                control.journal.give_up(&server.to_string());
            }
            break Made { done: took, end: Ended::All };
        }
        if server.is_lost() {
            break Made { done: took, end: Ended::Lost(server) };
        }
        if sent.changed.len() < guarded {
            if control.guard.says_lost(&server) {
                break Made { done: took, end: Ended::Fenced };
            }
            for sql in rows {
                control.journal.write(session, sql).await;
            }
            break refused(session, steps, took, &server.to_string(), control).await;
        }
        if sent.changed.len() < told {
            // It is the journal that can't be written. No statement was run.
            control.journal.give_up(&server.to_string());
            continue;
        }
        break refused(session, steps, took, &server.to_string(), control).await;
    };
    control.watcher = watcher;
    made
}

/// What the journal says before, each statement with the time of its end, what the journal says
/// after, and the question how long each took.
fn packet(before: Vec<String>, steps: &[Step], control: &Control<'_>) -> String {
    let mut statements = before;
    statements.push(now(0));
    for (number, step) in steps.iter().enumerate() {
        statements.push(step.sql.clone());
        statements.push(now(number + 1));
    }
    let ends: Vec<End<'_>> = (0..steps.len()).map(end_of_done).collect();
    statements.extend(control.journal.end_together(&ends));
    statements.push(ask_how_long(steps.len()));
    statements.join(";\n")
}

/// Which step the statement of that number is, in a packet with so many before the first.
fn position(statement: usize, told: usize) -> Option<usize> {
    let at = statement.checked_sub(told + 1)?;
    (at % 2 == 0).then_some(at / 2)
}

fn now(number: usize) -> String {
    format!("SET @safe_schema_{number} = NOW(6)")
}

/// The SQL of how many microseconds the step took.
fn how_long(number: usize) -> String {
    format!("TIMESTAMPDIFF(MICROSECOND, @safe_schema_{number}, @safe_schema_{})", number + 1)
}

fn ask_how_long(steps: usize) -> String {
    let all: Vec<String> = (0..steps).map(how_long).collect();
    format!("SELECT {}", all.join(", "))
}

fn end_of_done(number: usize) -> End<'static> {
    End { state: StepState::Done, error: None, took: how_long(number) }
}

/// Times as the server has them, which are those of the journal; or as they were seen here.
fn as_measured(rows: &Rows, seen: Vec<Duration>) -> Vec<Duration> {
    let told = |number: usize| rows.last()?.get(number)?.as_deref()?.parse().ok();
    let times = seen.into_iter().enumerate();
    times.map(|(number, seen)| told(number).map_or(seen, Duration::from_micros)).collect()
}

/// Writes down how the steps ended of which one was refused; the ones after it were not tried.
async fn refused(
    session: &mut Session,
    steps: &[Step],
    took: Vec<Duration>,
    said: &str,
    control: &mut Control<'_>,
) -> Made {
    let ends: Vec<End<'_>> = (0..steps.len())
        .map(|number| match number.cmp(&took.len()) {
            std::cmp::Ordering::Less => end_of_done(number),
            std::cmp::Ordering::Equal => {
                End { state: StepState::NotDone, error: Some(said), took: "NULL".to_owned() }
            }
            std::cmp::Ordering::Greater => {
                End { state: StepState::NotDone, error: None, took: "NULL".to_owned() }
            }
        })
        .collect();
    if let Some(sql) = control.journal.end_together(&ends) {
        control.journal.write(session, sql).await;
    }
    Made { done: took, end: Ended::Refused }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_step_a_statement_is() {
        // Two of the journal, a time, then statements and times in turn.
        let steps: Vec<_> = (0..8).map(|statement| position(statement, 2)).collect();
        assert_eq!(steps, [None, None, None, Some(0), None, Some(1), None, Some(2)]);
    }
}
