//! A change that will not be made, with the reason and the way out.

use std::fmt;

use crate::schema::TableName;

use super::WaysOut;

/// A change that the policy or the data forbid. While a plan holds one, nothing of it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Refusal {
    /// The table.
    pub table: TableName,
    /// The change.
    pub change: String,
    /// Why it is refused.
    pub reason: String,
    /// How many rows (or groups of rows) are in the way, counted up to a bound.
    pub count: Option<u64>,
    /// Up to ten of them.
    pub examples: Vec<String>,
    /// The query that finds them all.
    pub query: Option<String>,
    /// What to do.
    pub way_out: WaysOut,
}

impl Refusal {
    pub(crate) fn new(
        table: &TableName,
        change: impl Into<String>,
        reason: impl Into<String>,
        way_out: impl Into<WaysOut>,
    ) -> Self {
        Self {
            table: table.clone(),
            change: change.into(),
            reason: reason.into(),
            count: None,
            examples: Vec::new(),
            query: None,
            way_out: way_out.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`{}`: {}", self.table, self.change)?;
        writeln!(f, "      why:     {}", self.reason)?;
        if !self.examples.is_empty() {
            writeln!(f, "      such as: {}", self.examples.join(", "))?;
        }
        if let Some(query) = &self.query {
            writeln!(f, "      find:    {query}")?;
        }
        write!(f, "      way out: {}", self.way_out)
    }
}
