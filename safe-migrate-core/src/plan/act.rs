//! What the statement of a step does, one by one: for those who ask whether it is done already.

use crate::ddl::Clause;
use crate::schema::{ForeignKeyDef, TableName, Text};

/// One thing that a statement does. What makes or drops a whole table or sequence is told by the
/// step's changes.
// A plan holds few of them, and boxes would be in the way of everyone who matches.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// A clause of its ALTER TABLE.
    Alter(Clause),
    /// A table gets another name.
    Rename {
        /// The name it has.
        from: TableName,
        /// The name it gets.
        to: TableName,
    },
    /// A clause of its ALTER TABLE takes this foreign key away.
    Detach(ForeignKeyDef),
    /// Rows get a value in this column where it is NULL.
    Fill(Text),
}

impl Act {
    /// The acts of an ALTER TABLE of these clauses.
    pub(crate) fn all(clauses: &[Clause]) -> Vec<Self> {
        clauses.iter().cloned().map(Self::Alter).collect()
    }
}
