//! A column and its attributes.

use super::{ColumnType, List, LobSize, Text};

/// A column.
///
/// Where a field is an `Option`, `None` in a declared table means "not said": the server's own
/// value stands and is not compared. A table read from a server has all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ColumnDef {
    /// The name; servers ignore its case.
    pub name: Text,
    /// The type.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
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
    /// The check that stands in the column's own definition (MariaDB), without the outer
    /// parentheses. It has no name but the column's, and goes with a MODIFY that leaves it out.
    pub check: Option<Text>,
    /// Attributes the model has no words for, as the server writes them: `COLUMN_FORMAT FIXED`,
    /// `COMPRESSED`, `WITHOUT SYSTEM VERSIONING`. Only a table that was read has them.
    pub attributes: Option<Text>,
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
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DefaultValue {
    /// A value, as text without quotes: `0`, `1.50`, `it's`.
    Literal(Text),
    /// An SQL expression: `CURRENT_TIMESTAMP(6)`, `(uuid())`.
    Expression(Text),
    /// Bytes that are no text: `0xFF00`.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::serialize::hexadecimal"))]
    Bytes(List<u8>),
}

/// How a generated column gets its value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Generated {
    /// The SQL expression, without the outer parentheses.
    pub expression: Text,
    /// Whether the value is stored.
    pub storage: Storage,
}

/// Where the value of a generated column lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Storage {
    /// Computed when read.
    Virtual,
    /// Computed when written, and kept in the row.
    Stored,
}

impl ColumnDef {
    /// Whether it is a text that holds documents only, as MariaDB has it for JSON.
    pub(crate) fn holds_documents(&self) -> bool {
        let valid = || format!("json_valid(`{}`)", self.name.replace('`', "``"));
        matches!(self.ty, ColumnType::Text { size: LobSize::Long })
            && self.check.as_deref().is_some_and(|check| check == valid())
    }

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
            check: None,
            attributes: None,
            comment: None,
            renamed_from: None,
            backfill: None,
        }
    }

    /// The character set that a column made so has: a collation brings its own along.
    pub(crate) fn resulting_charset(&self) -> Option<Text> {
        let of_collation = self.collation.as_deref().and_then(|collation| {
            let (charset, _) = collation.split_once('_').unwrap_or((collation, ""));
            // MariaDB's collations for every Unicode character set have no name in front.
            (!charset.starts_with("uca")).then(|| Text::Owned(charset.to_owned()))
        });
        of_collation.or_else(|| self.charset.clone())
    }

    /// Whether NULL is allowed; in `const` evaluation too.
    #[must_use]
    pub const fn nullable(&self) -> bool {
        self.nullable
    }
}
