//! Data fixes as a plan shows them: what would run before its first step, and what would not.

use std::fmt;

use crate::schema::{TableName, Text};

/// A data fix that has to do with what the rows refuse of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PlannedFix {
    /// Its name.
    pub name: Text,
    /// The table.
    pub table: TableName,
    /// Its statements; `None` where it is a function.
    pub sql: Option<Text>,
    /// Whether it would run.
    pub state: FixState,
}

/// What becomes of a data fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum FixState {
    /// It runs before the first step, and the rows are asked again. What they refuse now is
    /// refused only if it is not mended by then.
    ToRun,
    /// The journal has it as done: it is not run again.
    DoneBefore,
    /// It was run, and rows are still in the way: it was rolled back.
    RolledBack,
}

impl PlannedFix {
    pub(crate) fn new(name: &Text, table: &TableName, sql: Option<&Text>, state: FixState) -> Self {
        Self { name: name.clone(), table: table.clone(), sql: sql.cloned(), state }
    }
}

impl fmt::Display for PlannedFix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "data fix `{}` of `{}`", self.name, self.table)?;
        f.write_str(match self.state {
            FixState::ToRun => " runs first; then the rows are asked again",
            FixState::DoneBefore => {
                " was done before, as the journal has it, and is not run again; what is left \
                 needs a fix of another name"
            }
            FixState::RolledBack => {
                " was run, and was not enough: it was rolled back, and may be corrected under its \
                 name; the rows told as in the way are those that were left after it"
            }
        })
    }
}
