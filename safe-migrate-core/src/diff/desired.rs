//! What a database is compared with.

use std::collections::BTreeMap;

use crate::schema::{LiveSchema, TableDef, TableName, Text};

/// What a database shall be.
#[derive(Debug, Clone)]
pub struct Desired {
    /// The tables.
    pub tables: Vec<TableDef>,
    /// The sequences (MariaDB), with the statement that makes each.
    pub sequences: BTreeMap<TableName, Text>,
    /// What has a table's name there and is none (`view`): nothing that is made here.
    pub others: BTreeMap<TableName, Text>,
    /// The database that it is like, where who read it may not see all its tables.
    pub hidden_in: Option<Text>,
    /// How much they say.
    pub extent: Extent,
}

/// How much a declaration says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Extent {
    /// What it mentions. What it does not is kept, down to the default of a column: a struct's
    /// table is shared with people.
    Mentioned,
    /// Everything about the objects it names. Other tables, columns, indexes stay.
    Described,
    /// Everything. What it does not have shall not be there.
    Exact,
}

impl Desired {
    /// The declared tables of a service.
    #[must_use]
    pub const fn declared(tables: Vec<TableDef>) -> Self {
        Self {
            tables,
            sequences: BTreeMap::new(),
            others: BTreeMap::new(),
            hidden_in: None,
            extent: Extent::Mentioned,
        }
    }

    /// A database that was read ([`inspect`](crate::inspect)), as another shall be.
    ///
    /// With [`Extent::Exact`] it must have been read by a user who may see every table of it: else
    /// a migration ends with [`Error::HiddenTables`](crate::Error::HiddenTables), as what is hidden
    /// would be taken for what shall not be there.
    #[must_use]
    pub fn like(live: &LiveSchema, extent: Extent) -> Self {
        let tables = live.tables.values().map(|table| table.def.clone()).collect();
        Self {
            tables,
            sequences: live.sequences.clone(),
            others: live.others.clone(),
            hidden_in: (!live.shows_every_table()).then(|| live.database.clone().into()),
            extent,
        }
    }
}
