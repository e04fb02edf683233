//! The model of what a server has: its tables, and the facts about them that no declaration has.

use std::collections::BTreeMap;

use super::{ForeignKeyDef, TableDef, TableName, Text, eq_ignore_case};

/// The declared tables as a server has them.
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LiveSchema {
    /// The connected database.
    pub database: String,
    /// Whether table names that differ only in case are the same table to the server
    /// (`lower_case_table_names` is not 0).
    pub table_names_ignore_case: bool,
    /// The default collation of each database that was looked into (`None` is the connected
    /// one). A database that is not here does not exist, or is hidden from this user.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::serialize::collations"))]
    pub default_collations: BTreeMap<Option<Text>, Text>,
    /// Whether this user may see every table of the server.
    pub sees_everything: bool,
    /// The databases of which this user may see every table (`None` is the connected one).
    pub seen_databases: Vec<Option<Text>>,
    /// The declared tables that exist, by their names (with the database where it is
    /// not the connected one).
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::serialize::tables"))]
    pub tables: BTreeMap<TableName, LiveTable>,
    /// The sequences (MariaDB), with the statement that makes each; only where the whole database
    /// was read.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::serialize::sequences"))]
    pub sequences: BTreeMap<TableName, Text>,
    /// What has a table's name and is none (`view`): the name of a declared table, or any where
    /// the whole database was read.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::serialize::others"))]
    pub others: BTreeMap<TableName, Text>,
    /// Every foreign key of the declared tables' databases, with the table it belongs to:
    /// also those of tables that nobody declared, as they may refer to a declared one.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub foreign_keys: Vec<(TableName, ForeignKeyDef)>,
}

/// A table as it is.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LiveTable {
    /// The table in the model's words.
    pub def: TableDef,
    /// How many rows the server thinks there are (an estimate, never exact).
    pub rows_estimate: u64,
    /// How many bytes data and indexes have (an estimate).
    pub bytes_estimate: u64,
    /// The primary key that MySQL generated because the table was created without one
    /// (`sql_generate_invisible_primary_key`): it counts as no key.
    pub generated_key: Option<Text>,
    /// Foreign keys whose parent's key is gone: they refuse valid rows.
    pub broken_foreign_keys: Vec<Text>,
    /// The name the table has until the plan renames it to the one it goes by here.
    pub renamed_from: Option<Text>,
    /// Columns that the plan renames: (the name until then, the name they go by here).
    pub renamed_columns: Vec<(Text, Text)>,
    /// What the model has no words for; the table is then left as it is.
    pub not_understood: Vec<String>,
}

impl LiveTable {
    /// The name that the table has before any rename of the plan.
    #[must_use]
    pub fn name_before(&self) -> TableName {
        let mut name = self.def.qualified_name();
        if let Some(old) = &self.renamed_from {
            name.table = old.clone();
        }
        name
    }

    /// The name that a column has before any rename of the plan.
    #[must_use]
    pub fn column_before(&self, name: &str) -> Text {
        self.renamed_columns
            .iter()
            .find(|(_, new)| eq_ignore_case(new, name))
            .map_or_else(|| Text::Owned(name.to_owned()), |(old, _)| old.clone())
    }
}

impl LiveSchema {
    /// The table of that name, as the server compares names.
    #[must_use]
    pub fn table(&self, name: &TableName) -> Option<&LiveTable> {
        if let Some(table) = self.tables.get(name) {
            return Some(table);
        }
        if self.table_names_ignore_case {
            let is_it = |there: &TableName| self.same_table(there, name);
            return self.tables.iter().find(|(there, _)| is_it(there)).map(|(_, table)| table);
        }
        // The tables of the connected database are here without it.
        let is_here = name.database.as_deref() == Some(&*self.database);
        if is_here { self.tables.get(&TableName::new(name.table.clone())) } else { None }
    }

    /// What stands where a table of that name would, and is none: `view`, `sequence`.
    #[must_use]
    pub fn in_the_place_of(&self, name: &TableName) -> Option<&str> {
        let is_it = |there: &&TableName| self.same_table(there, name);
        let other = || self.others.iter().find(|(there, _)| is_it(there)).map(|(_, kind)| &**kind);
        let sequence = || self.sequences.keys().find(is_it).map(|_| "sequence");
        other().or_else(sequence)
    }

    /// Whether this user may see every table of the connected database.
    #[must_use]
    pub fn shows_every_table(&self) -> bool {
        self.sees_everything || self.seen_databases.contains(&None)
    }

    /// The foreign keys that refer to the table, with the tables they belong to.
    pub fn references_to<'a>(
        &'a self,
        parent: &'a TableName,
    ) -> impl Iterator<Item = &'a (TableName, ForeignKeyDef)> + 'a {
        self.foreign_keys.iter().filter(move |(_, key)| self.same_table(&key.parent, parent))
    }

    /// Whether two names are the same table to the server.
    #[must_use]
    pub fn same_table(&self, a: &TableName, b: &TableName) -> bool {
        self.same_name(self.database_of(a), self.database_of(b))
            && self.same_name(&a.table, &b.table)
    }

    /// A name under which two spellings of one table are the same.
    #[must_use]
    pub fn folded(&self, name: &TableName) -> (String, String) {
        let fold = |text: &str| match self.table_names_ignore_case {
            true => text.to_lowercase(),
            false => text.to_owned(),
        };
        (fold(self.database_of(name)), fold(&name.table))
    }

    fn database_of<'a>(&'a self, name: &'a TableName) -> &'a str {
        name.database.as_deref().unwrap_or(&self.database)
    }

    fn same_name(&self, a: &str, b: &str) -> bool {
        if a == b || !self.table_names_ignore_case {
            return a == b;
        }
        match a.is_ascii() && b.is_ascii() {
            true => a.eq_ignore_ascii_case(b),
            false => a.to_lowercase() == b.to_lowercase(),
        }
    }
}
