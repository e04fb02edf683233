//! Check constraints.

use super::Text;

/// A check constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CheckDef {
    /// The name; unique in the database on MySQL, in the table on MariaDB.
    pub name: Text,
    /// The SQL expression, without the outer parentheses.
    pub expression: Text,
    /// Whether rows are held to it (`NOT ENFORCED` is MySQL's).
    pub enforced: bool,
}
