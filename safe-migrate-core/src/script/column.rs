//! A column -> what the catalogue says of it, fact by fact, as conditions on a row of COLUMNS.
//!
//! A fact is left out where the catalogue does not show it as it is (an emoji reads as `?`), or
//! where the server would spell it in a way that can't be told beforehand.

use crate::ddl::{one_line_literal as literal, type_sql};
use crate::diff::ColumnDifference;
use crate::schema::expression::is_now;
use crate::schema::{
    ColumnDef, ColumnType, DefaultValue, IntegerWidth, LobSize, Storage, TableName,
    storable_comment,
};

use super::catalogue::{Catalogue, same};

/// Every difference that there is a fact for.
pub(super) const ALL: [ColumnDifference; 12] = [
    ColumnDifference::Type,
    ColumnDifference::Nullable,
    ColumnDifference::Charset,
    ColumnDifference::Collation,
    ColumnDifference::Default,
    ColumnDifference::OnUpdate,
    ColumnDifference::AutoIncrement,
    ColumnDifference::Generated,
    ColumnDifference::Invisible,
    ColumnDifference::Check,
    ColumnDifference::Comment,
    ColumnDifference::NameCase,
];

/// Where a definition comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// The server has it so: expressions are spelled as it spells them.
    Read,
    /// It was written by somebody else.
    Written,
}

/// What the catalogue says of one attribute of the column.
pub(super) fn fact(
    catalogue: Catalogue<'_>,
    table: &TableName,
    column: &ColumnDef,
    attribute: ColumnDifference,
    known: Known,
) -> Option<String> {
    let extra = |word: &str, is_there: bool| {
        Some(format!("LOWER(EXTRA) {} '%{word}%'", if is_there { "LIKE" } else { "NOT LIKE" }))
    };
    match attribute {
        ColumnDifference::NameCase => Some(same("COLUMN_NAME", &column.name)),
        ColumnDifference::Type => type_is(catalogue, table, column, known),
        // MariaDB has no NOT NULL on generated columns.
        ColumnDifference::Nullable if column.generated.is_some() => None,
        ColumnDifference::Nullable => {
            Some(format!("IS_NULLABLE = '{}'", if column.nullable { "YES" } else { "NO" }))
        }
        ColumnDifference::Charset if !column.ty.is_text() => None,
        ColumnDifference::Charset => {
            column.charset.as_deref().map(|name| one_of_utf8("CHARACTER_SET_NAME", name))
        }
        ColumnDifference::Collation if !column.ty.is_text() => None,
        ColumnDifference::Collation => {
            column.collation.as_deref().map(|name| one_of_utf8("COLLATION_NAME", name))
        }
        ColumnDifference::Default => default_is(catalogue, column, known),
        ColumnDifference::OnUpdate => extra("on update", column.on_update.is_some()),
        ColumnDifference::AutoIncrement => extra("auto_increment", column.auto_increment),
        ColumnDifference::Generated => generated_is(column, known),
        ColumnDifference::Invisible => extra("invisible", column.invisible),
        ColumnDifference::Check => check_is(catalogue, table, column, known),
        ColumnDifference::Attributes => None,
        ColumnDifference::Comment => column
            .comment
            .as_deref()
            .map(|comment| same("COLUMN_COMMENT", &storable_comment(comment))),
    }
}

/// Whether an attribute of which nothing can be told beforehand is shown at least as another one
/// than before.
pub(super) fn is_another(was: &ColumnDef, column: &ColumnDef, attribute: ColumnDifference) -> bool {
    match attribute {
        ColumnDifference::Type => match &column.ty {
            ColumnType::Enum { members } | ColumnType::Set { members } => {
                members.iter().all(|member| is_plain(member))
            }
            ColumnType::Other { .. }
            | ColumnType::Boolean
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
            | ColumnType::Year => true,
        },
        // Whatever is shown of a default, it is more than nothing.
        ColumnDifference::Default if was.default.is_none() => true,
        ColumnDifference::Default => match &column.default {
            None => true,
            Some(DefaultValue::Literal(text)) => is_plain(text),
            Some(DefaultValue::Expression(expression)) => expression.is_ascii(),
            Some(DefaultValue::Bytes(_)) => false,
        },
        ColumnDifference::Generated => {
            column.generated.as_ref().is_none_or(|made| made.expression.is_ascii())
        }
        ColumnDifference::Check => column.check.as_ref().is_none_or(|check| check.is_ascii()),
        // A number has neither character set nor collation; the others are always told.
        ColumnDifference::Charset
        | ColumnDifference::Collation
        | ColumnDifference::NameCase
        | ColumnDifference::Nullable
        | ColumnDifference::OnUpdate
        | ColumnDifference::AutoIncrement
        | ColumnDifference::Invisible
        | ColumnDifference::Attributes
        | ColumnDifference::Comment => false,
    }
}

