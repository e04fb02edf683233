//! Random types, and types that are related to one.

use super::{Dice, text};
use crate::model::Ty;

/// Any type the server has.
pub(super) fn any(dice: &mut Dice) -> Ty {
    match dice.up_to(28) {
        0..=4 => int(dice),
        5 => Ty::Bool,
        6 | 7 => decimal(dice),
        8 => Ty::Float {
            double: dice.chance(50),
            unsigned: dice.chance(20),
            digits: dice.chance(20).then_some((8, 3)),
        },
        9 => Ty::Bit(dice.pick(&[1, 5, 8, 33, 64])),
        10 => Ty::Char(dice.pick(&[1, 2, 10, 36, 64])),
        11..=15 => varchar(dice),
        16 => Ty::Binary(dice.pick(&[2, 4, 16])),
        17 => Ty::VarBinary(dice.pick(&[4, 16, 64, 300])),
        18 => Ty::Text(dice.up_to(4) as u8),
        19 => Ty::Blob(dice.up_to(4) as u8),
        20 => Ty::Enum(text::members(dice)),
        21 => Ty::Set(text::members(dice)),
        22 => Ty::Json,
        23 => Ty::Date,
        24 => Ty::Time(fraction(dice)),
        25 => Ty::DateTime(fraction(dice)),
        26 => Ty::Timestamp(fraction(dice)),
        _ => rare(dice),
    }
}

fn rare(dice: &mut Dice) -> Ty {
    let is_mysql = dice.is_mysql();
    match dice.up_to(4) {
        0 => Ty::Year,
        1 => Ty::Point { srid: (is_mysql && dice.chance(50)).then_some(4326) },
        2 => Ty::Geometry,
        _ if is_mysql => Ty::Vector(3),
        _ => dice.pick(&[Ty::Inet6, Ty::Uuid]),
    }
}

pub(super) fn int(dice: &mut Dice) -> Ty {
    let zerofill = dice.chance(4);
    Ty::Int {
        bytes: dice.pick(&[1, 2, 3, 4, 4, 4, 8, 8]),
        unsigned: zerofill || dice.chance(30),
        zerofill,
    }
}

fn varchar(dice: &mut Dice) -> Ty {
    Ty::VarChar(dice.pick(&[1, 5, 10, 20, 40, 63, 64, 85, 100, 255, 256, 300]))
}

fn decimal(dice: &mut Dice) -> Ty {
    let scale = dice.pick(&[0, 2, 4]);
    Ty::Decimal { precision: scale + dice.pick(&[3, 5, 10, 20]), scale, unsigned: dice.chance(10) }
}

fn fraction(dice: &mut Dice) -> u8 {
    dice.pick(&[0, 0, 3, 6])
}

/// A type that is wider, narrower, or otherwise near.
pub(super) fn related(dice: &mut Dice, ty: &Ty) -> Ty {
    match ty {
        Ty::Bool | Ty::Int { .. } => {
            if dice.chance(85) {
                int(dice)
            } else {
                dice.pick(&[Ty::Bool, Ty::VarChar(20)])
            }
        }
        Ty::Decimal { .. } => decimal(dice),
        Ty::Float { .. } => Ty::Float { double: dice.chance(50), unsigned: false, digits: None },
        Ty::Bit(_) => Ty::Bit(dice.pick(&[1, 5, 8, 33, 64])),
        Ty::Char(_) | Ty::VarChar(_) | Ty::Text(_) => match dice.up_to(10) {
            0 | 1 => Ty::Text(dice.up_to(4) as u8),
            2 => Ty::Char(dice.pick(&[1, 10, 36])),
            _ => varchar(dice),
        },
        Ty::Binary(_) | Ty::VarBinary(_) | Ty::Blob(_) => match dice.up_to(3) {
            0 => Ty::Blob(dice.up_to(4) as u8),
            1 => Ty::Binary(dice.pick(&[2, 4, 16])),
            _ => Ty::VarBinary(dice.pick(&[4, 16, 64, 300])),
        },
        Ty::Enum(members) => Ty::Enum(other_members(dice, members)),
        Ty::Set(members) => Ty::Set(other_members(dice, members)),
        Ty::Date | Ty::DateTime(_) | Ty::Timestamp(_) => match dice.up_to(4) {
            0 => Ty::Date,
            1 => Ty::Timestamp(fraction(dice)),
            _ => Ty::DateTime(fraction(dice)),
        },
        Ty::Time(_) => Ty::Time(fraction(dice)),
        Ty::Json
        | Ty::Year
        | Ty::Point { .. }
        | Ty::Geometry
        | Ty::Vector(_)
        | Ty::Inet6
        | Ty::Uuid => any(dice),
    }
}

/// With a member more, one less, or in another order.
fn other_members(dice: &mut Dice, members: &[String]) -> Vec<String> {
    let mut other = members.to_vec();
    match dice.up_to(4) {
        0 => other.push("new".to_owned()),
        1 => other.insert(0, "first".to_owned()),
        2 if other.len() > 1 => drop(other.pop()),
        _ => other.reverse(),
    }
    other.dedup();
    other
}
