//! From a row of COLUMNS to a column.

use std::borrow::Cow;

use crate::schema::expression::hexadecimal;
use crate::schema::{ColumnDef, ColumnType, DefaultValue, Generated, Storage, Text};
use crate::server::Flavour;

use super::column_type;
use super::row::text;

/// A row of COLUMNS, in the order of the question.
pub(super) struct ColumnRow<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) position: u32,
    pub(super) default: Option<Cow<'a, str>>,
    pub(super) nullable: bool,
    pub(super) ty: Cow<'a, str>,
    pub(super) charset: Option<Cow<'a, str>>,
    pub(super) collation: Option<Cow<'a, str>>,
    pub(super) extra: Cow<'a, str>,
    pub(super) comment: Cow<'a, str>,
    pub(super) generation: Cow<'a, str>,
    pub(super) srs: Option<Cow<'a, str>>,
}

/// What a row of COLUMNS says.
pub(super) struct Column {
    /// Where it stands, from 1.
    pub(super) position: u32,
    pub(super) def: ColumnDef,
    /// The words of EXTRA that the model has no place for.
    pub(super) unknown: Vec<String>,
}

/// A column in the model's words.
pub(super) fn column(row: ColumnRow<'_>, flavour: Flavour) -> Column {
    let mut extra = Extra::read(&row.extra);
    let ty = match (column_type::parse(&row.ty), row.srs) {
        (ColumnType::Other { sql }, Some(srs)) => {
            ColumnType::Other { sql: format!("{sql} SRID {srs}").into() }
        }
        (ty, _) => ty,
    };
    let default = match (flavour, row.default) {
        (_, None) => None,
        (Flavour::MySql, Some(text)) if extra.default_is_expression => {
            Some(DefaultValue::Expression(text.into_owned().into()))
        }
        (Flavour::MySql, Some(text)) => Some(binary(text.into_owned(), &ty)),
        (Flavour::MariaDb, Some(text)) => mariadb_default(&text, row.nullable),
    };
    let generated = extra.storage.map(|storage| Generated {
        expression: Text::Owned(match flavour {
            Flavour::MySql => unescape(&row.generation),
            Flavour::MariaDb => row.generation.into_owned(),
        }),
        storage,
    });
    let def = ColumnDef {
        name: row.name.into_owned().into(),
        nullable: row.nullable,
        charset: row.charset.map(|name| text(&name)),
        collation: row.collation.map(|name| text(&name)),
        default: if generated.is_some() { None } else { default },
        on_update: extra.on_update.take().map(Into::into),
        auto_increment: extra.auto_increment,
        generated,
        invisible: extra.invisible,
        check: None,
        attributes: None,
        comment: Some(text(&row.comment)),
        renamed_from: None,
        backfill: None,
        ty,
    };
    Column { position: row.position, def, unknown: extra.unknown }
}

/// MySQL's catalogue escapes quotes in expressions with backslashes.
pub(super) fn unescape(expression: &str) -> String {
    let mut text = String::with_capacity(expression.len());
    let mut chars = expression.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('\'' | '\\')) => text.extend(chars.next()),
            (c, _) => text.push(c),
        }
    }
    text
}

/// MySQL shows the default of a binary type as `0x..`.
fn binary(text: String, ty: &ColumnType) -> DefaultValue {
    let is_binary = matches!(ty, ColumnType::Binary { .. } | ColumnType::VarBinary { .. });
    let bytes = text.strip_prefix("0x").filter(|_| is_binary).and_then(hexadecimal);
    match bytes {
        Some(bytes) => default_of(bytes, None),
        None => DefaultValue::Literal(text.into()),
    }
}

