//! Random columns.

use super::{Dice, check, default, text, ty};
use crate::model::{Column, Family, Formula, Made, Table, Ty};

/// Names, some of which need their quotes.
const NAMES: [&str; 14] = [
    "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "select", "c`t", "Ünicode", "it's", "c d",
];

/// A name that the table has no column of.
pub(super) fn free_name(dice: &mut Dice, table: &Table) -> Option<String> {
    let free: Vec<&str> = NAMES
        .into_iter()
        .filter(|name| !table.columns.iter().any(|there| there.name == *name))
        .collect();
    dice.pick_any(&free).map(str::to_owned)
}

/// A random column; it may be generated from one of the table's.
pub(super) fn column(dice: &mut Dice, table: &Table, name: String) -> Column {
    let mut column = Column::new(&name, ty::any(dice));
    column.nullable = dice.chance(60);
    column.invisible = dice.chance(8);
    column.comment = text::comment(dice);
    if column.ty.is_text() && dice.chance(25) {
        column.charset = Some(text::charset(dice));
    }
    if dice.chance(15)
        && let Some(made) = made(dice, table)
    {
        column.made = Some(made);
        return column;
    }
    if dice.chance(45) || !column.nullable && dice.chance(50) {
        set_default(dice, table, &mut column);
    }
    if column.precision().is_some() {
        column.on_update = dice.chance(30);
    }
    if !dice.is_mysql() && dice.chance(15) {
        column.check = check::of_column(dice, &column);
    }
    column
}

/// A default that fits the column's type.
pub(super) fn set_default(dice: &mut Dice, table: &Table, column: &mut Column) {
    let charset = table.charset_of(column);
    column.default = default::default(dice, &column.ty, charset);
}

/// The expression of a generated column, over any plain column of the table.
pub(super) fn made(dice: &mut Dice, table: &Table) -> Option<Made> {
    let plain: Vec<&Column> = table.columns.iter().filter(|column| column.made.is_none()).collect();
    let source = dice.pick_any(&plain)?;
    let formula = formula(dice, source)?;
    Some(Made { formula, stored: dice.chance(50) })
}

/// A random expression over the column, with a value of any kind.
pub(super) fn formula(dice: &mut Dice, source: &Column) -> Option<Formula> {
    let family = source.ty.family();
    let sql = match family {
        Family::Number => dice.pick(&["{} + 1", "({} * 2)", "coalesce({}, 0)", "{} % 3"]),
        Family::Text => {
            dice.pick(&["concat({}, 'it''s')", "lower({})", "concat('a\\\\', {})", "trim({})"])
        }
        Family::Moment => dice.pick(&["year({})", "dayofmonth({})"]),
        Family::Json => dice.pick(&["json_length({})", "json_unquote(json_extract({}, '$.a'))"]),
        Family::Other => return None,
    };
    Some(Formula { sql: sql.to_owned(), column: source.name.clone(), family })
}

/// Whether a generated column of the type holds what the formula gives; else a type that does.
pub(super) fn type_for(formula: &Formula, ty: &Ty) -> Option<Ty> {
    let fits = match formula.family {
        Family::Number => {
            matches!(
                ty,
                Ty::Int { bytes: 8, unsigned: false, zerofill: false } | Ty::VarChar(100..)
            )
        }
        Family::Text | Family::Json => matches!(ty, Ty::VarChar(100..)),
        Family::Moment => matches!(ty, Ty::Int { bytes: 4.., .. }),
        Family::Other => true,
    };
    (!fits).then_some(match formula.family {
        Family::Number => Ty::Int { bytes: 8, unsigned: false, zerofill: false },
        Family::Moment => Ty::Int { bytes: 4, unsigned: false, zerofill: false },
        Family::Text | Family::Json | Family::Other => Ty::VarChar(400),
    })
}
