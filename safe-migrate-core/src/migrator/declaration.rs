//! From models to the tables they declare, with everything they refer to.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::schema::{Model, TableDef};

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
