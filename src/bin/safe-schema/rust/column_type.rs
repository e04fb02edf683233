//! Which Rust type a column gets: one that sqlx decodes the column into.

use safe_schema::schema::{ColumnType, IntegerWidth, LobSize, Text};

use super::Needs;
use super::attribute::Word;

/// A Rust type, and what is said of the column's type beside it.
pub(super) struct RustType {
    pub(super) name: String,
    pub(super) said: Option<Word>,
}

/// Why the derive has no words for the type.
pub(super) fn problem(ty: &ColumnType) -> Option<String> {
    match ty {
        ColumnType::Enum { members } | ColumnType::Set { members } => {
            let refused = |member: &Text| {
                member.ends_with(' ')
                    || member.contains('\0')
                    || member.chars().count() > 255
                    || member.chars().any(|c| c > '\u{FFFF}')
            };
            let mut folded: Vec<String> = members.iter().map(|m| m.to_ascii_lowercase()).collect();
            folded.sort();
            if members.iter().any(refused) {
                Some("it has a member that can't be declared".to_owned())
            } else if folded.windows(2).any(|pair| pair[0] == pair[1]) {
                Some("it has members that differ only in case".to_owned())
            } else {
                None
            }
        }
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Decimal { .. }
        | ColumnType::Float { .. }
        | ColumnType::Double { .. }
        | ColumnType::Bit { .. }
        | ColumnType::Char { .. }
        | ColumnType::VarChar { .. }
        | ColumnType::Binary { .. }
        | ColumnType::VarBinary { .. }
        | ColumnType::Text { .. }
        | ColumnType::Blob { .. }
        | ColumnType::Json
        | ColumnType::Date
        | ColumnType::Time { .. }
        | ColumnType::DateTime { .. }
        | ColumnType::Timestamp { .. }
        | ColumnType::Year
        | ColumnType::Other { .. } => None,
        _ => Some("a type that this version does not know".to_owned()),
    }
}

/// The Rust type of a column without an enum of its own.
pub(super) fn rust_type(ty: &ColumnType, needs: &mut Needs) -> RustType {
    let written = || Some(Word::text("sql_type", &written(ty)));
    let plain = |name: &str| RustType { name: name.to_owned(), said: None };
    let typed = |name: &str| RustType { name: name.to_owned(), said: written() };
    match ty {
        ColumnType::Boolean => plain("bool"),
        ColumnType::Integer { width, unsigned } => {
            let sign = if *unsigned { "u" } else { "i" };
            let bits = match width {
                IntegerWidth::Tiny => "8",
                IntegerWidth::Small => "16",
                IntegerWidth::Medium | IntegerWidth::Int => "32",
                IntegerWidth::Big => "64",
            };
            let said = if *width == IntegerWidth::Medium { written() } else { None };
            RustType { name: format!("{sign}{bits}"), said }
        }
        ColumnType::Decimal { precision, scale, unsigned } => {
            // 96 bits hold 28 digits.
            let name = if *precision <= 28 {
                needs.features.insert("`rust_decimal`");
                "sqlx::types::Decimal"
            } else {
                needs.features.insert("`bigdecimal`");
                "sqlx::types::BigDecimal"
            };
            let short = !unsigned && *scale <= 30;
            let precision = || {
                Word::List(
                    "precision",
                    vec![Word::Plain(precision.to_string()), Word::Plain(scale.to_string())],
                )
            };
            let said = if short { Some(precision()) } else { written() };
            RustType { name: name.to_owned(), said }
        }
        ColumnType::Float { unsigned: false } => plain("f32"),
        ColumnType::Double { unsigned: false } => plain("f64"),
        ColumnType::Float { .. } => typed("f32"),
        ColumnType::Double { .. } => typed("f64"),
        ColumnType::Bit { .. } => typed("u64"),
        ColumnType::VarChar { len } if *len > 0 => {
            RustType { name: "String".to_owned(), said: Some(Word::Plain(format!("len = {len}"))) }
        }
        ColumnType::Char { .. } | ColumnType::VarChar { .. } => typed("String"),
        ColumnType::VarBinary { len } if *len > 0 => {
            RustType { name: "Vec<u8>".to_owned(), said: Some(Word::Plain(format!("len = {len}"))) }
        }
        ColumnType::Binary { .. } | ColumnType::VarBinary { .. } => typed("Vec<u8>"),
        ColumnType::Text { size } => {
            let said = match size {
                LobSize::Normal => Word::flag("text"),
                LobSize::Tiny => Word::text("text", "tiny"),
                LobSize::Medium => Word::text("text", "medium"),
                LobSize::Long => Word::text("text", "long"),
            };
            RustType { name: "String".to_owned(), said: Some(said) }
        }
        ColumnType::Blob { size: LobSize::Long } => plain("Vec<u8>"),
        ColumnType::Blob { .. } => typed("Vec<u8>"),
        ColumnType::Enum { .. } | ColumnType::Set { .. } => typed("String"),
        ColumnType::Json => {
            needs.features.insert("`json`");
            plain("sqlx::types::JsonValue")
        }
        ColumnType::Date => {
            needs.features.insert("`chrono`");
            plain("sqlx::types::chrono::NaiveDate")
        }
        // A TIME may be longer than a day.
        ColumnType::Time { .. } => typed("sqlx::mysql::types::MySqlTime"),
        ColumnType::DateTime { fsp } => {
            needs.features.insert("`chrono`");
            let name = "sqlx::types::chrono::NaiveDateTime";
            if *fsp == 6 { plain(name) } else { typed(name) }
        }
        ColumnType::Timestamp { .. } => {
            needs.features.insert("`chrono`");
            typed("sqlx::types::chrono::DateTime<sqlx::types::chrono::Utc>")
        }
        ColumnType::Year => typed("u16"),
        ColumnType::Other { sql } => typed(other(sql, needs)),
        _ => typed("Vec<u8>"),
    }
}