/// MySQL and MariaDB are about to call utf8mb3 what they called utf8.
fn one_of_utf8(column: &str, name: &str) -> String {
    let rest = name.strip_prefix("utf8mb3").or_else(|| {
        name.strip_prefix("utf8").filter(|rest| rest.is_empty() || rest.starts_with('_'))
    });
    match rest {
        Some(rest) => format!("{column} IN ('utf8{rest}', 'utf8mb3{rest}')"),
        None => format!("{column} = {}", literal(name)),
    }
}

/// Whether the catalogue shows the text as it is.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.len_utf8() <= 3 && !c.is_control() && c != '\\')
}

fn type_is(
    catalogue: Catalogue<'_>,
    table: &TableName,
    column: &ColumnDef,
    known: Known,
) -> Option<String> {
    let written = same("COLUMN_TYPE", &type_sql(&column.ty));
    let is_json = |is: bool| {
        let valid = "CHECK_CLAUSE LIKE 'json\\_valid(%'".to_owned();
        let check = catalogue.check(table, &column.name, &[valid]);
        format!("COLUMN_TYPE = 'longtext' AND {}{check}", if is { "" } else { "NOT " })
    };
    match &column.ty {
        // Servers of before 2019, and every MariaDB, show a width.
        ColumnType::Integer { width, unsigned } => {
            let name = type_sql(&column.ty);
            let name = name.trim_end_matches(" unsigned");
            let sign = if *unsigned { " unsigned" } else { "" };
            let other = match (width, unsigned) {
                (IntegerWidth::Tiny, false) => " AND COLUMN_TYPE <> 'tinyint(1)'",
                (
                    IntegerWidth::Tiny
                    | IntegerWidth::Small
                    | IntegerWidth::Medium
                    | IntegerWidth::Int
                    | IntegerWidth::Big,
                    _,
                ) => "",
            };
            Some(format!(
                "(COLUMN_TYPE = '{name}{sign}' OR COLUMN_TYPE LIKE '{name}(%){sign}'{other})"
            ))
        }
        ColumnType::Year => Some("COLUMN_TYPE IN ('year', 'year(4)')".to_owned()),
        ColumnType::Json if catalogue.is_mariadb() => Some(is_json(true)),
        ColumnType::Text { size: LobSize::Long } if catalogue.is_mariadb() => Some(is_json(false)),
        ColumnType::Enum { members } | ColumnType::Set { members } => {
            let is_shown = members.iter().all(|member| is_plain(member) && !member.ends_with(' '));
            is_shown.then_some(written)
        }
        ColumnType::Other { .. } if known == Known::Written => None,
        ColumnType::Other { sql } => {
            let (name, srs) = match sql.split_once(" SRID ") {
                Some((name, srs)) => (name, format!("= {}", literal(srs.trim()))),
                None => (&**sql, "IS NULL".to_owned()),
            };
            let name = format!("LOWER(COLUMN_TYPE) = LOWER({})", literal(name));
            Some(if catalogue.is_mariadb() { name } else { format!("{name} AND SRS_ID {srs}") })
        }
        ColumnType::Boolean
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
        | ColumnType::Timestamp { .. } => Some(written),
    }
}

