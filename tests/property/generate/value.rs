//! The n-th value of a type, as a literal.

use crate::model::{Charset, Ty, quoted};

/// The n-th value of the type. Different numbers give different values, as far as the type has so
/// many; near types have the same ones.
pub(crate) fn literal(ty: &Ty, charset: Charset, number: u32) -> String {
    match ty {
        Ty::Bool => (number % 2).to_string(),
        Ty::Int { .. } => number.to_string(),
        Ty::Decimal { scale, .. } => {
            let fraction = if *scale > 0 { ".5" } else { "" };
            format!("{number}{fraction}")
        }
        Ty::Float { .. } => format!("{number}.25"),
        Ty::Bit(bits) => (u64::from(number) % (1_u64 << (*bits).min(32))).to_string(),
        Ty::Char(len) | Ty::VarChar(len) => quoted(&text(charset, *len, number)),
        Ty::Text(_) => quoted(&text(charset, 60, number)),
        Ty::Binary(_) | Ty::VarBinary(_) => format!("x'{number:02X}0A'"),
        Ty::Blob(_) => format!("x'{number:02X}00FF27'"),
        Ty::Enum(members) | Ty::Set(members) => quoted(&members[number as usize % members.len()]),
        Ty::Json => format!("'{{\"a\": {number}}}'"),
        Ty::Date => format!("'2020-01-{:02}'", number % 28 + 1),
        Ty::Time(fsp) => format!("'01:02:{:02}{}'", number % 60, fraction(*fsp)),
        Ty::DateTime(fsp) | Ty::Timestamp(fsp) => {
            format!("'2020-01-{:02} 03:04:05{}'", number % 28 + 1, fraction(*fsp))
        }
        Ty::Year => (2000 + number).to_string(),
        Ty::Point { srid } => {
            format!("ST_GeomFromText('POINT({number} 1)', {})", srid.unwrap_or_default())
        }
        Ty::Geometry => format!("ST_GeomFromText('LINESTRING({number} 1,2 3)')"),
        Ty::Vector(_) => format!("STRING_TO_VECTOR('[{number},1,2]')"),
        Ty::Inet6 => format!("'::{number:x}'"),
        Ty::Uuid => format!("'123e4567-e89b-12d3-a456-4266554400{number:02x}'"),
    }
}

fn fraction(fsp: u8) -> &'static str {
    &".123456"[..if fsp == 0 { 0 } else { usize::from(fsp) + 1 }]
}

fn text(charset: Charset, len: u32, number: u32) -> String {
    let rest = match charset.set {
        "ascii" => "v'",
        "latin1" => "é\\",
        "utf8mb4" => "😀é",
        _ => "€'",
    };
    let digits = char::from_digit(number % 36, 36).unwrap_or('x');
    format!("{digits}{rest}").chars().take(len as usize).collect()
}
