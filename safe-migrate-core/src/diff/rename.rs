//! The live schema as the declaration speaks of it: it comes in under its old names, and goes out
//! under the declared ones, so that everything after this compares like with like.
//!
//! Only a declaration renames. A column that vanished beside one that appeared is two columns.

use crate::schema::{
    ForeignKeyDef, IndexPart, IndexTarget, List, LiveSchema, LiveTable, TableDef, TableName, Text,
    eq_ignore_case,
};

/// The live schema under the declared names. Where a table or column of the new name is there
/// already, nothing is renamed: it was done before, or both are in use.
#[must_use]
pub fn under_declared_names(declared: &[TableDef], mut live: LiveSchema) -> LiveSchema {
    for table in declared {
        rename_table(table, declared, &mut live);
        forget_generated_key(table, &mut live);
        rename_columns(table, &mut live);
    }
    live
}

fn rename_table(declared: &TableDef, all: &[TableDef], live: &mut LiveSchema) {
    let new = declared.qualified_name();
    let Some(old) = &declared.renamed_from else { return };
    let old = TableName { database: new.database.clone(), table: old.clone() };
    let is_declared = all.iter().any(|other| live.same_table(&other.qualified_name(), &old));
    if live.table(&new).is_some() || is_declared {
        return;
    }
    let Some(key) = live.tables.keys().find(|name| live.same_table(name, &old)).cloned() else {
        return;
    };
    if let Some(mut table) = live.tables.remove(&key) {
        table.renamed_from = Some(key.table.clone());
        table.def.name = new.table.clone();
        live.tables.insert(new.clone(), table);
    }
    let is_old = |name: &TableName| *name == key;
    for (child, _) in &mut live.foreign_keys {
        if is_old(child) {
            *child = new.clone();
        }
    }
    each_key(live, |_, reference| {
        if is_old(&reference.parent) {
            reference.parent = new.clone();
        }
    });
}

/// Every foreign key that is known, with its table: those of all tables of the databases, and
/// those in the definitions of the declared ones.
fn each_key(live: &mut LiveSchema, mut change: impl FnMut(&TableName, &mut ForeignKeyDef)) {
    for (child, key) in &mut live.foreign_keys {
        change(child, key);
    }
    for (child, table) in &mut live.tables {
        // An empty list stays borrowed.
        if !table.def.foreign_keys.is_empty() {
            table.def.foreign_keys.to_mut().iter_mut().for_each(|key| change(child, key));
        }
    }
}

/// A generated key counts as none, unless the column is a declared one.
fn forget_generated_key(declared: &TableDef, live: &mut LiveSchema) {
    let Some(name) = live.table(&declared.qualified_name()).map(|table| table.def.qualified_name())
    else {
        return;
    };
    if let Some(table) = live.tables.get_mut(&name) {
        if table.generated_key.as_ref().is_some_and(|column| declared.has_column(column)) {
            table.generated_key = None;
        }
        if table.generated_key.is_some() {
            table.def.primary_key = List::Owned(Vec::new());
        }
    }
}

fn rename_columns(declared: &TableDef, live: &mut LiveSchema) {
    let name = declared.qualified_name();
    let Some(there) = live.table(&name) else { return };
    let name = there.def.qualified_name();
    let renames: Vec<(Text, Text)> = declared
        .columns
        .iter()
        .filter(|column| there.def.column(&column.name).is_none())
        .filter_map(|column| {
            let old = column.renamed_from.as_ref()?;
            let old = &there.def.column(old).filter(|_| !declared.has_column(old))?.name;
            Some((old.clone(), column.name.clone()))
        })
        .collect();
    for (old, new) in renames {
        let swap = |text: &mut Text| {
            if eq_ignore_case(text, &old) {
                *text = new.clone();
            }
        };
        let Some(table) = live.tables.get_mut(&name) else { continue };
        // Claimed by two fields: the first has it.
        if table.renamed_columns.iter().any(|(claimed, _)| *claimed == old) {
            continue;
        }
        rename_column(table, &old, &new);
        each_key(live, |child, key| {
            if *child == name {
                key.columns.to_mut().iter_mut().for_each(swap);
            }
            if key.parent == name {
                key.parent_columns.to_mut().iter_mut().for_each(swap);
            }
        });
    }
}

fn rename_column(table: &mut LiveTable, old: &Text, new: &Text) {
    let swap_part = |part: &mut IndexPart| {
        if let IndexTarget::Column(name) = &mut part.target
            && eq_ignore_case(name, old)
        {
            *name = new.clone();
        }
    };
    for column in table.def.columns.to_mut() {
        if column.name == *old {
            column.name = new.clone();
        }
    }
    if !table.def.primary_key.is_empty() {
        table.def.primary_key.to_mut().iter_mut().for_each(swap_part);
    }
    if !table.def.indexes.is_empty() {
        for index in table.def.indexes.to_mut() {
            index.parts.to_mut().iter_mut().for_each(swap_part);
        }
    }
    // Both servers write names in expressions in backticks, and rewrite them with the rename.
    let (quoted, renamed) = (format!("`{old}`"), format!("`{new}`"));
    let rewrite = |text: &mut Text| *text = text.replace(&quoted, &renamed).into();
    for column in table.def.columns.to_mut() {
        if let Some(generated) = &mut column.generated {
            rewrite(&mut generated.expression);
        }
        if let Some(check) = &mut column.check {
            rewrite(check);
        }
    }
    if !table.def.checks.is_empty() {
        table.def.checks.to_mut().iter_mut().for_each(|check| rewrite(&mut check.expression));
    }
    table.renamed_columns.push((old.clone(), new.clone()));
}
