//! What a migration did, and what it left alone.

mod blocker;
mod fixed;
mod history;
mod progress;

pub use blocker::Blocker;
pub use fixed::Fixed;
pub use history::{HistoryEntry, StepState};
pub use progress::{Progress, Stage};

pub(crate) use blocker::blockers_text;
pub(crate) use progress::Callback;

use std::fmt;
use std::time::Duration;

use crate::plan::{Algorithm, AllowedLoss, Note, Risk};
use crate::schema::TableName;
use crate::server::ServerInfo;

/// What a migration did. It is only ever returned when the database is as declared, which was
/// seen by a look after the last statement.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Report {
    /// The server.
    pub server: ServerInfo,
    /// The data fixes that were done, before the statements.
    pub fixes: Vec<Fixed>,
    /// The statements that were run, in order.
    pub executed: Vec<Executed>,
    /// What was noticed and left alone.
    pub notes: Vec<Note>,
    /// The name of this run in the journal; `None` where nothing was written there.
    pub run: Option<String>,
}

/// A statement that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Executed {
    /// The table.
    pub table: TableName,
    /// What it did, a line for each change.
    pub summary: Vec<String>,
    /// What was done, as SQL, without the algorithm.
    pub sql: String,
    /// Its risk.
    pub risk: Risk,
    /// What it lost for good, as a person had allowed.
    pub allowed_losses: Vec<AllowedLoss>,
    /// The algorithm that it asked for and got.
    pub algorithm: Option<Algorithm>,
    /// How long it took.
    #[cfg_attr(feature = "serde", serde(rename = "milliseconds", serialize_with = "milliseconds"))]
    pub duration: Duration,
    /// How often it was sent: more than once where another session held a lock on the table.
    pub attempts: u32,
    /// Who held that lock the last time, as far as the server shows that to this user.
    pub blockers: Vec<Blocker>,
    /// Whether the server said that it is done. Otherwise the connection was lost meanwhile, and
    /// a look on a new one, when the server was done with it, found nothing left to do.
    pub is_answered: bool,
}

#[cfg(feature = "serde")]
fn milliseconds<S: serde::Serializer>(duration: &Duration, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_u64(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(feature = "serde")]
fn optional_milliseconds<S: serde::Serializer>(
    duration: &Option<Duration>,
    out: S,
) -> Result<S::Ok, S::Error> {
    match duration {
        Some(duration) => milliseconds(duration, out),
        None => out.serialize_none(),
    }
}

impl Executed {
    /// The statement as it was run: with the algorithm that it asked for and got.
    #[must_use]
    pub fn statement(&self) -> String {
        self.algorithm
            .map_or_else(|| self.sql.clone(), |algorithm| algorithm.asked_for_in(&self.sql))
    }

    /// The table, and what was done to it.
    pub(crate) fn text(&self) -> String {
        format!("`{}`: {}", self.table, self.summary.join("; "))
    }

    /// What was unusual.
    fn remark(&self) -> String {
        let tries = match self.attempts {
            0 | 1 => String::new(),
            n => {
                format!("; sent {n} times, the table was locked: {}", blockers_text(&self.blockers))
            }
        };
        let unseen =
            if self.is_answered { "" } else { "; its connection was lost, a look found it done" };
        let algorithm =
            self.algorithm.map_or_else(String::new, |algorithm| format!(", {algorithm}"));
        format!("{algorithm}{tries}{unseen}")
    }
}

impl Report {
    /// Whether nothing had to be done.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.fixes.is_empty() && self.executed.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let server = &self.server;
        write!(f, "Database `{}` on {} {}: ", server.database, server.flavour, server.version)?;
        match self.executed.len() {
            0 => writeln!(f, "as declared, nothing to do")?,
            n => writeln!(f, "as declared, after {n} statement(s)")?,
        }
        for fix in &self.fixes {
            writeln!(f, "  - {fix}")?;
        }
        for (number, executed) in self.executed.iter().enumerate() {
            writeln!(
                f,
                "{:>3}. `{}`: {} ({} ms{})",
                number + 1,
                executed.table,
                executed.summary.join("; "),
                executed.duration.as_millis(),
                executed.remark()
            )?;
            for lost in &executed.allowed_losses {
                writeln!(f, "       lost: {lost} (allowed)")?;
            }
        }
        for note in &self.notes {
            let mark = if note.is_warning { "warning: " } else { "" };
            writeln!(f, "  - {mark}`{}`: {}", note.table, note.text)?;
        }
        Ok(())
    }
}
