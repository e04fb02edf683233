//! A table, and the questions a `const` assertion can ask of it.

use super::text::{as_slice, as_str};
use super::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexPart, List, TableName, Text, eq_ignore_case,
};

/// A table: what a struct declares, or what a server has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TableDef {
    /// The database the table is in; `None` is the connected one.
    pub database: Option<Text>,
    /// The table's name.
    pub name: Text,
    /// The name that the table had before, in the same database. Only a declaration has one.
    pub renamed_from: Option<Text>,
    /// The columns, in order.
    pub columns: List<ColumnDef>,
    /// The parts of the primary key; empty is none.
    pub primary_key: List<IndexPart>,
    /// The other indexes, in order.
    pub indexes: List<IndexDef>,
    /// The foreign keys, in order.
    pub foreign_keys: List<ForeignKeyDef>,
    /// The check constraints, in order.
    pub checks: List<CheckDef>,
    /// Engine, character set and the like.
    pub options: TableOptions,
}

/// The options of a table; `None` in a declared table means "not said".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TableOptions {
    /// The storage engine; InnoDB when a new table does not say.
    pub engine: Option<Text>,
    /// The default character set; `utf8mb4` when a new table does not say, as a Rust string
    /// may hold any character.
    pub charset: Option<Text>,
    /// The default collation.
    pub collation: Option<Text>,
    /// The row format.
    pub row_format: Option<Text>,
    /// The comment.
    pub comment: Option<Text>,
    /// The number that the next row gets. Kept when a table is made from another; no difference
    /// between two tables, as every row moves it.
    pub auto_increment: Option<u64>,
    /// What else the server writes after the columns, name and value, sorted:
    /// (`STATS_PERSISTENT`, `1`). `None` in a declared table means "not said".
    pub others: Option<List<(Text, Text)>>,
    /// `PARTITION BY ..`, as the server writes it; empty is none, `None` means "not said".
    pub partitions: Option<Text>,
    /// Options of the primary key, as the server writes them: `USING HASH`, `COMMENT 'x'`;
    /// empty is none, `None` means "not said".
    pub primary_key: Option<Text>,
    /// Whether MariaDB keeps the former versions of the rows; `None` means "not said".
    pub system_versioned: Option<bool>,
}

impl TableOptions {
    /// Nothing said.
    pub const NONE: Self = Self {
        engine: None,
        charset: None,
        collation: None,
        row_format: None,
        comment: None,
        auto_increment: None,
        others: None,
        partitions: None,
        primary_key: None,
        system_versioned: None,
    };
}

impl TableDef {
    /// The name with the database, when that is not the connected one.
    #[must_use]
    pub fn qualified_name(&self) -> TableName {
        TableName { database: self.database.clone(), table: self.name.clone() }
    }

    /// Whether the table has the column (servers ignore the case of column names).
    #[must_use]
    pub const fn has_column(&self, name: &str) -> bool {
        self.column(name).is_some()
    }

    /// The column of that name (servers ignore the case of column names).
    #[must_use]
    pub const fn column(&self, name: &str) -> Option<&ColumnDef> {
        let columns = as_slice(&self.columns);
        let mut i = 0;
        while i < columns.len() {
            if eq_ignore_case(as_str(&columns[i].name), name) {
                return Some(&columns[i]);
            }
            i += 1;
        }
        None
    }

    /// The index of that name (servers ignore the case of index names).
    #[must_use]
    pub const fn index(&self, name: &str) -> Option<&IndexDef> {
        let indexes = as_slice(&self.indexes);
        let mut i = 0;
        while i < indexes.len() {
            if eq_ignore_case(as_str(&indexes[i].name), name) {
                return Some(&indexes[i]);
            }
            i += 1;
        }
        None
    }

    /// Whether the primary key has exactly these columns, in this order.
    #[must_use]
    pub const fn primary_key_is(&self, columns: &[&str]) -> bool {
        let parts = as_slice(&self.primary_key);
        if parts.len() != columns.len() {
            return false;
        }
        let mut i = 0;
        while i < parts.len() {
            match parts[i].column_name() {
                Some(name) if eq_ignore_case(name, columns[i]) => {}
                _ => return false,
            }
            i += 1;
        }
        true
    }

    /// Whether the column leads the primary key or an index, as an auto-increment column must.
    #[must_use]
    pub const fn leads_a_key(&self, column: &str) -> bool {
        if leads(as_slice(&self.primary_key), column) {
            return true;
        }
        let indexes = as_slice(&self.indexes);
        let mut i = 0;
        while i < indexes.len() {
            if leads(as_slice(&indexes[i].parts), column) {
                return true;
            }
            i += 1;
        }
        false
    }
}

const fn leads(parts: &[IndexPart], column: &str) -> bool {
    match parts {
        [first, ..] => match first.column_name() {
            Some(name) => eq_ignore_case(name, column),
            None => false,
        },
        [] => false,
    }
}
