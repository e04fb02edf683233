//! What makes a value unfit -> the SQL condition that finds such values.

use crate::ddl::{identifier, literal, word};
use crate::plan::Unfit;

/// The condition that a value of the column is unfit in one of these ways. It is never true for
/// NULL.
pub(super) fn condition(column: &str, unfit: &[Unfit]) -> String {
    let column = identifier(column);
    let conditions: Vec<String> = unfit.iter().map(|unfit| one(&column, unfit)).collect();
    conditions.join(" OR ")
}

fn one(column: &str, unfit: &Unfit) -> String {
    match unfit {
        // BIT is a string to a comparison, until it is a number.
        Unfit::Below(least) => format!("{column} + 0 < {least}"),
        Unfit::Above(greatest) => format!("{column} + 0 > {greatest}"),
        Unfit::MoreDigits { scale } => format!("{column} <> ROUND({column}, {scale})"),
        // MySQL has an error for a double that is beyond all floats.
        Unfit::NotTheSameAs { cast, is_exact: false } if cast == "FLOAT" => format!(
            "CASE WHEN ABS({column}) > 3.4e38 THEN TRUE ELSE CAST({column} AS FLOAT) <> {column} END"
        ),
        Unfit::NotTheSameAs { cast, is_exact: false } => {
            format!("CAST({column} AS {cast}) + 0e0 <> {column}")
        }
        Unfit::NotTheSameAs { cast, is_exact: true } => {
            format!("CAST({column} + 0e0 AS {cast}) <> {column}")
        }
        Unfit::MoreCharacters { characters, charset: None } => {
            format!("CHAR_LENGTH({column}) > {characters}")
        }
        Unfit::MoreCharacters { characters, charset: Some(charset) } => {
            format!("CHAR_LENGTH(CONVERT({column} USING {})) > {characters}", word(charset))
        }
        Unfit::MoreBytes { bytes, charset: None } => format!("LENGTH({column}) > {bytes}"),
        Unfit::MoreBytes { bytes, charset: Some(charset) } => {
            format!("LENGTH(CONVERT({column} USING {})) > {bytes}", word(charset))
        }
        Unfit::FewerBytes(least) => format!("LENGTH({column}) < {least}"),
        Unfit::TrailingSpace => format!("RIGHT({column}, 1) = ' '"),
        Unfit::NotInCharset(charset) => {
            let there_and_back =
                format!("CONVERT(CONVERT({column} USING {0}) USING utf8mb4)", word(charset));
            different(&there_and_back, column)
        }
        Unfit::NoText(charset) => format!(
            "({column} IS NOT NULL AND NOT (CAST(CONVERT({column} USING {}) AS BINARY) <=> {column}))",
            word(charset)
        ),
        Unfit::NotOneOf(members) => {
            let members: Vec<String> =
                members.iter().map(|member| bytes(&literal(member))).collect();
            format!("{} NOT IN ({})", bytes(column), members.join(", "))
        }
        Unfit::Holds(member) => format!("FIND_IN_SET({}, {column}) > 0", literal(member)),
        Unfit::Finer { fsp } => {
            format!("MICROSECOND({column}) % {} <> 0", 10_u32.pow(6 - u32::from((*fsp).min(6))))
        }
        Unfit::TimeOfDay => format!("TIME({column}) <> '00:00:00'"),
        Unfit::NotWrittenAs { cast } => {
            different(&format!("CAST(CAST({column} AS {cast}) AS CHAR)"), column)
        }
        Unfit::NoYear => format!("({column} <> 0 AND {column} NOT BETWEEN 1901 AND 2155)"),
    }
}

/// Whether two values are not the same texts, to the last byte.
fn different(made: &str, column: &str) -> String {
    format!("({column} IS NOT NULL AND NOT ({} <=> {}))", bytes(made), bytes(column))
}

/// A text as its bytes in UTF-8: nothing is forgiven.
fn bytes(text: &str) -> String {
    format!("CAST(CONVERT({text} USING utf8mb4) AS BINARY)")
}
