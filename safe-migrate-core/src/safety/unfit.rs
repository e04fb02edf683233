//! What makes a value unfit -> the SQL condition that finds such values.

use crate::ddl::{identifier, literal, word};
use crate::plan::Unfit;
use crate::server::Flavour;

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
        Unfit::NotTheSameAs { cast, back } if cast == "FLOAT" => format!(
            "CASE WHEN ABS({column}) > 3.4e38 THEN TRUE ELSE {} <> {column} END",
            as_type(back, &as_type(cast, column))
        ),
        Unfit::NotTheSameAs { cast, back } => {
            format!("{} <> {column}", as_type(back, &as_type(cast, column)))
        }
        Unfit::MoreThanSixDigits => format!(
            "CASE WHEN ABS({column}) > 3.4e38 THEN TRUE \
             ELSE CAST(CAST({column} AS FLOAT) AS CHAR) + 0e0 <> {column} + 0e0 END"
        ),
        // MySQL reads such a comment, and MariaDB does not.
        Unfit::AboveSigned { server } => {
            let is_above = format!("CAST({column} AS UNSIGNED) > 9223372036854775807");
            match server {
                Flavour::MySql => format!("(FALSE /*!80000 OR {is_above} */)"),
                Flavour::MariaDb => format!("({is_above} /*!80000 AND FALSE */)"),
            }
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
        // Not by `=`, to which trailing spaces may be nothing.
        Unfit::TrailingSpace => format!("{column} LIKE '% '"),
        Unfit::NotInCharset(charset) => {
            let there_and_back =
                format!("CONVERT(CONVERT({column} USING {0}) USING utf8mb4)", word(charset));
            different(&there_and_back, column)
        }
        // What is no character is a question mark in another character set.
        Unfit::NoCharacter => format!(
            "CHAR_LENGTH(REPLACE(CONVERT({column} USING utf8mb4), '?', '')) <> \
             CHAR_LENGTH(REPLACE({column}, '?', ''))"
        ),
        Unfit::NoText(charset) => format!(
            "({column} IS NOT NULL AND NOT (CAST(CONVERT(CONVERT(CONVERT({column} USING {0}) \
             USING utf8mb4) USING {0}) AS BINARY) <=> {column}))",
            word(charset)
        ),
        Unfit::NotOneOf(members) => {
            let members: Vec<String> =
                members.iter().map(|member| bytes(&literal(member))).collect();
            format!("{} NOT IN ({})", bytes(column), members.join(", "))
        }
        Unfit::NoSetOf(members) => {
            let held: Vec<String> = members
                .iter()
                .map(|member| {
                    let member = bytes(&literal(member));
                    format!("IF(FIND_IN_SET({member}, {0}) > 0, {member}, NULL)", bytes(column))
                })
                .collect();
            format!("CONCAT_WS(',', {}) <> {}", held.join(", "), bytes(column))
        }
        Unfit::Holds(member) => format!("FIND_IN_SET({}, {column}) > 0", literal(member)),
        Unfit::Finer { fsp } => {
            format!("MICROSECOND({column}) % {} <> 0", 10_u32.pow(6 - u32::from((*fsp).min(6))))
        }
        // As a number: to MySQL, a text with a fraction is another one.
        Unfit::TimeOfDay => format!("TIME({column}) + 0 <> 0"),
        Unfit::NotWrittenAs { cast } => {
            let is_not = different(&format!("CAST({} AS CHAR)", as_type(cast, column)), column);
            match &**cast {
                "FLOAT" => {
                    format!("CASE WHEN ABS({column} + 0e0) > 3.4e38 THEN TRUE ELSE {is_not} END")
                }
                _ => is_not,
            }
        }
        Unfit::NoYear => format!("({column} <> 0 AND {column} NOT BETWEEN 1901 AND 2155)"),
        Unfit::NoTimestamp => {
            let time = format!("CAST({column} AS DATETIME(6))");
            format!(
                "({time} NOT BETWEEN '1970-01-01 00:00:01' AND '2038-01-19 03:14:07.999999' \
                 OR MONTH({time}) = 0 OR DAYOFMONTH({time}) = 0) AND {time} + 0 <> 0"
            )
        }
        // MySQL sorts members and spaces them out: as long without spaces, nothing was lost.
        Unfit::NoDocument => format!(
            "CASE WHEN JSON_VALID({column}) THEN FALSE \
             /*!80000 OR CHAR_LENGTH({}) <> CHAR_LENGTH({}) */ ELSE {column} IS NOT NULL END",
            without_spaces(column),
            without_spaces(&format!("CAST(CAST({column} AS JSON) AS CHAR)"))
        ),
        Unfit::OtherThan { expression, is_text } => {
            let made = format!("({expression})");
            let differs = match is_text {
                true => different(&made, column),
                false => format!("NOT ({made} <=> {column})"),
            };
            format!("({column} IS NOT NULL AND {differs})")
        }
        Unfit::AnyValue => format!("{column} IS NOT NULL"),
    }
}

/// The value in another type. (A double by adding, as not every server casts to one.)
fn as_type(cast: &str, value: &str) -> String {
    match cast {
        "DOUBLE" => format!("({value} + 0e0)"),
        cast => format!("CAST({value} AS {cast})"),
    }
}

/// A document without what may stand between its parts.
fn without_spaces(text: &str) -> String {
    ["' '", "'\\t'", "'\\n'", "'\\r'"]
        .iter()
        .fold(text.to_owned(), |text, space| format!("REPLACE({text}, {space}, '')"))
}

/// Whether two values are not the same texts, to the last byte.
fn different(made: &str, column: &str) -> String {
    format!("({column} IS NOT NULL AND NOT ({} <=> {}))", bytes(made), bytes(column))
}

/// A text as its bytes in UTF-8: nothing is forgiven.
fn bytes(text: &str) -> String {
    format!("CAST(CONVERT({text} USING utf8mb4) AS BINARY)")
}
