//! Random checks, which the values that rows are filled with satisfy.

use super::Dice;
use crate::model::{Check, Column, Family, Formula, Table};

/// A named check over a column of the table.
pub(super) fn check(dice: &mut Dice, table: &Table) -> Option<Check> {
    let plain: Vec<&Column> = table.columns.iter().filter(|column| column.made.is_none()).collect();
    let column = dice.pick_any(&plain)?;
    let formula = of_column(dice, column)?;
    let name = dice.pick(&["ck_a", "ck_b", "ck_c", "ck'd", "ck_e", "ck_f"]).to_owned();
    let enforced = !dice.is_mysql() || dice.chance(80);
    Some(Check { name, formula, enforced })
}

/// What a check of the column says.
pub(super) fn of_column(dice: &mut Dice, column: &Column) -> Option<Formula> {
    let family = column.ty.family();
    let sql = match family {
        Family::Number => {
            dice.pick(&["{} < 1000", "{} >= 0 AND {} <> 99", "{} IN (1, 2) OR {} > -1"])
        }
        Family::Text => {
            dice.pick(&["{} <> 'it''s not'", "char_length({}) < 200", "{} <> 'a\\\\b\\nc'"])
        }
        Family::Moment => dice.pick(&["{} > '2001-01-01'", "year({}) < 2100"]),
        Family::Json => "json_length({}) < 50",
        Family::Other => return None,
    };
    Some(Formula { sql: sql.to_owned(), column: column.name.clone(), family })
}
