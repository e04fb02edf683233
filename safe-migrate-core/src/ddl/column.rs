//! Columns and their types in SQL.

use std::fmt::Write as _;

use crate::schema::expression::{is_now, unwrapped};
use crate::schema::{
    ColumnDef, ColumnType, DefaultValue, IntegerWidth, LobSize, Storage, TableOptions, Text,
};

use super::{comment_literal, identifier, literal, word};

/// A column as CREATE, ADD COLUMN and MODIFY write it: every attribute restated, as MODIFY
/// drops what is not.
pub(crate) fn column_sql(column: &ColumnDef) -> String {
    let mut sql = format!("{} {}", identifier(&column.name), type_sql(&column.ty));
    if column.ty.is_text() {
        if let Some(charset) = &column.charset {
            let _ = write!(sql, " CHARACTER SET {}", word(charset));
        }
        if let Some(collation) = &column.collation {
            let _ = write!(sql, " COLLATE {}", word(collation));
        }
    }
    if let Some(generated) = &column.generated {
        let storage = match generated.storage {
            Storage::Virtual => "VIRTUAL",
            Storage::Stored => "STORED",
        };
        let _ = write!(sql, " GENERATED ALWAYS AS ({}) {storage}", generated.expression);
    }
    // MariaDB refuses NULL and NOT NULL on a generated column.
    sql.push_str(match (&column.generated, column.nullable) {
        (None, true) => " NULL",
        (None, false) => " NOT NULL",
        (Some(_), true) => "",
        (Some(_), false) => " /*!80000 NOT NULL */",
    });
    // A column without one: NULL, where it may be.
    if let Some(default) = &column.default {
        let _ = write!(sql, " DEFAULT {}", default_sql(default, &column.ty));
    }
    if let Some(on_update) = &column.on_update {
        let _ = write!(sql, " ON UPDATE {on_update}");
    }
    if column.auto_increment {
        sql.push_str(" AUTO_INCREMENT");
    }
    if column.invisible {
        sql.push_str(" INVISIBLE");
    }
    if let Some(attributes) = &column.attributes {
        let _ = write!(sql, " {attributes}");
    }
    if let Some(comment) = column.comment.as_deref().filter(|comment| !comment.is_empty()) {
        let _ = write!(sql, " COMMENT {}", comment_literal(comment));
    }
    if let Some(check) = &column.check {
        let _ = write!(sql, " CHECK ({check})");
    }
    sql
}

/// The column without a character set that is the table's own: restated, MySQL would from then
/// on show it as the column's.
pub(crate) fn as_in_table(column: &ColumnDef, options: &TableOptions) -> ColumnDef {
    let mut column = column.clone();
    if column.charset == options.charset && column.collation == options.collation {
        column.charset = None;
        column.collation = None;
    }
    column
}

/// A default in SQL.
pub(crate) fn default_sql(default: &DefaultValue, ty: &ColumnType) -> String {
    match default {
        DefaultValue::Literal(text) if ty.is_numeric() && is_number(text) => text.to_string(),
        DefaultValue::Literal(text) if matches!(ty, ColumnType::Bit { .. }) => bit_literal(text),
        DefaultValue::Literal(text) => literal(text),
        DefaultValue::Expression(expression) => default_expression(expression),
        DefaultValue::Bytes(bytes) if bytes.is_empty() => literal(""),
        DefaultValue::Bytes(bytes) => {
            bytes.iter().fold("0x".to_owned(), |sql, byte| sql + &format!("{byte:02X}"))
        }
    }
}

/// `5` as `b'101'`: a quoted number would be the bits of its digits.
fn bit_literal(text: &str) -> String {
    match text.parse::<u64>() {
        Ok(number) => format!("b'{number:b}'"),
        Err(_) if text.starts_with("b'") => text.to_owned(),
        Err(_) => literal(text),
    }
}

/// Both servers take CURRENT_TIMESTAMP bare; MySQL wants parentheses around all else.
fn default_expression(expression: &str) -> String {
    let trimmed = expression.trim();
    if is_now(trimmed) || unwrapped(trimmed).is_some() {
        trimmed.to_owned()
    } else {
        format!("({trimmed})")
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// A type in SQL.
pub(crate) fn type_sql(ty: &ColumnType) -> String {
    let signed = |name: &str, unsigned: bool| {
        if unsigned { format!("{name} unsigned") } else { name.to_owned() }
    };
    let fraction = |name: &str, fsp: u8| {
        if fsp == 0 { name.to_owned() } else { format!("{name}({fsp})") }
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
        ColumnType::Text { size } => format!("{}text", size_prefix(*size)),
        ColumnType::Blob { size } => format!("{}blob", size_prefix(*size)),
        ColumnType::Enum { members } => format!("enum({})", members_sql(members)),
        ColumnType::Set { members } => format!("set({})", members_sql(members)),
        ColumnType::Json => "json".to_owned(),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Time { fsp } => fraction("time", *fsp),
        ColumnType::DateTime { fsp } => fraction("datetime", *fsp),
        ColumnType::Timestamp { fsp } => fraction("timestamp", *fsp),
        ColumnType::Year => "year".to_owned(),
        ColumnType::Other { sql } => sql.to_string(),
    }
}

const fn size_prefix(size: LobSize) -> &'static str {
    match size {
        LobSize::Tiny => "tiny",
        LobSize::Normal => "",
        LobSize::Medium => "medium",
        LobSize::Long => "long",
    }
}

fn members_sql(members: &[Text]) -> String {
    members.iter().map(|member| literal(member)).collect::<Vec<_>>().join(",")
}
