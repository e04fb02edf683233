//! One random change of a schema: where the bugs are.

use super::{Dice, check, column, default, foreign_key, index, partition, table, text, ty};
use crate::model::{Action, Column, Schema, Table};

/// Changes something; what is no longer valid afterwards is for [`legal`](super::legal()) to mend.
pub(super) fn mutate(dice: &mut Dice, schema: &mut Schema) {
    match dice.up_to(40) {
        0 => table::add(dice, schema),
        1 if schema.tables.len() > 1 => {
            let at = dice.up_to(schema.tables.len() as u32) as usize;
            schema.tables.remove(at);
        }
        2 | 3 => sequences(dice, schema),
        4..=8 => foreign_keys(dice, schema),
        9 => move_check(dice, schema),
        10..=14 => retype(dice, schema),
        15..=24 => of_one(dice, schema, change_column),
        25..=28 => of_one(dice, schema, columns),
        29..=34 => of_one(dice, schema, keys),
        _ => of_one(dice, schema, options),
    }
}

fn of_one(dice: &mut Dice, schema: &mut Schema, change: fn(&mut Dice, &mut Table)) {
    let at = dice.up_to(schema.tables.len() as u32) as usize;
    if let Some(table) = schema.tables.get_mut(at) {
        change(dice, table);
    }
}

fn any_of<T>(dice: &mut Dice, list: &[T]) -> Option<usize> {
    (!list.is_empty()).then(|| dice.up_to(list.len() as u32) as usize)
}

/// A column comes, goes, or stands elsewhere.
fn columns(dice: &mut Dice, table: &mut Table) {
    match dice.up_to(3) {
        0 => {
            let Some(name) = column::free_name(dice, table) else { return };
            let new = column::column(dice, table, name);
            let at = dice.up_to(table.columns.len() as u32 + 1) as usize;
            table.columns.insert(at, new);
        }
        1 if table.columns.len() > 1 => {
            let at = dice.up_to(table.columns.len() as u32) as usize;
            table.columns.remove(at);
        }
        _ => {
            let Some(from) = any_of(dice, &table.columns) else { return };
            let moved = table.columns.remove(from);
            let to = dice.up_to(table.columns.len() as u32 + 1) as usize;
            table.columns.insert(to, moved);
        }
    }
}

/// An attribute of a column changes, its type excepted.
fn change_column(dice: &mut Dice, table: &mut Table) {
    let Some(at) = any_of(dice, &table.columns) else { return };
    let before = table.clone();
    let column = &mut table.columns[at];
    match dice.up_to(12) {
        0 | 1 => column.nullable = !column.nullable,
        2 | 3 => column::set_default(dice, &before, column),
        4 => column.default = None,
        5 => column.comment = text::comment(dice),
        6 => column.invisible = !column.invisible,
        7 => {
            column.made = match column.made.take() {
                Some(mut made) if dice.chance(50) => {
                    made.stored = !made.stored;
                    Some(made)
                }
                Some(_) if dice.chance(30) => None,
                _ => column::made(dice, &before),
            };
        }
        8 => column.charset = Some(text::charset(dice)),
        9 => column.auto_increment = !column.auto_increment,
        10 => column.on_update = !column.on_update,
        _ => column.check = check::of_column(dice, column),
    }
}

/// A column gets another type, with all that a foreign key joins it to, or alone.
fn retype(dice: &mut Dice, schema: &mut Schema) {
    let Some(at) = any_of(dice, &schema.tables) else { return };
    let Some(which) = any_of(dice, &schema.tables[at].columns) else { return };
    let changed = &schema.tables[at].columns[which];
    let (mut ends, old) = (vec![(at, changed.name.clone())], changed.ty.clone());
    let new = if dice.chance(85) { ty::related(dice, &old) } else { ty::any(dice) };
    if dice.chance(75) {
        joined(schema, &mut ends);
    }
    for (at, name) in ends {
        let table = &mut schema.tables[at];
        let charset = table.charset;
        for column in table.columns.iter_mut().filter(|column| column.name == name) {
            column.ty = new.clone();
            if column.default.is_some() {
                column.default = default::default(dice, &new, column.charset.unwrap_or(charset));
            }
        }
    }
}

