//! A column and its attributes.

use super::{ColumnType, Text};

/// A column.
///
/// Where a field is an `Option`, `None` in a declared table means "not said": the server's own
/// value stands and is not compared. A table read from a server has all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnDef {
    /// The name; servers ignore its case.
    pub name: Text,
    /// The type.
    pub ty: ColumnType,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// The character set, for types that hold text.
    pub charset: Option<Text>,
    /// The collation, for types that hold text.
    pub collation: Option<Text>,
    /// The default; `None` is no default, or NULL where the column is nullable.
    pub default: Option<DefaultValue>,
    /// `ON UPDATE`: the expression.
    pub on_update: Option<Text>,
    /// Whether the server numbers new rows.
    pub auto_increment: bool,
    /// The expression of a generated column.
    pub generated: Option<Generated>,
    /// Left out by `SELECT *`.
    pub invisible: bool,
    /// The comment.
    pub comment: Option<Text>,
    /// The name that the column had before. Only a declaration has one.
    pub renamed_from: Option<Text>,
    /// The SQL expression that gives existing rows their value when the column becomes
    /// NOT NULL. Only a declaration has one.
    pub backfill: Option<Text>,
}

/// The default of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefaultValue {
    /// A value, as text without quotes: `0`, `1.50`, `it's`.
    Literal(Text),
    /// An SQL expression: `CURRENT_TIMESTAMP(6)`, `(uuid())`.
    Expression(Text),
}

/// How a generated column gets its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The SQL expression, without the outer parentheses.
    pub expression: Text,
    /// Whether the value is stored.
    pub storage: Storage,
}

/// Where the value of a generated column lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// Computed when read.
    Virtual,
    /// Computed when written, and kept in the row.
    Stored,
}

impl ColumnDef {
    /// A NOT NULL column of the type, with nothing else said.
    #[must_use]
    pub const fn new(name: &'static str, ty: ColumnType, nullable: bool) -> Self {
        Self {
            name: Text::Borrowed(name),
            ty,
            nullable,
            charset: None,
            collation: None,
            default: None,
            on_update: None,
            auto_increment: false,
            generated: None,
            invisible: false,
            comment: None,
            renamed_from: None,
            backfill: None,
        }
    }

    /// Whether NULL is allowed; in `const` evaluation too.
    #[must_use]
    pub const fn nullable(&self) -> bool {
        self.nullable
    }
}
