//! Questions to the data, as values; asking them is another room's work.

use crate::schema::{ForeignKeyDef, IndexPart, IndexTarget, TableName, Text, eq_ignore_case};

use super::{Loss, Unfit, WaysOut};

/// Rows (or groups) are counted up to here; more is "at least".
pub(crate) const COUNT_LIMIT: u64 = 10_000;

/// A question to the data: the change may run only if the answer is "none".
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Probe {
    /// The table asked.
    pub table: TableName,
    /// The change that depends on the answer.
    pub change: String,
    /// What is asked.
    pub question: Question,
    /// What to do when the answer is not "none".
    pub way_out: WaysOut,
    /// What would be lost where the answer is not "none": a person may allow it. Without one,
    /// the server itself would refuse the change.
    pub loss: Option<Loss>,
}

/// What is asked of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "kind", content = "value", rename_all = "snake_case")
)]
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
    /// Does the column hold values that would not stay what they are?
    Unfit {
        /// The column.
        column: Text,
        /// What makes a value unfit.
        unfit: Vec<Unfit>,
        /// The table's present key, to name examples by.
        key: Vec<Text>,
    },
    /// Do rows share their values of these parts? (Rows with a NULL among them never do.)
    Duplicates {
        /// The parts of the new key, as far as they are there already or are computed.
        parts: Vec<IndexPart>,
        /// Where a part is computed: columns that the plan adds or renames, with what they will
        /// hold: (name, SQL).
        columns: Vec<(Text, Text)>,
    },
    /// Do rows refer to a parent that is not there?
    Orphans {
        /// The foreign key: a new one; or one that is there and stays while the server copies the
        /// table, which MySQL does not do with rows that it would not take today.
        key: ForeignKeyDef,
        /// Whether the key is there. Its orphans were written past it (`foreign_key_checks` was
        /// off), so there hardly ever are any, and nobody need ask: the server would refuse.
        is_there: bool,
        /// Whether the parent table is there yet.
        parent_exists: bool,
        /// Where values change: the columns of the table with what they will hold (name, SQL).
        columns: Vec<(Text, Text)>,
        /// The same of the parent table.
        parent_columns: Vec<(Text, Text)>,
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
    /// Do triggers or views of the database use these columns?
    TriggersAndViews {
        /// The columns, which go or get other names.
        columns: Vec<Text>,
        /// Whether a trigger of another table counts as well that names both the table and the
        /// column, wherever in its text.
        elsewhere: bool,
    },
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

impl Question {
    /// The key that names the rows of its answer, where these are rows; empty where the table has
    /// none.
    pub(crate) fn row_key(&self) -> Option<&[Text]> {
        match self {
            Self::Nulls { key, .. }
            | Self::Unfit { key, .. }
            | Self::Unfilled { key, .. }
            | Self::Violations { key, .. } => Some(key),
            Self::Rows { .. }
            | Self::Duplicates { .. }
            | Self::Orphans { .. }
            | Self::UpdateTriggers
            | Self::TriggersAndViews { .. } => None,
        }
    }

    /// Whether what is asked has to do with the column, as far as it says with which.
    pub(crate) fn concerns(&self, column: &str) -> bool {
        let is_it = |name: &Text| eq_ignore_case(name, column);
        match self {
            Self::Nulls { column, .. }
            | Self::Unfit { column, .. }
            | Self::Unfilled { column: Some(column), .. } => is_it(column),
            Self::Duplicates { parts, .. } => parts.iter().any(|part| match &part.target {
                IndexTarget::Column(name) => is_it(name),
                IndexTarget::Expression(expression) => mentions(expression, column),
            }),
            Self::Orphans { key, .. } => key.columns.iter().any(is_it),
            Self::Violations { expression, .. } => mentions(expression, column),
            Self::Rows { .. } | Self::Unfilled { column: None, .. } => true,
            Self::UpdateTriggers | Self::TriggersAndViews { .. } => false,
        }
    }
}

/// Whether a word of the expression is the name.
fn mentions(expression: &str, name: &str) -> bool {
    let is_of_a_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    expression.split(|c| !is_of_a_name(c)).any(|word| eq_ignore_case(word, name))
        || expression.contains(&crate::ddl::identifier(name))
}
