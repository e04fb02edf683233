//! A change that will not be made, with the reason and the way out.

use std::fmt;

use crate::ddl::identifier;
use crate::schema::{TableName, Text};

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
    /// The columns whose values the examples are, where these are rows, named by their key.
    pub key: Vec<Text>,
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
            key: Vec::new(),
            query: None,
            way_out: way_out.into(),
        }
    }

    /// The key that names the examples, as SQL.
    fn named_key(&self) -> Option<String> {
        let names: Vec<String> = self.key.iter().map(|name| identifier(name)).collect();
        match names.as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            many => Some(format!("({})", many.join(", "))),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`{}`: {}", self.table, self.change)?;
        writeln!(f, "      why:     {}", self.reason)?;
        match (self.examples.is_empty(), self.named_key()) {
            (true, _) => {}
            (false, None) => writeln!(f, "      such as: {}", self.examples.join(", "))?,
            (false, Some(key)) => {
                let rows: Vec<String> =
                    self.examples.iter().map(|values| format!("{key} = {values}")).collect();
                writeln!(f, "      rows such as: {}", rows.join(", "))?;
            }
        }
        if let Some(query) = &self.query {
            writeln!(f, "      find:    {query}")?;
        }
        write!(f, "      way out: {}", self.way_out)
    }
}
