//! Indexes and the parts of keys.

use super::{List, Text};

/// An index other than the primary key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct IndexDef {
    /// The name; unique in its table, without regard to case.
    pub name: Text,
    /// What the index is for.
    pub kind: IndexKind,
    /// What is indexed, most significant first.
    pub parts: List<IndexPart>,
    /// Whether the optimiser ignores the index.
    pub invisible: bool,
    /// The comment; `None` in a declared table means "not said".
    pub comment: Option<Text>,
    /// Options the model has no words for, as the server writes them: `USING BTREE`,
    /// `WITH PARSER ngram`, `KEY_BLOCK_SIZE=4`. Only a table that was read has them.
    pub options: Option<Text>,
}

/// What an index is for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum IndexKind {
    /// Finds rows.
    Plain,
    /// Finds rows, and refuses duplicates.
    Unique,
    /// Finds words.
    Fulltext,
    /// Finds shapes.
    Spatial,
    /// A kind this model has no words for, as the server names it.
    Other(Text),
}

/// One part of a primary key or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct IndexPart {
    /// A column or an expression.
    pub target: IndexTarget,
    /// Only so many characters (bytes, for binary types) of the value.
    pub prefix: Option<u32>,
    /// Sorted from high to low.
    pub descending: bool,
}

/// What one part of an index covers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum IndexTarget {
    /// A column.
    Column(Text),
    /// An SQL expression (MySQL only), without the outer parentheses.
    Expression(Text),
}

impl IndexPart {
    /// A whole column, ascending.
    #[must_use]
    pub const fn column(name: &'static str) -> Self {
        Self { target: IndexTarget::Column(Text::Borrowed(name)), prefix: None, descending: false }
    }

    /// The column's name, unless the part is an expression.
    #[must_use]
    pub const fn column_name(&self) -> Option<&str> {
        match &self.target {
            IndexTarget::Column(name) => Some(super::text::as_str(name)),
            IndexTarget::Expression(_) => None,
        }
    }
}

impl IndexDef {
    /// Whether the index refuses duplicates.
    #[must_use]
    pub const fn is_unique(&self) -> bool {
        matches!(self.kind, IndexKind::Unique)
    }
}
