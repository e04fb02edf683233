//! The classes of risk.

use std::fmt;

/// How dangerous a step is. Ordered: a step has the highest risk of its changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Risk {
    /// Adds a table, a nullable column, a column with a default, or a plain index.
    Additive,
    /// Changes what is written about the data, not the data: a default, a comment, a name's case.
    Metadata,
    /// The server copies the table: a wider type, another character set, the primary key.
    Rebuild,
    /// Rows decide whether it is possible, or whether it loses anything: NOT NULL, UNIQUE, a
    /// foreign key, a check, a primary key, a narrower type, a member of an enum that goes.
    DataDependent,
    /// Something is lost: a table, a column, values that the rows were asked for and have. Runs
    /// only if a person allowed it, by name.
    Destructive,
}

impl Risk {
    /// The same, where nothing but the cost decides between the two classes: what rebuilds the
    /// table, and what only changes what is written about it.
    pub(crate) const fn of_rebuild(self, rebuilds: bool) -> Self {
        match self {
            Self::Rebuild if !rebuilds => Self::Metadata,
            Self::Additive | Self::Metadata if rebuilds => Self::Rebuild,
            Self::Additive
            | Self::Metadata
            | Self::Rebuild
            | Self::DataDependent
            | Self::Destructive => self,
        }
    }
}

impl fmt::Display for Risk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Additive => "additive",
            Self::Metadata => "metadata",
            Self::Rebuild => "rebuild",
            Self::DataDependent => "data-dependent",
            Self::Destructive => "destructive",
        })
    }
}
