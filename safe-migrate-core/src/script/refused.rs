//! Why there is no script for a plan.

use std::fmt;

use crate::plan::Refusal;
use crate::schema::TableName;

/// Why there is no script for a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoScript {
    /// Something of the plan is refused, so nothing of it is to run.
    Refused(Vec<Refusal>),
    /// Names are exchanged among each other (`a` becomes `b`, and `b` becomes `a`): the catalogue
    /// shows the same names before and after.
    Exchanged {
        /// The table; of several tables the first.
        table: TableName,
        /// The names.
        names: Vec<String>,
    },
}

impl fmt::Display for NoScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusals) => {
                let all: Vec<String> = refusals.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "no script: {} change(s) of the plan are refused\n{}",
                    refusals.len(),
                    all.join("\n")
                )
            }
            Self::Exchanged { table, names } => write!(
                f,
                "no script: `{}` exchange their names (table `{table}`), and the catalogue does \
                 not tell whether they have; rename them by hand, then make a new plan",
                names.join("`, `")
            ),
        }
    }
}

impl std::error::Error for NoScript {}
