//! From models to the tables they declare, with everything they refer to.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;
use crate::schema::{LiveSchema, Model, TableDef, TableName, Text};

/// The tables of the models and of all models they refer to, each once.
pub(super) fn tables(models: &[Model]) -> Result<Vec<&'static TableDef>, Error> {
    let mut tables: Vec<&'static TableDef> = Vec::new();
    let mut known: BTreeMap<(Option<&str>, &str), &TableDef> = BTreeMap::new();
    let mut todo: Vec<Model> = models.to_vec();
    todo.reverse();
    while let Some(model) = todo.pop() {
        let name = (model.table.database.as_deref(), &*model.table.name);
        match known.insert(name, model.table) {
            Some(other) if other == model.table => continue,
            Some(other) => return Err(Error::DuplicateTable { table: other.qualified_name() }),
            None => tables.push(model.table),
        }
        // After the models that were named, in the order of their foreign keys.
        todo.splice(0..0, model.parents.iter().rev().map(|parent| parent()));
    }
    Ok(tables)
}

/// The tables with the connected database left out of their names, as in what was read.
pub(super) fn resolve(
    tables: &[&'static TableDef],
    live: &LiveSchema,
) -> Result<Vec<TableDef>, Error> {
    let elsewhere = |database: &Text| *database != live.database;
    let mut known = BTreeSet::new();
    let mut resolved: Vec<TableDef> = Vec::with_capacity(tables.len());
    for table in tables {
        let mut table = (*table).clone();
        table.database = table.database.filter(elsewhere);
        if !table.foreign_keys.is_empty() {
            for key in table.foreign_keys.to_mut() {
                key.parent.database = key.parent.database.take().filter(elsewhere);
            }
        }
        let name = table.qualified_name();
        // Names that differ only in case are one table on some servers.
        if !known.insert(live.folded(&name)) {
            return Err(Error::DuplicateTable { table: name });
        }
        resolved.push(table);
    }
    Ok(resolved)
}

/// The names to look for, former ones included.
pub(super) fn names(tables: &[&'static TableDef]) -> Vec<TableName> {
    let mut names: Vec<TableName> = Vec::with_capacity(tables.len());
    for table in tables {
        names.push(table.qualified_name());
        names.extend(
            table
                .renamed_from
                .as_ref()
                .map(|old| TableName { database: table.database.clone(), table: old.clone() }),
        );
    }
    names
}
