//! The name of a table, with the database it is in when that is not the connected one.

use std::fmt;

use super::Text;

/// The table in which the engine notes what it runs. It is the engine's own: read with the other
/// tables of a database it would be a part of every copy, so it is passed over.
pub const JOURNAL: &str = "_safe_schema_journal";

/// The table that says whose turn it is to migrate a database, where several servers hold it or a
/// proxy stands in between. It is the engine's own, and passed over like [`JOURNAL`].
pub const LEASE: &str = "_safe_schema_lease";

/// A table's name, qualified when it is in another database than the connected one.
///
/// ```
/// use safe_migrate_core::schema::TableName;
///
/// assert_eq!(TableName::new("users").to_string(), "users");
/// assert_eq!(TableName::in_database("auth", "users").to_string(), "auth.users");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TableName {
    /// The database; `None` is the connected one.
    pub database: Option<Text>,
    /// The table.
    pub table: Text,
}

impl TableName {
    /// A table of the connected database.
    #[must_use]
    pub fn new(table: impl Into<Text>) -> Self {
        Self { database: None, table: table.into() }
    }

    /// A table of the named database.
    #[must_use]
    pub fn in_database(database: impl Into<Text>, table: impl Into<Text>) -> Self {
        Self { database: Some(database.into()), table: table.into() }
    }
}

/// `table` or `database.table`, for people; SQL is quoted elsewhere.
impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(database) = &self.database {
            write!(f, "{database}.")?;
        }
        f.write_str(&self.table)
    }
}
