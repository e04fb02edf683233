//! What the journal says: rows in, the history of the database out.

use std::time::Duration;

use crate::error::Error;
use crate::report::{HistoryEntry, StepState};
use crate::server::packet::Rows;

use super::super::Session;

/// A step whose end nobody wrote down: its process died, or lost its connection.
#[derive(Debug, Clone)]
pub(crate) struct Leftover {
    pub(crate) run: String,
    pub(crate) step: u32,
    pub(crate) statement: String,
    /// Whether it was a data fix: its transaction ended with its session.
    pub(crate) is_fix: bool,
}

/// The steps whose end nobody wrote down. Their sessions are gone, as whoever writes the journal
/// holds the lock.
pub(crate) async fn leftovers(session: &mut Session, table: &str) -> Result<Vec<Leftover>, Error> {
    // Names every column, so that a journal of another version is found out here.
    let question = format!(
        "SELECT s.run, s.step, s.statement, s.fix, s.at, s.table_name, s.service, s.engine, s.host, \
           s.process, s.connection, s.error, s.duration_us \
         FROM {table} s WHERE s.state = 'started' AND NOT EXISTS (SELECT 1 FROM {table} e \
           WHERE e.run = s.run AND e.step = s.step AND e.state <> 'started') ORDER BY s.id"
    );
    let rows = session.ask(question, || "read the journal".to_owned()).await?;
    let leftover = |row: Vec<Option<String>>| {
        let mut row = row.into_iter();
        Some(Leftover {
            run: row.next()??,
            step: row.next()??.parse().ok()?,
            statement: row.next()?.unwrap_or_default(),
            is_fix: row.next()?.is_some(),
        })
    };
    Ok(rows.into_iter().filter_map(leftover).collect())
}

/// The question for all that the journal has.
pub(crate) fn history_sql(table: &str) -> String {
    format!(
        "SELECT run, step, state, DATE_FORMAT(at, '%Y-%m-%dT%H:%i:%s.%fZ'), table_name, \
           statement, error, duration_us, service, engine, host, process, connection, fix \
         FROM {table} ORDER BY id"
    )
}

/// Puts the two rows of each step together, in the order in which the steps began.
pub(crate) fn history(rows: Rows) -> Vec<HistoryEntry> {
    let mut entries: Vec<HistoryEntry> = Vec::new();
    for row in rows {
        let text = |at: usize| row.get(at).cloned().flatten();
        let number = |at: usize| text(at).and_then(|text| text.parse::<u64>().ok());
        let (run, step) = (text(0).unwrap_or_default(), number(1).unwrap_or_default());
        let state = StepState::named(&text(2).unwrap_or_default());
        let known = entries
            .iter_mut()
            .rev()
            .find(|known| known.run == run && u64::from(known.step) == step);
        match known {
            Some(known) if state != StepState::Started => {
                known.state = state;
                known.error = text(6);
                known.duration = number(7).map(Duration::from_micros);
            }
            Some(_) | None => entries.push(HistoryEntry {
                run,
                step: u32::try_from(step).unwrap_or(u32::MAX),
                state,
                started: text(3).unwrap_or_default(),
                table: text(4).unwrap_or_default(),
                statement: text(5).unwrap_or_default(),
                error: text(6),
                duration: number(7).map(Duration::from_micros),
                service: text(8).unwrap_or_default(),
                engine: text(9).unwrap_or_default(),
                host: text(10).unwrap_or_default(),
                process: number(11).unwrap_or_default(),
                connection: number(12).unwrap_or_default(),
                fix: text(13),
            }),
        }
    }
    entries
}
