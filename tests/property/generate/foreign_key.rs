//! Random foreign keys: to other tables, to the own one, in cycles, over several columns.

use super::Dice;
use crate::model::{Action, ForeignKey, Part, Schema, Table, Ty};

/// Adds a foreign key to a table; its columns get the type of those they refer to.
pub(super) fn add(dice: &mut Dice, schema: &mut Schema, child: usize) {
    let targets: Vec<(String, Vec<String>)> = schema
        .tables
        .iter()
        .flat_map(|table| referable(table).into_iter().map(|key| (table.name.clone(), key)))
        .collect();
    let Some((parent, parent_columns)) = dice.pick_any(&targets) else { return };
    let ends: Vec<_> = schema
        .table(&parent)
        .into_iter()
        .flat_map(|table| {
            parent_columns.iter().filter_map(move |name| Some((table, table.column(name)?)))
        })
        .map(|(table, column)| (column.ty.clone(), table.charset_of(column)))
        .collect();
    let name = format!("fk_{}", dice.up_to(9));
    let action = |dice: &mut Dice| {
        dice.pick(&[Action::Restrict, Action::Nothing, Action::Cascade, Action::SetNull])
    };
    let (on_delete, on_update) = (action(dice), action(dice));
    let Some(table) = schema.tables.get_mut(child) else { return };
    let mut free: Vec<usize> = (0..table.columns.len())
        .filter(|at| {
            let column = &table.columns[*at];
            let is_taken = table.foreign_keys.iter().any(|key| key.columns.contains(&column.name));
            let is_own_end = table.name == parent && parent_columns.contains(&column.name);
            let is_source = table.columns.iter().any(|other| {
                other.made.as_ref().is_some_and(|made| made.formula.column == column.name)
            });
            !(column.made.is_some() || column.auto_increment || is_taken || is_own_end || is_source)
        })
        .collect();
    let mut columns = Vec::new();
    for (ty, charset) in ends {
        let Some(at) = dice.pick_any(&free) else { return };
        free.retain(|other| *other != at);
        let table_charset = table.charset;
        let column = &mut table.columns[at];
        column.ty = ty;
        column.charset = Some(charset).filter(|charset| *charset != table_charset);
        column.default = None;
        column.on_update = false;
        column.check = None;
        columns.push(column.name.clone());
    }
    table.foreign_keys.push(ForeignKey {
        name,
        columns,
        parent,
        parent_columns,
        on_delete,
        on_update,
    });
}

/// The keys of a table that a foreign key may refer to.
pub(super) fn referable(table: &Table) -> Vec<Vec<String>> {
    let unique = table.indexes.iter().filter(|index| index.is_unique()).map(|index| &index.parts);
    std::iter::once(&table.primary_key)
        .chain(unique)
        .filter(|parts| !parts.is_empty() && parts.iter().all(|part| is_plain(table, part)))
        .map(|parts| parts.iter().map(|part| part.source().to_owned()).collect())
        .collect()
}

fn is_plain(table: &Table, part: &Part) -> bool {
    let column = part.column_name().and_then(|name| table.column(name));
    part.prefix.is_none()
        && column.is_some_and(|column| column.made.is_none() && may_be_joined(&column.ty))
}

/// Whether a foreign key may join columns of the type.
pub(super) fn may_be_joined(ty: &Ty) -> bool {
    matches!(
        ty,
        Ty::Int { .. }
            | Ty::Decimal { .. }
            | Ty::Char(_)
            | Ty::VarChar(_)
            | Ty::Binary(_)
            | Ty::VarBinary(_)
            | Ty::Date
            | Ty::DateTime(_)
    )
}