/// The default of these bytes in a column of the character set: text where they are some.
pub(super) fn default_of(bytes: Vec<u8>, charset: Option<&str>) -> DefaultValue {
    let is_utf8 = charset.is_none_or(|charset| {
        charset.starts_with("utf8") || (bytes.is_ascii() && matches!(charset, "latin1" | "ascii"))
    });
    match String::from_utf8(bytes) {
        Ok(text) if is_utf8 => DefaultValue::Literal(text.into()),
        Ok(text) => DefaultValue::Bytes(text.into_bytes().into()),
        Err(error) => DefaultValue::Bytes(error.into_bytes().into()),
    }
}

/// MariaDB writes the string `NULL` for no default of a nullable column, quotes literals,
/// leaves numbers bare, and writes everything else as an expression.
fn mariadb_default(text: &str, nullable: bool) -> Option<DefaultValue> {
    if nullable && text == "NULL" {
        return None;
    }
    if let Some(inside) = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        return Some(DefaultValue::Literal(unquote(inside).into()));
    }
    if text.parse::<f64>().is_ok_and(f64::is_finite) {
        return Some(DefaultValue::Literal(text.to_owned().into()));
    }
    Some(DefaultValue::Expression(text.to_owned().into()))
}

fn unquote(inside: &str) -> String {
    let mut text = String::with_capacity(inside.len());
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\'', Some('\'')) | ('\\', Some('\\' | '\'')) => {
                text.extend(chars.next());
            }
            ('\\', Some('0')) => {
                chars.next();
                text.push('\0');
            }
            ('\\', Some('n')) => {
                chars.next();
                text.push('\n');
            }
            (c, _) => text.push(c),
        }
    }
    text
}

/// The words of EXTRA.
#[derive(Default)]
struct Extra {
    auto_increment: bool,
    invisible: bool,
    default_is_expression: bool,
    storage: Option<Storage>,
    on_update: Option<String>,
    unknown: Vec<String>,
}

impl Extra {
    fn read(text: &str) -> Self {
        let mut extra = Self::default();
        let mut words = text.split([' ', ',']).filter(|word| !word.is_empty()).peekable();
        while let Some(word) = words.next() {
            match word.to_ascii_lowercase().as_str() {
                "auto_increment" => extra.auto_increment = true,
                "invisible" => extra.invisible = true,
                "default_generated" => extra.default_is_expression = true,
                "virtual" | "stored" | "persistent" => {
                    extra.storage = Some(if word.eq_ignore_ascii_case("virtual") {
                        Storage::Virtual
                    } else {
                        Storage::Stored
                    });
                    words.next_if(|next| next.eq_ignore_ascii_case("generated"));
                }
                "on" if words.next_if(|next| next.eq_ignore_ascii_case("update")).is_some() => {
                    extra.on_update = words.next().map(str::to_owned);
                }
                _ => extra.unknown.push(word.to_owned()),
            }
        }
        extra
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mariadb_defaults() {
        let literal = |text: &str| Some(DefaultValue::Literal(text.to_owned().into()));
        assert_eq!(mariadb_default("NULL", true), None);
        assert_eq!(mariadb_default("'NULL'", true), literal("NULL"));
        assert_eq!(mariadb_default("'it''s \\\\'", true), literal("it's \\"));
        assert_eq!(mariadb_default("-1.50", false), literal("-1.50"));
        assert_eq!(
            mariadb_default("current_timestamp(6)", false),
            Some(DefaultValue::Expression("current_timestamp(6)".into()))
        );
    }

    #[test]
    fn words_of_extra() {
        let extra = Extra::read("DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6) INVISIBLE");
        assert!(extra.default_is_expression && extra.invisible && extra.unknown.is_empty());
        assert_eq!(extra.on_update.as_deref(), Some("CURRENT_TIMESTAMP(6)"));
        let extra = Extra::read("STORED GENERATED, WITHOUT SYSTEM VERSIONING");
        assert_eq!(extra.storage, Some(Storage::Stored));
        assert_eq!(extra.unknown, ["WITHOUT", "SYSTEM", "VERSIONING"]);
    }
}