/// Adds every column that a foreign key joins to one of those, near or far.
fn joined(schema: &Schema, ends: &mut Vec<(usize, String)>) {
    let mut at = 0;
    while let Some((table, name)) = ends.get(at).cloned() {
        for (child, other) in schema.tables.iter().enumerate() {
            for key in &other.foreign_keys {
                let Some(parent) = schema.tables.iter().position(|t| t.name == key.parent) else {
                    continue;
                };
                for (own, theirs) in key.columns.iter().zip(&key.parent_columns) {
                    let (own, theirs) = ((child, own.clone()), (parent, theirs.clone()));
                    for (near, far) in [(&own, &theirs), (&theirs, &own)] {
                        if *near == (table, name.clone()) && !ends.contains(far) {
                            ends.push(far.clone());
                        }
                    }
                }
            }
        }
        at += 1;
    }
}

/// The primary key or an index changes.
fn keys(dice: &mut Dice, table: &mut Table) {
    let which = any_of(dice, &table.indexes);
    match (dice.up_to(10), which) {
        (0, _) => table.primary_key = index::primary_key(dice, table),
        (1, _) => table.primary_key.reverse(),
        (2, _) => table.primary_key.clear(),
        (3, Some(at)) => drop(table.indexes.remove(at)),
        (4, Some(at)) => table.indexes[at].parts = index::parts(dice, table, 3),
        (5, Some(at)) => {
            let other = dice.up_to(table.indexes.len() as u32) as usize;
            let name = table.indexes[at].name.clone();
            table.indexes[at].name = std::mem::replace(&mut table.indexes[other].name, name);
        }
        (6, Some(at)) => table.indexes[at].invisible = !table.indexes[at].invisible,
        (7, Some(at)) => table.indexes[at].comment = text::comment(dice),
        _ => table.indexes.extend(index::index(dice, table)),
    }
}

/// A foreign key comes, goes, or changes.
fn foreign_keys(dice: &mut Dice, schema: &mut Schema) {
    let Some(at) = any_of(dice, &schema.tables) else { return };
    let Some(which) = any_of(dice, &schema.tables[at].foreign_keys) else {
        return foreign_key::add(dice, schema, at);
    };
    match dice.up_to(5) {
        0 => drop(schema.tables[at].foreign_keys.remove(which)),
        1 => {
            // Its name goes to another key.
            let old = schema.tables[at].foreign_keys.remove(which);
            foreign_key::add(dice, schema, at);
            if let Some(new) = schema.tables[at].foreign_keys.last_mut() {
                new.name = old.name;
            }
        }
        2 => {
            let actions = [Action::Restrict, Action::Cascade, Action::SetNull];
            schema.tables[at].foreign_keys[which].on_delete = dice.pick(&actions);
        }
        3 => schema.tables[at].foreign_keys[which].name = format!("fk_{}", dice.up_to(9)),
        _ => foreign_key::add(dice, schema, at),
    }
}

/// A check goes to another table under its name.
fn move_check(dice: &mut Dice, schema: &mut Schema) {
    let (Some(from), Some(to)) = (any_of(dice, &schema.tables), any_of(dice, &schema.tables))
    else {
        return;
    };
    let Some(new) = check::check(dice, &schema.tables[to]) else { return };
    let name = schema.tables[from].checks.pop().map_or(new.name.clone(), |old| old.name);
    schema.tables[to].checks.push(crate::model::Check { name, ..new });
}

/// What belongs to the table as a whole.
fn options(dice: &mut Dice, table: &mut Table) {
    match dice.up_to(7) {
        0 => table.comment = text::comment(dice),
        1 => table.charset = text::charset(dice),
        2 => table.options = table::options(dice),
        3 => table.partitions = partition::partitions(dice, table),
        4 => table.partitions = None,
        5 => {
            if let Some(at) = any_of(dice, &table.checks) {
                let formula = &table.checks[at].formula;
                let column = table.column(&formula.column).cloned();
                let other =
                    column.as_ref().and_then(|column: &Column| check::of_column(dice, column));
                let check = &mut table.checks[at];
                check.enforced = !check.enforced;
                check.formula = other.unwrap_or_else(|| check.formula.clone());
            } else {
                table.checks.extend(check::check(dice, table));
            }
        }
        _ => table.checks.clear(),
    }
}

/// A sequence comes, goes, or counts otherwise.
fn sequences(dice: &mut Dice, schema: &mut Schema) {
    match any_of(dice, &schema.sequences) {
        Some(at) if dice.chance(40) => drop(schema.sequences.remove(at)),
        Some(at) if dice.chance(70) => schema.sequences[at].sql = table::sequence(dice).sql,
        _ => schema.sequences.push(table::sequence(dice)),
    }
}
