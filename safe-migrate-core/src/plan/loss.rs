//! What a change would lose for good. Only a person can allow it, one by one and by name.

use std::fmt;

use crate::schema::{TableName, Text, eq_ignore_case};

use super::COUNT_LIMIT;

/// What a change would lose for good.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "kind", content = "value", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Loss {
    /// A table with all its rows (or a sequence with where it had got to).
    Table,
    /// A column with all its values.
    Column(Text),
    /// Values of a column that do not fit what it becomes.
    Values(Text),
}

impl Loss {
    /// Whether it is the same loss; servers ignore the case of column names.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Table, Self::Table) => true,
            (Self::Column(a), Self::Column(b)) | (Self::Values(a), Self::Values(b)) => {
                eq_ignore_case(a, b)
            }
            (Self::Table | Self::Column(_) | Self::Values(_), _) => false,
        }
    }
}

/// A loss that a person allowed: it is not refused, and what it names is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AllowedLoss {
    /// The table.
    pub table: TableName,
    /// What of it is lost.
    pub loss: Loss,
    /// How many values the rows were found to lose, counted up to a bound. `None` where none were
    /// counted: a table, a column, or rows that could not be asked.
    pub count: Option<u64>,
}

impl fmt::Display for AllowedLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = &self.table;
        match (&self.loss, self.count) {
            (Loss::Table, _) => write!(f, "`{table}` with all that it holds"),
            (Loss::Column(column), _) => write!(f, "all values of `{table}`.`{column}`"),
            (Loss::Values(column), Some(count)) => {
                let at_least = if count >= COUNT_LIMIT { "at least " } else { "" };
                write!(
                    f,
                    "{at_least}{count} value(s) of `{table}`.`{column}`, cut, bent, or made equal"
                )
            }
            (Loss::Values(column), None) => {
                write!(f, "values of `{table}`.`{column}` that do not stay what they are, if any")
            }
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table => f.write_str("all its rows would be lost"),
            Self::Column(column) => write!(f, "all values of `{column}` would be lost"),
            Self::Values(column) => {
                write!(f, "values of `{column}` could be cut, bent, or become equal")
            }
        }
    }
}
