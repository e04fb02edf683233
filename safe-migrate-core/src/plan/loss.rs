//! What a change would lose for good. Only a person can allow it, one by one and by name.

use std::fmt;

use crate::schema::{Text, eq_ignore_case};

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
