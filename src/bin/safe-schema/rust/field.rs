//! A column as a field.

use safe_schema::schema::{ColumnDef, ColumnType, Storage, TableOptions};

use super::attribute::{Word, attribute};
use super::column_type::{RustType, rust_type};
use super::default::{default, fraction, now_digits};
use super::enumeration::enumeration;
use super::name::Names;
use super::{Field, Model, Needs};

/// The field's lines, the enum that it needs, and what is left out.
pub(super) fn field(
    model: &Model<'_>,
    field: &Field<'_>,
    keys: &Keys<'_>,
    names: &mut Names,
    needs: &mut Needs,
) -> (String, Option<String>, Vec<String>) {
    let column = field.column;
    let mut left_out = Vec::new();
    let (rust, enumeration) = typed(model, column, names, needs);
    let mut words = Vec::new();
    if keys.primary_key.contains(&column.name.as_ref()) {
        words.push(Word::flag("primary_key"));
    }
    words.extend(rust.said);
    words.extend(charset(column, &model.live.def.options));
    words.extend(values(column, keys, &mut left_out));
    if let Some(check) = &column.check {
        words.push(Word::text("check", check));
    }
    if let Some(attributes) = &column.attributes {
        words.push(Word::text("attributes", attributes));
    }
    let (doc, comment) = comment(column.comment.as_deref().unwrap_or_default(), 4);
    words.extend(comment);

    let mut text = doc;
    if field.name.trim_start_matches("r#") != column.name {
        text.push_str(&format!("    #[sqlx(rename = {:?})]\n", column.name));
    }
    text.push_str(&attribute(&words, 4));
    let ty = if column.nullable { format!("Option<{}>", rust.name) } else { rust.name };
    text.push_str(&format!("    pub {}: {ty},\n", field.name));
    let left_out =
        left_out.into_iter().map(|what| format!("column `{}`: {what}", column.name)).collect();
    (text, enumeration, left_out)
}

/// What a field needs to know of the keys.
pub(super) struct Keys<'a> {
    /// The columns of the primary key, where fields say it.
    pub(super) primary_key: Vec<&'a str>,
    /// The columns that lead a key.
    pub(super) leading: Vec<&'a str>,
}

fn typed(
    model: &Model<'_>,
    column: &ColumnDef,
    names: &mut Names,
    needs: &mut Needs,
) -> (RustType, Option<String>) {
    if let ColumnType::Enum { members } = &column.ty {
        let name = format!("{}_{}", model.name, column.name);
        let of = format!("`{}.{}`", model.live.def.name, super::one_line(&column.name));
        // A name is taken only by an enum that is.
        if enumeration("E", &of, members).is_some() {
            let name = names.of_type(&name);
            needs.enums = true;
            let text = enumeration(&name, &of, members);
            return (RustType { name, said: None }, text);
        }
    }
    // A `tinyint(1)` with another default than 0 or 1 is used as a number.
    let is_number = matches!(&column.default,
        Some(safe_schema::schema::DefaultValue::Literal(text)) if !matches!(&**text, "0" | "1"));
    if column.ty == ColumnType::Boolean && (is_number || column.auto_increment) {
        let said = Some(Word::text("sql_type", "tinyint(1)"));
        return (RustType { name: "i8".to_owned(), said }, None);
    }
    (rust_type(&column.ty, needs), None)
}

/// The character set and collation, where they are not the table's.
fn charset(column: &ColumnDef, options: &TableOptions) -> Vec<Word> {
    let mut words = Vec::new();
    if !column.ty.is_text()
        || (column.charset == options.charset && column.collation == options.collation)
    {
        return words;
    }
    words.extend(column.charset.as_ref().map(|charset| Word::text("charset", charset)));
    words.extend(column.collation.as_ref().map(|collation| Word::text("collation", collation)));
    words
}

/// Where the value comes from.
fn values(column: &ColumnDef, keys: &Keys<'_>, left_out: &mut Vec<String>) -> Vec<Word> {
    let mut words = Vec::new();
    if let Some(generated) = &column.generated {
        let storage = match generated.storage {
            Storage::Virtual => "virtual",
            Storage::Stored => "stored",
        };
        let expression = Word::Plain(format!("{:?}", generated.expression));
        words.push(Word::List("generated", vec![Word::flag(storage), expression]));
    } else if column.auto_increment {
        if column.ty.is_integer() && keys.leading.contains(&column.name.as_ref()) {
            words.push(Word::flag("auto_increment"));
        } else {
            left_out.push("AUTO_INCREMENT, which can't be declared on it".to_owned());
        }
    } else {
        words.extend(default(column));
    }
    if let Some(on_update) = &column.on_update {
        if fraction(&column.ty).is_some() && fraction(&column.ty) == now_digits(on_update) {
            words.push(Word::text("on_update_sql", on_update));
        } else {
            left_out.push(format!("ON UPDATE {on_update}, which can't be declared on it"));
        }
    }
    let has_value = column.default.is_some() || column.generated.is_some() || column.auto_increment;
    let is_timestamp = matches!(column.ty, ColumnType::Timestamp { .. });
    if !has_value && !column.nullable && (is_timestamp || column.on_update.is_some()) {
        words.push(Word::flag("no_default"));
    }
    if column.invisible {
        if column.nullable || has_value {
            words.push(Word::flag("invisible"));
        } else {
            left_out.push("INVISIBLE, which can't be declared on it".to_owned());
        }
    }
    words
}

/// The doc comment that is the comment, or stands for it where only an attribute can say it.
pub(super) fn comment(comment: &str, indent: usize) -> (String, Option<Word>) {
    let pad = " ".repeat(indent);
    let line = super::one_line(comment);
    if comment.is_empty() {
        return (String::new(), None);
    }
    let is_line = !line.is_empty()
        && !comment.chars().any(|c| c.is_control() || is_unseen(c))
        && comment.trim() == comment;
    match is_line {
        true => (format!("{pad}/// {comment}\n"), None),
        false => (String::new(), Some(Word::text("comment", comment))),
    }
}

/// Line separators and marks of direction, which compilers warn of or editors break at.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