fn default_is(catalogue: Catalogue<'_>, column: &ColumnDef, known: Known) -> Option<String> {
    let is_mariadb = catalogue.is_mariadb();
    match &column.default {
        // MySQL counts an expression's default as none in the column itself, and tells in EXTRA.
        None if is_mariadb => {
            Some("(COLUMN_DEFAULT IS NULL OR COLUMN_DEFAULT = 'NULL')".to_owned())
        }
        None => Some("COLUMN_DEFAULT IS NULL AND EXTRA NOT LIKE '%DEFAULT_GENERATED%'".to_owned()),
        Some(DefaultValue::Literal(text)) => {
            let is_text = match &column.ty {
                ColumnType::Char { .. }
                | ColumnType::VarChar { .. }
                | ColumnType::Enum { .. }
                | ColumnType::Set { .. } => true,
                ColumnType::Boolean
                | ColumnType::Integer { .. }
                | ColumnType::Decimal { .. }
                | ColumnType::Float { .. }
                | ColumnType::Double { .. }
                | ColumnType::Date
                | ColumnType::Time { .. }
                | ColumnType::DateTime { .. }
                | ColumnType::Timestamp { .. }
                | ColumnType::Year => false,
                // The catalogue cuts bytes, and servers differ in how they show the others.
                ColumnType::Bit { .. }
                | ColumnType::Binary { .. }
                | ColumnType::VarBinary { .. }
                | ColumnType::Text { .. }
                | ColumnType::Blob { .. }
                | ColumnType::Json
                | ColumnType::Other { .. } => return None,
            };
            // Numbers and times are shown with the digits that the column has.
            let is_number = text.parse::<i64>().is_ok_and(|number| number.to_string() == **text);
            let is_whole =
                matches!(column.ty, ColumnType::Boolean | ColumnType::Integer { .. }) && is_number;
            if !is_plain(text) || known == Known::Written && !(is_text || is_whole) {
                return None;
            }
            let raw = same("COLUMN_DEFAULT", text);
            Some(if is_mariadb {
                format!("({raw} OR {})", same("COLUMN_DEFAULT", &literal(text)))
            } else {
                format!("{raw} AND EXTRA NOT LIKE '%DEFAULT_GENERATED%'")
            })
        }
        Some(DefaultValue::Expression(expression)) => {
            if known == Known::Written && !is_now(expression) {
                return None;
            }
            says("COLUMN_DEFAULT", expression)
        }
        Some(DefaultValue::Bytes(_)) => None,
    }
}

fn generated_is(column: &ColumnDef, known: Known) -> Option<String> {
    let Some(made) = &column.generated else {
        return Some("COALESCE(GENERATION_EXPRESSION, '') = ''".to_owned());
    };
    let word = match made.storage {
        Storage::Virtual => "virtual",
        Storage::Stored => "stored",
    };
    let kind = format!("LOWER(EXTRA) LIKE '%{word} generated%'");
    match known {
        Known::Written => None,
        Known::Read => Some(match says("GENERATION_EXPRESSION", &made.expression) {
            Some(says) => format!("{kind} AND {says}"),
            None => kind,
        }),
    }
}

/// The check in the column's own definition, which only MariaDB has.
fn check_is(
    catalogue: Catalogue<'_>,
    table: &TableName,
    column: &ColumnDef,
    known: Known,
) -> Option<String> {
    if !catalogue.is_mariadb() || column.ty == ColumnType::Json {
        return None;
    }
    let own = "LEVEL = 'Column' AND CHECK_CLAUSE NOT LIKE 'json\\_valid(%'".to_owned();
    match (&column.check, known) {
        (None, _) => Some(format!("NOT {}", catalogue.check(table, &column.name, &[own]))),
        (Some(_), Known::Written) => None,
        (Some(clause), Known::Read) => says("CHECK_CLAUSE", clause)
            .map(|says| catalogue.check(table, &column.name, &[own, says])),
    }
}

/// The catalogue's expression is this one, but for blanks, parentheses, quotes around names, and
/// what the server puts before texts. `None` where it holds what the catalogue shows otherwise.
pub(super) fn says(column: &str, expression: &str) -> Option<String> {
    if !expression.is_ascii() || expression.chars().any(|c| c.is_control() && c != '\n') {
        return None;
    }
    let expression = if is_now(expression) {
        expression.to_lowercase().replace("now", NOW)
    } else {
        expression.to_owned()
    };
    let mut bare = expression.to_lowercase();
    let mut sql = format!("LOWER({column})");
    for what in LEFT_OUT {
        bare = bare.replace(what, "");
        sql = format!("REPLACE({sql}, {}, '')", literal(what));
    }
    Some(format!("{sql} = {}", literal(&bare)))
}

const NOW: &str = "current_timestamp";

/// In this order.
const LEFT_OUT: [&str; 10] = ["\\n", "\n", "\\", " ", "`", "(", ")", "_utf8mb4'", "_latin1'", "'"];
