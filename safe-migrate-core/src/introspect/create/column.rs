//! A column's definition.

use crate::introspect::assemble::fold_json;
use crate::introspect::column::default_of;
use crate::introspect::column_type;
use crate::schema::expression::hexadecimal;
use crate::schema::{ColumnDef, ColumnType, DefaultValue, Generated, Storage, Text};

use super::cursor::Cursor;

/// The column, from behind its name. `None` where a word is not understood.
pub(super) fn column(cursor: &mut Cursor<'_>, name: String) -> Option<ColumnDef> {
    let mut column = ColumnDef::new("", column_type(cursor)?, true);
    column.name = name.into();
    column.comment = Some("".into());
    let mut kept: Vec<String> = Vec::new();
    while !cursor.is_at_end() && !cursor.sees_symbol(',') && !cursor.sees_symbol(')') {
        let start = cursor.place();
        if cursor.word(&["CHARACTER", "SET"]).is_some() {
            column.charset = Some(cursor.bare()?.to_owned().into());
        } else if cursor.word(&["COLLATE"]).is_some() {
            column.collation = Some(cursor.bare()?.to_owned().into());
        } else if cursor.word(&["GENERATED", "ALWAYS", "AS", "ROW"]).is_some() {
            cursor.bare()?;
            kept.push(cursor.words_from(start));
        } else if cursor.word(&["GENERATED", "ALWAYS", "AS"]).is_some() {
            let expression = Text::Owned(cursor.parenthesised()?.to_owned());
            let storage = match cursor.word(&["VIRTUAL"]) {
                Some(()) => Storage::Virtual,
                None => cursor.word(&["STORED"]).map(|()| Storage::Stored)?,
            };
            column.generated = Some(Generated { expression, storage });
        } else if cursor.word(&["NOT", "NULL"]).is_some() {
            column.nullable = false;
        } else if cursor.word(&["NULL"]).is_some() {
            column.nullable = true;
        } else if cursor.word(&["DEFAULT"]).is_some() {
            column.default = default(cursor, &column)?;
        } else if cursor.word(&["ON", "UPDATE"]).is_some() {
            let start = cursor.place();
            call(cursor)?;
            column.on_update = Some(cursor.text_from(start).to_owned().into());
        } else if cursor.word(&["AUTO_INCREMENT"]).is_some() {
            column.auto_increment = true;
        } else if cursor.word(&["INVISIBLE"]).is_some() {
            column.invisible = true;
        } else if cursor.word(&["COMMENT"]).is_some() {
            column.comment = Some(cursor.literal()?.into());
        } else if cursor.word(&["CHECK"]).is_some() {
            column.check = Some(cursor.parenthesised()?.to_owned().into());
        } else if cursor.word(&["SRID"]).is_some() {
            let ColumnType::Other { sql } = &column.ty else { return None };
            column.ty = ColumnType::Other { sql: format!("{sql} SRID {}", cursor.bare()?).into() };
        } else if cursor.word(&["COMPRESSED"]).is_some()
            || cursor.word(&["WITHOUT", "SYSTEM", "VERSIONING"]).is_some()
        {
            kept.push(cursor.words_from(start));
        } else if cursor.word(&["COLUMN_FORMAT"]).is_some() || cursor.word(&["STORAGE"]).is_some() {
            cursor.bare()?;
            kept.push(cursor.words_from(start));
        } else {
            return None;
        }
    }
    if !kept.is_empty() {
        column.attributes = Some(kept.join(" ").into());
    }
    fold_json(&mut column);
    Some(column)
}

/// `int(5) unsigned zerofill`, `enum('a','b')`: the type as the catalogue writes it too.
fn column_type(cursor: &mut Cursor<'_>) -> Option<ColumnType> {
    let start = cursor.place();
    cursor.bare()?;
    cursor.parenthesised();
    while cursor.word(&["unsigned"]).is_some() || cursor.word(&["zerofill"]).is_some() {}
    Some(column_type::parse(cursor.text_from(start)))
}

/// The default; the inner `None` is none, or NULL.
fn default(cursor: &mut Cursor<'_>, column: &ColumnDef) -> Option<Option<DefaultValue>> {
    let literal = |text: String| Some(Some(DefaultValue::Literal(text.into())));
    let start = cursor.place();
    if cursor.word(&["NULL"]).is_some() {
        return Some(None);
    }
    if let Some(text) = cursor.literal() {
        return literal(text);
    }
    if let Some(expression) = cursor.parenthesised() {
        return Some(Some(DefaultValue::Expression(expression.to_owned().into())));
    }
    let word = cursor.bare()?;
    // MariaDB keeps the letter of a hexadecimal literal as it was written.
    let (is_bits, is_bytes) = (word == "b", matches!(word, "x" | "X"));
    if (is_bits || is_bytes)
        && let Some(digits) = cursor.literal()
    {
        return match is_bits {
            true => literal(format!("b'{digits}'")),
            false => Some(Some(bytes(&digits, column)?)),
        };
    }
    if let Some(digits) = word.strip_prefix("0x") {
        return Some(Some(bytes(digits, column)?));
    }
    if word.parse::<f64>().is_ok_and(f64::is_finite) {
        return literal(word.to_owned());
    }
    cursor.return_to(start);
    call(cursor)?;
    Some(Some(DefaultValue::Expression(cursor.text_from(start).to_owned().into())))
}

/// A default in hexadecimal.
fn bytes(digits: &str, column: &ColumnDef) -> Option<DefaultValue> {
    Some(default_of(hexadecimal(digits)?, column.charset.as_deref()))
}

/// A word, and what it is called with, if anything.
fn call(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.bare()?;
    if cursor.sees_symbol('(') {
        cursor.parenthesised()?;
    }
    Some(())
}
