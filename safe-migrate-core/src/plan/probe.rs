//! Questions to the data, as values; asking them is another room's work.

use crate::schema::{ForeignKeyDef, IndexPart, TableName, Text};

/// A question to the data: the change may run only if the answer is "none".
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Probe {
    /// The table asked.
    pub table: TableName,
    /// The change that depends on the answer.
    pub change: String,
    /// What is asked.
    pub question: Question,
    /// What to do when the answer is not "none".
    pub way_out: String,
}

/// What is asked of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Question {
    /// Are there this many rows or more?
    Rows {
        /// From how many rows on the change is refused.
        at_least: u64,
        /// Why rows are in the way.
        reason: String,
    },
    /// Does the column hold NULLs?
    Nulls {
        /// The column.
        column: Text,
        /// The table's present key, to name examples by.
        key: Vec<Text>,
    },
    /// Do rows share their values of these parts? (Rows with a NULL among them never do.)
    Duplicates {
        /// The columns of the new key, as far as they are there already.
        parts: Vec<IndexPart>,
    },
    /// Do rows refer to a parent that is not there?
    Orphans {
        /// The new foreign key.
        key: ForeignKeyDef,
        /// Whether the parent table is there yet.
        parent_exists: bool,
    },
    /// Are there rows for which a backfill has no value?
    Unfilled {
        /// The column, where it is there already: only its NULLs are filled.
        column: Option<Text>,
        /// The expression that fills it.
        expression: Text,
        /// Columns that the plan adds or renames, with what they will hold: (name, SQL).
        columns: Vec<(Text, Text)>,
        /// The table's present key, to name examples by.
        key: Vec<Text>,
    },
    /// Has the table triggers that an UPDATE fires?
    UpdateTriggers,
    /// Do rows violate a new check? (A NULL does not.)
    Violations {
        /// The check's expression.
        expression: Text,
        /// Columns that the plan adds or renames, with what they will hold: (name, SQL).
        columns: Vec<(Text, Text)>,
        /// The table's present key, to name examples by.
        key: Vec<Text>,
    },
}
