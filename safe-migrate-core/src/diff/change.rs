//! What a diff consists of.

// Questions that look for one kind of change among all; what classifies changes has no `_`.
#![allow(clippy::wildcard_enum_match_arm)]

use std::fmt;

use crate::schema::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexPart, TableDef, TableName, TableOptions,
    Text, eq_ignore_case,
};

use super::PrimaryKeyConflict;

/// What one declared table needs, and what it has besides.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TableDiff {
    /// The table.
    pub table: TableName,
    /// What brings it to its declaration, in the order of the declaration.
    pub changes: Vec<Change>,
    /// What it has that nobody declared: left alone.
    pub undeclared: Vec<Undeclared>,
}

impl TableDiff {
    /// The new column of that name, if one is added.
    #[must_use]
    pub fn added_column(&self, name: &str) -> Option<&ColumnDef> {
        self.changes.iter().find_map(|change| match change {
            Change::AddColumn(column) if eq_ignore_case(&column.name, name) => Some(column),
            _ => None,
        })
    }

    /// The column of that name as it will be, if it is altered.
    #[must_use]
    pub fn altered_column(&self, name: &str) -> Option<&ColumnDef> {
        self.changes.iter().find_map(|change| match change {
            Change::AlterColumn { from, to, .. } if eq_ignore_case(&from.name, name) => Some(to),
            _ => None,
        })
    }

    /// Whether the column of that name goes.
    #[must_use]
    pub fn drops_column(&self, name: &str) -> bool {
        self.changes.iter().any(|change| match change {
            Change::DropColumn(column) => eq_ignore_case(&column.name, name),
            _ => false,
        })
    }

    /// The options of the table as they will be.
    #[must_use]
    pub fn resulting_options(&self, actual: &TableOptions) -> TableOptions {
        let mut options = actual.clone();
        for change in &self.changes {
            if let Change::SetOptions { to, .. } = change {
                options.charset = to.charset.clone().or(options.charset);
                // Unknown where only the character set is said: then nothing equals it.
                options.collation = to.collation.clone();
            }
        }
        options
    }

    /// The primary key as it will be, if it changes.
    #[must_use]
    pub fn new_primary_key(&self) -> Option<&[IndexPart]> {
        self.changes.iter().find_map(|change| match change {
            Change::ChangePrimaryKey { to, .. } => Some(to.as_slice()),
            _ => None,
        })
    }
}

/// One change of one table.
// A diff holds few of them, and boxes would be in the way of everyone who matches.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "kind", content = "value", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Change {
    /// The table is not there.
    CreateTable(TableDef),
    /// The table is there under the name it had before.
    RenameTable {
        /// The name it has.
        from: Text,
        /// The declared name.
        to: Text,
    },
    /// The column is there under the name it had before.
    RenameColumn {
        /// The name it has.
        from: Text,
        /// The declared name.
        to: Text,
    },
    /// The column is not there.
    AddColumn(ColumnDef),
    /// The column differs.
    AlterColumn {
        /// What is there.
        from: ColumnDef,
        /// What is declared, with all that the declaration does not say kept as it is there.
        to: ColumnDef,
        /// In what they differ.
        differences: Vec<ColumnDifference>,
    },
    /// The primary key is not the declared one.
    ChangePrimaryKey {
        /// What is there; empty is none.
        from: Vec<IndexPart>,
        /// What is declared.
        to: Vec<IndexPart>,
        /// The conflict.
        conflict: PrimaryKeyConflict,
    },
    /// No index does what the declared one does.
    AddIndex(IndexDef),
    /// An index has the name, and is another.
    ReplaceIndex {
        /// What is there.
        from: IndexDef,
        /// What is declared.
        to: IndexDef,
    },
    /// No foreign key does what the declared one does.
    AddForeignKey(ForeignKeyDef),
    /// A foreign key has the name, and is another.
    ReplaceForeignKey {
        /// What is there.
        from: ForeignKeyDef,
        /// What is declared.
        to: ForeignKeyDef,
    },
    /// The check is not there.
    AddCheck(CheckDef),
    /// A check has the name, and says something else.
    ReplaceCheck {
        /// What is there.
        from: CheckDef,
        /// What is declared.
        to: CheckDef,
    },
    /// An index that is declared invisible is used by the optimiser.
    HideIndex(Text),
    /// An index that the optimiser shall use is invisible.
    ShowIndex(Text),
    /// The table is there and shall not be.
    DropTable,
    /// The column is there and shall not be.
    DropColumn(ColumnDef),
    /// There shall be no primary key; this is the one that is there.
    DropPrimaryKey(Vec<IndexPart>),
    /// The index is there and shall not be.
    DropIndex(IndexDef),
    /// The foreign key is there and shall not be.
    DropForeignKey(ForeignKeyDef),
    /// The check is there and shall not be.
    DropCheck(CheckDef),
    /// The columns stand in another order; this is the one they shall have.
    OrderColumns(Vec<Text>),
    /// The rows are partitioned otherwise.
    SetPartitions {
        /// `PARTITION BY ..` as it is; empty is none.
        from: Text,
        /// As it shall be.
        to: Text,
    },
    /// The sequence is not there; this statement makes it.
    CreateSequence(Text),
    /// A sequence of the name counts otherwise.
    ReplaceSequence {
        /// The statement that would make the one that is there.
        from: Text,
        /// The statement that makes it as it shall be.
        to: Text,
    },
    /// The sequence is there and shall not be.
    DropSequence,
    /// The default character set, the default collation or the row format differs. (What the
    /// columns have is compared column by column.)
    SetOptions {
        /// What is there.
        from: TableOptions,
        /// What is declared of it.
        to: TableOptions,
    },
    /// The comment of the table differs.
    SetComment {
        /// What is there.
        from: Text,
        /// What is declared.
        to: Text,
    },
}

