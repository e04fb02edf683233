//! What a migration did, and what it left alone.

use std::fmt;
use std::time::Duration;

use crate::plan::{Note, Risk};
use crate::schema::TableName;
use crate::server::ServerInfo;

/// What a migration did. It is only ever returned when the database is as declared, which was
/// seen by a look after the last statement.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// The server.
    pub server: ServerInfo,
    /// The statements that were run, in order.
    pub executed: Vec<Executed>,
    /// What was noticed and left alone.
    pub notes: Vec<Note>,
}

/// A statement that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Executed {
    /// The table.
    pub table: TableName,
    /// What it did, a line for each change.
    pub summary: Vec<String>,
    /// The statement.
    pub sql: String,
    /// Its risk.
    pub risk: Risk,
    /// How long it took.
    pub duration: Duration,
    /// How often it was sent: more than once where another session held a lock on the table.
    pub attempts: u32,
}

impl Executed {
    /// The table, and what was done to it.
    pub(crate) fn text(&self) -> String {
        format!("`{}`: {}", self.table, self.summary.join("; "))
    }
}

impl Report {
    /// Whether nothing had to be done.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.executed.is_empty()
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
        for (number, executed) in self.executed.iter().enumerate() {
            writeln!(
                f,
                "{:>3}. `{}`: {} ({} ms)",
                number + 1,
                executed.table,
                executed.summary.join("; "),
                executed.duration.as_millis()
            )?;
        }
        for note in &self.notes {
            let mark = if note.is_warning { "warning: " } else { "" };
            writeln!(f, "  - {mark}`{}`: {}", note.table, note.text)?;
        }
        Ok(())
    }
}
