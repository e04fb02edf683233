//! How far a migration is, told while it runs.

use std::fmt;
use std::sync::Arc;

use crate::schema::TableName;

/// How far a migration is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Progress {
    /// The step of the plan, from 1.
    pub step: usize,
    /// How many steps the plan has.
    pub of: usize,
    /// The table.
    pub table: TableName,
    /// What the step does, a line for each change.
    pub summary: Vec<String>,
    /// How far the step is.
    pub stage: Stage,
}

/// How far a step is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum Stage {
    /// It is sent.
    Begun,
    /// The server works on it, and publishes how far it is.
    Working {
        /// What it does, in its own words: `copy to tmp table`.
        doing: String,
        /// About how many rows are done.
        rows: u64,
        /// About how many there are.
        of: u64,
    },
    /// It is done.
    Done,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "step {} of {}, `{}`: {}",
            self.step,
            self.of,
            self.table,
            self.summary.join("; ")
        )?;
        match &self.stage {
            Stage::Begun => Ok(()),
            Stage::Working { doing, rows, of } => write!(f, ": {doing}, {rows} of about {of} rows"),
            Stage::Done => f.write_str(": done"),
        }
    }
}

/// What a user wants called.
#[derive(Clone)]
pub(crate) struct Callback(pub(crate) Arc<dyn Fn(&Progress) + Send + Sync>);

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback")
    }
}