/// Types that the model has no words for.
fn other(sql: &str, needs: &mut Needs) -> &'static str {
    let unsigned = sql.contains("unsigned") || sql.contains("zerofill");
    match sql.split(['(', ' ']).next().unwrap_or_default() {
        "tinyint" => {
            if unsigned {
                "u8"
            } else {
                "i8"
            }
        }
        "smallint" => {
            if unsigned {
                "u16"
            } else {
                "i16"
            }
        }
        "mediumint" | "int" => {
            if unsigned {
                "u32"
            } else {
                "i32"
            }
        }
        "bigint" => {
            if unsigned {
                "u64"
            } else {
                "i64"
            }
        }
        "float" => "f32",
        "double" => "f64",
        "decimal" => {
            needs.features.insert("`bigdecimal`");
            "sqlx::types::BigDecimal"
        }
        "inet4" | "inet6" | "uuid" | "xmltype" => "String",
        "geometry" | "point" | "linestring" | "polygon" | "multipoint" | "multilinestring"
        | "multipolygon" | "geometrycollection" | "geomcollection" => {
            needs.geometry = true;
            "Geometry"
        }
        _ => "Vec<u8>",
    }
}

/// The type as the derive reads it.
fn written(ty: &ColumnType) -> String {
    let signed = |name: &str, unsigned: bool| {
        if unsigned { format!("{name} unsigned") } else { name.to_owned() }
    };
    let fraction = |name: &str, fsp: u8| {
        if fsp == 0 { name.to_owned() } else { format!("{name}({fsp})") }
    };
    let size = |size: LobSize| match size {
        LobSize::Tiny => "tiny",
        LobSize::Normal => "",
        LobSize::Medium => "medium",
        LobSize::Long => "long",
    };
    match ty {
        ColumnType::Boolean => "tinyint(1)".to_owned(),
        ColumnType::Integer { width, unsigned } => signed(
            match width {
                IntegerWidth::Tiny => "tinyint",
                IntegerWidth::Small => "smallint",
                IntegerWidth::Medium => "mediumint",
                IntegerWidth::Int => "int",
                IntegerWidth::Big => "bigint",
            },
            *unsigned,
        ),
        ColumnType::Decimal { precision, scale, unsigned } => {
            signed(&format!("decimal({precision},{scale})"), *unsigned)
        }
        ColumnType::Float { unsigned } => signed("float", *unsigned),
        ColumnType::Double { unsigned } => signed("double", *unsigned),
        ColumnType::Bit { bits } => format!("bit({bits})"),
        ColumnType::Char { len } => format!("char({len})"),
        ColumnType::VarChar { len } => format!("varchar({len})"),
        ColumnType::Binary { len } => format!("binary({len})"),
        ColumnType::VarBinary { len } => format!("varbinary({len})"),
        ColumnType::Text { size: of } => format!("{}text", size(*of)),
        ColumnType::Blob { size: of } => format!("{}blob", size(*of)),
        ColumnType::Enum { members } => format!("enum({})", list(members)),
        ColumnType::Set { members } => format!("set({})", list(members)),
        ColumnType::Json => "json".to_owned(),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Time { fsp } => fraction("time", *fsp),
        ColumnType::DateTime { fsp } => fraction("datetime", *fsp),
        ColumnType::Timestamp { fsp } => fraction("timestamp", *fsp),
        ColumnType::Year => "year".to_owned(),
        ColumnType::Other { sql } => sql.to_string(),
        _ => String::new(),
    }
}

/// The derive knows no escapes but the doubled quote.
fn list(members: &[Text]) -> String {
    let quoted = members.iter().map(|member| format!("'{}'", member.replace('\'', "''")));
    quoted.collect::<Vec<_>>().join(",")
}
