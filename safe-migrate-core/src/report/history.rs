//! What the journal of a database tells.

use std::fmt;
use std::time::Duration;

/// A step that a migration of this database began, now or in former times.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct HistoryEntry {
    /// The migration. Names of runs sort by their time.
    pub run: String,
    /// The step of the run, from 1.
    pub step: u32,
    /// What became of it.
    pub state: StepState,
    /// When it was sent, in UTC: `2026-11-23T18:05:01.123456Z`. New tables are sent together.
    pub started: String,
    /// The table.
    pub table: String,
    /// The statement.
    pub statement: String,
    /// Why it failed.
    pub error: Option<String>,
    /// How long it took, as the server counts; `None` where its end was not seen.
    #[cfg_attr(
        feature = "serde",
        serde(rename = "milliseconds", serialize_with = "super::optional_milliseconds")
    )]
    pub duration: Option<Duration>,
    /// The name of the data fix that it is; `None` for a statement of a plan.
    pub fix: Option<String>,
    /// The service that migrated, with its version.
    pub service: String,
    /// The version of this crate.
    pub engine: String,
    /// The host of the service.
    pub host: String,
    /// Its process.
    pub process: u64,
    /// Its connection, by the server's number.
    pub connection: u64,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum StepState {
    /// It was sent. Where that is long ago, its process or its connection died, and no run had
    /// anything to do since: only the database itself can tell what became of it.
    Started,
    /// The server said that it is done.
    Done,
    /// The server refused it.
    Failed,
    /// Its end was not seen; a later look found nothing left to do for it.
    Settled,
    /// Its end was not seen, and a later look found it still to be done (a data fix: rolled back);
    /// or it was sent with other new tables, of which one was refused: that one is then tried by
    /// itself.
    NotDone,
    /// It was a fill in batches, and was asked to stop.
    Stopped,
    /// Something that a later version of this crate wrote.
    Other,
}

impl StepState {
    const ALL: [Self; 6] =
        [Self::Started, Self::Done, Self::Failed, Self::Settled, Self::NotDone, Self::Stopped];

    /// As it stands in the journal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Settled => "settled",
            Self::NotDone => "not done",
            Self::Stopped => "stopped",
            Self::Other => "other",
        }
    }

    pub(crate) fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.name() == name).unwrap_or(Self::Other)
    }
}

impl fmt::Display for StepState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for HistoryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { started, state, table, statement, service, host, .. } = self;
        write!(f, "{started} {state} `{table}` by {service} on {host}: ")?;
        if let Some(fix) = &self.fix {
            write!(f, "data fix `{fix}`: ")?;
        }
        f.write_str(statement)?;
        if let Some(error) = &self.error {
            write!(f, " ({error})")?;
        }
        Ok(())
    }
}
