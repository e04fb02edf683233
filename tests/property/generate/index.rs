//! Random keys: prefix, descending, functional, fulltext, spatial.

use super::{Dice, column, text};
use crate::model::{Column, Index, IndexKind, Part, Table, Target};

const NAMES: [&str; 8] = ["ix_a", "ix_b", "ix_c", "ix`d", "ix e", "IX_F", "ix_g", "ix_h"];

/// An index of the table under a name it does not have yet.
pub(super) fn index(dice: &mut Dice, table: &Table) -> Option<Index> {
    let free: Vec<&str> = NAMES
        .into_iter()
        .filter(|name| !table.indexes.iter().any(|index| index.name == *name))
        .collect();
    let name = dice.pick_any(&free)?.to_owned();
    let kind = match dice.up_to(20) {
        0..=10 => IndexKind::Plain,
        11..=16 => IndexKind::Unique,
        17 | 18 => IndexKind::Fulltext,
        _ => IndexKind::Spatial,
    };
    let (parts, options) = match kind {
        IndexKind::Plain | IndexKind::Unique => {
            let using = if dice.chance(8) { "USING BTREE" } else { "" };
            (parts(dice, table, 3), using)
        }
        IndexKind::Fulltext => {
            let parser = if dice.is_mysql() && dice.chance(30) { "WITH PARSER ngram" } else { "" };
            let wanted: Vec<&Column> =
                table.columns.iter().filter(|column| is_prose(column)).take(2).collect();
            (wanted.iter().map(|column| Part::column(&column.name)).collect(), parser)
        }
        IndexKind::Spatial => {
            let shape = table.columns.iter().find(|column| column.ty.is_shape());
            (shape.map(|column| Part::column(&column.name)).into_iter().collect(), "")
        }
    };
    Some(Index {
        name,
        kind,
        parts,
        invisible: dice.chance(10),
        comment: text::comment(dice),
        options: options.to_owned(),
    })
}

/// Whether a fulltext index may hold the column.
pub(super) fn is_prose(column: &Column) -> bool {
    use crate::model::Ty;
    matches!(column.ty, Ty::Char(_) | Ty::VarChar(_) | Ty::Text(_)) && column.made.is_none()
}

/// Up to so many parts: columns of the table, or expressions over them.
pub(super) fn parts(dice: &mut Dice, table: &Table, most: u32) -> Vec<Part> {
    let count = 1 + dice.up_to(most);
    (0..count)
        .filter_map(|_| {
            let column = dice.pick_any(&table.columns)?;
            let mut part = Part::column(&column.name);
            if dice.is_mysql()
                && dice.chance(12)
                && let Some(formula) = column::formula(dice, &column)
            {
                part.target = Target::Formula(formula);
            } else if dice.chance(20) {
                part.prefix = Some(1 + dice.up_to(9));
            }
            part.descending = dice.chance(15);
            Some(part)
        })
        .collect()
}

/// The parts of a primary key: plain columns.
pub(super) fn primary_key(dice: &mut Dice, table: &Table) -> Vec<Part> {
    let most = if dice.chance(60) { 1 } else { 3 };
    let mut key = parts(dice, table, most);
    key.retain(|part| part.column_name().is_some());
    key
}
