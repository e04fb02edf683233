//! A data fix that was done.

use std::fmt;
use std::time::Duration;

use crate::schema::TableName;

/// A data fix that was done: committed, together with the journal's row about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Fixed {
    /// Its name.
    pub name: String,
    /// The table.
    pub table: TableName,
    /// How many rows its statements found to change, as the server counts; of a function, as the
    /// function says.
    pub rows: u64,
    /// How long it took.
    #[cfg_attr(
        feature = "serde",
        serde(rename = "milliseconds", serialize_with = "super::milliseconds")
    )]
    pub duration: Duration,
    /// How often it was run: more than once where another session held locks on the rows, and
    /// what it had done by then was rolled back.
    pub attempts: u32,
    /// Whether the server said that it is committed. Otherwise the connection was lost meanwhile,
    /// and the journal has it as done.
    pub is_answered: bool,
}

impl Fixed {
    /// What it was, and did.
    pub(crate) fn text(&self) -> String {
        format!("data fix `{}` of `{}` ({} row(s))", self.name, self.table, self.rows)
    }
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, table, rows, duration, attempts, is_answered } = self;
        write!(f, "data fix `{name}` of `{table}`: {rows} row(s) ({} ms", duration.as_millis())?;
        if *attempts > 1 {
            write!(f, "; run {attempts} times, its rows were locked")?;
        }
        if !is_answered {
            f.write_str("; its connection was lost, the journal has it as done")?;
        }
        f.write_str(")")
    }
}
