//! Expressions over columns: of generated columns, checks and functional indexes.

use super::name;

/// What a formula takes the values of its column as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Number,
    Text,
    Moment,
    Json,
    Other,
}

/// An expression over one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Formula {
    /// The SQL, with `{}` where the column goes.
    pub(crate) sql: String,
    /// The column.
    pub(crate) column: String,
    /// What the column has to be.
    pub(crate) family: Family,
}

impl Formula {
    /// The SQL.
    pub(crate) fn sql(&self) -> String {
        self.sql.replace("{}", &name(&self.column))
    }
}
