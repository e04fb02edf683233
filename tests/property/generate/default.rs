//! Random defaults: literals that are hard to quote, bytes, expressions.

use super::{Dice, text};
use crate::model::{Charset, Default, Ty};

/// A default for a column of the type, or none.
pub(super) fn default(dice: &mut Dice, ty: &Ty, charset: Charset) -> Option<Default> {
    let literal = |text: &str| Some(Default::Text(text.to_owned()));
    let sql = |text: &str| Some(Default::Sql(text.to_owned()));
    let by_expression = dice.chance(20);
    match ty {
        Ty::Bool => sql(dice.pick(&["0", "1", "TRUE"])),
        Ty::Int { unsigned, .. } => match (by_expression, unsigned) {
            (true, _) => sql("(1 + 2)"),
            (false, true) => sql(dice.pick(&["0", "7", "'12'"])),
            (false, false) => sql(dice.pick(&["0", "-5", "7", "'12'"])),
        },
        Ty::Decimal { scale: 0, .. } => sql(dice.pick(&["0", "12", "(3 * 4)"])),
        Ty::Decimal { .. } => sql(dice.pick(&["1.5", "0", "0.10", "'2.50'", "(1.25 * 2)"])),
        Ty::Float { .. } => sql(dice.pick(&["0", "1e3", "0.5", "2.25", "(1 / 4)"])),
        Ty::Bit(1) => sql(dice.pick(&["b'1'", "b'0'"])),
        Ty::Bit(_) => sql(dice.pick(&["b'101'", "b'0'", "5"])),
        Ty::Char(len) | Ty::VarChar(len) => {
            if by_expression && *len >= 40 {
                return sql(dice.pick(&["(uuid())", "(concat('a', 'b''c'))", "(lower('Q\\\\'))"]));
            }
            literal(&text::text(dice, charset, (*len).min(20)))
        }
        Ty::Binary(len) | Ty::VarBinary(len) => match dice.up_to(4) {
            0 => literal("ab"),
            1 => sql("x'ff00'"),
            2 if *len >= 4 => sql("'a\\0b'"),
            _ => literal(""),
        },
        Ty::Text(_) if dice.is_mysql() => sql(dice.pick(&["('it''s')", "(concat('a', '\\\\'))"])),
        Ty::Text(_) => literal(&text::text(dice, charset, 20)),
        Ty::Blob(_) if dice.is_mysql() => sql("('blob')"),
        Ty::Blob(_) => literal("blob"),
        Ty::Enum(members) | Ty::Set(members) => literal(&dice.pick(members)),
        Ty::Json if dice.is_mysql() => sql(dice.pick(&["(json_array(1, 'a'))", "(json_object())"])),
        Ty::Json => literal("{\"a\": 1}"),
        Ty::Date if by_expression => sql("(curdate())"),
        Ty::Date => literal("2020-02-03"),
        Ty::Time(_) => literal(dice.pick(&["01:02:03", "-10:00:00"])),
        Ty::DateTime(_) | Ty::Timestamp(_) => match dice.up_to(3) {
            0 => literal("2020-02-03 04:05:06"),
            _ => Some(Default::Now),
        },
        Ty::Year => sql("2021"),
        Ty::Point { .. } | Ty::Geometry | Ty::Vector(_) => None,
        Ty::Inet6 => literal("::1"),
        Ty::Uuid => sql(dice.pick(&["uuid()", "'123e4567-e89b-12d3-a456-426655440000'"])),
    }
}
