//! Foreign keys.

use super::{List, TableName, Text};

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ForeignKeyDef {
    /// The constraint's name; unique in its database.
    pub name: Text,
    /// The columns of this table.
    pub columns: List<Text>,
    /// The table referred to.
    pub parent: TableName,
    /// The columns referred to, in the order of `columns`.
    pub parent_columns: List<Text>,
    /// What a deleted parent does.
    pub on_delete: ReferentialAction,
    /// What a changed parent key does.
    pub on_update: ReferentialAction,
}

/// What a change of the parent row does to the rows that refer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum ReferentialAction {
    /// The change is refused. InnoDB treats `RESTRICT` and `NO ACTION` alike, and the servers
    /// show an omitted rule as one or the other.
    #[default]
    Restrict,
    /// The rows follow: they are deleted, or get the new key.
    Cascade,
    /// Their columns become NULL.
    SetNull,
    /// Their columns get their defaults (parsed by the servers, refused by InnoDB).
    SetDefault,
}