/// In what a column differs from its declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ColumnDifference {
    /// Upper and lower case of the name.
    NameCase,
    /// The type.
    Type,
    /// Whether NULL is allowed.
    Nullable,
    /// The character set.
    Charset,
    /// The collation.
    Collation,
    /// The default.
    Default,
    /// `ON UPDATE`.
    OnUpdate,
    /// `AUTO_INCREMENT`.
    AutoIncrement,
    /// The expression of a generated column, or whether it is stored.
    Generated,
    /// Whether `SELECT *` leaves the column out.
    Invisible,
    /// The check in the column's own definition.
    Check,
    /// What the model has no words for.
    Attributes,
    /// The comment.
    Comment,
}

/// What a table has that its declaration does not mention. It is left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "kind", content = "value", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Undeclared {
    /// A column.
    Column {
        /// Its name.
        name: Text,
        /// Whether it makes inserts fail that don't name it: NOT NULL without a default.
        blocks_inserts: bool,
    },
    /// An attribute of a declared column: a default, ON UPDATE, AUTO_INCREMENT, invisibility.
    Attribute {
        /// The column.
        column: Text,
        /// The attribute.
        attribute: ColumnDifference,
    },
    /// An index.
    Index(Text),
    /// A foreign key.
    ForeignKey(Text),
    /// A check.
    Check(Text),
    /// A primary key, where the declaration wants none.
    PrimaryKey,
    /// The whole table, where another database is described and has none.
    Table,
    /// The whole sequence, likewise.
    Sequence,
}

impl fmt::Display for Undeclared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column { name, blocks_inserts: false } => write!(f, "column `{name}`"),
            Self::Column { name, blocks_inserts: true } => write!(
                f,
                "column `{name}`, NOT NULL without a default: inserts that don't name it fail"
            ),
            Self::Attribute { column, attribute } => write!(f, "{attribute} of column `{column}`"),
            Self::Index(name) => write!(f, "index `{name}`"),
            Self::ForeignKey(name) => write!(f, "foreign key `{name}`"),
            Self::Check(name) => write!(f, "check `{name}`"),
            Self::PrimaryKey => f.write_str("a primary key"),
            Self::Table => f.write_str("the table"),
            Self::Sequence => f.write_str("the sequence"),
        }
    }
}

impl fmt::Display for ColumnDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameCase => "name",
            Self::Type => "type",
            Self::Nullable => "NULL",
            Self::Charset => "character set",
            Self::Collation => "collation",
            Self::Default => "default",
            Self::OnUpdate => "ON UPDATE",
            Self::AutoIncrement => "AUTO_INCREMENT",
            Self::Generated => "generated value",
            Self::Invisible => "visibility",
            Self::Check => "check",
            Self::Attributes => "attributes",
            Self::Comment => "comment",
        })
    }
}
