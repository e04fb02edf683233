//! From the catalogue's COLUMN_TYPE to a column type.

use crate::schema::{ColumnType, IntegerWidth, LobSize, Text};

/// Reads a COLUMN_TYPE. What it can't read is [`ColumnType::Other`], never a guess.
pub(crate) fn parse(text: &str) -> ColumnType {
    understood(text).unwrap_or_else(|| ColumnType::Other { sql: Text::Owned(text.to_owned()) })
}

fn understood(text: &str) -> Option<ColumnType> {
    // MariaDB marks columns of before 10.1.2 (and MySQL 5.5) temporal types so.
    let text = [" /* mariadb-5.3 */", " /* mysql-5.6 */"]
        .iter()
        .find_map(|mark| text.strip_suffix(mark))
        .unwrap_or(text);
    let end = text.find(['(', ' ']).unwrap_or(text.len());
    let name = text[..end].to_ascii_lowercase();
    let (arguments, rest) = match text[end..].strip_prefix('(') {
        Some(inside) => {
            let (arguments, used) = arguments(inside)?;
            (arguments, &inside[used..])
        }
        None => (Vec::new(), &text[end..]),
    };
    let unsigned = match rest.trim() {
        "" => false,
        "unsigned" => true,
        // `zerofill` and whatever else: not in the model.
        _ => return None,
    };
    let ty = match (name.as_str(), arguments.as_slice()) {
        ("tinyint", [width]) if width == "1" && !unsigned => ColumnType::Boolean,
        ("tinyint", _) => integer(IntegerWidth::Tiny, unsigned),
        ("smallint", _) => integer(IntegerWidth::Small, unsigned),
        ("mediumint", _) => integer(IntegerWidth::Medium, unsigned),
        ("int", _) => integer(IntegerWidth::Int, unsigned),
        ("bigint", _) => integer(IntegerWidth::Big, unsigned),
        ("decimal", [precision, scale]) => ColumnType::Decimal {
            precision: precision.parse().ok()?,
            scale: scale.parse().ok()?,
            unsigned,
        },
        // `float(7,3)` rounds; the model has only the plain types.
        ("float", []) => ColumnType::Float { unsigned },
        ("double", []) => ColumnType::Double { unsigned },
        _ if unsigned => return None,
        ("bit", [bits]) => ColumnType::Bit { bits: bits.parse().ok()? },
        ("char", [len]) => ColumnType::Char { len: len.parse().ok()? },
        ("varchar", [len]) => ColumnType::VarChar { len: len.parse().ok()? },
        ("binary", [len]) => ColumnType::Binary { len: len.parse().ok()? },
        ("varbinary", [len]) => ColumnType::VarBinary { len: len.parse().ok()? },
        ("tinytext", []) => ColumnType::Text { size: LobSize::Tiny },
        ("text", []) => ColumnType::Text { size: LobSize::Normal },
        ("mediumtext", []) => ColumnType::Text { size: LobSize::Medium },
        ("longtext", []) => ColumnType::Text { size: LobSize::Long },
        ("tinyblob", []) => ColumnType::Blob { size: LobSize::Tiny },
        ("blob", []) => ColumnType::Blob { size: LobSize::Normal },
        ("mediumblob", []) => ColumnType::Blob { size: LobSize::Medium },
        ("longblob", []) => ColumnType::Blob { size: LobSize::Long },
        ("enum", [_, ..]) => ColumnType::Enum { members: texts(arguments) },
        ("set", [_, ..]) => ColumnType::Set { members: texts(arguments) },
        ("json", []) => ColumnType::Json,
        ("date", []) => ColumnType::Date,
        ("time", fsp) => ColumnType::Time { fsp: fraction(fsp)? },
        ("datetime", fsp) => ColumnType::DateTime { fsp: fraction(fsp)? },
        ("timestamp", fsp) => ColumnType::Timestamp { fsp: fraction(fsp)? },
        ("year", _) => ColumnType::Year,
        _ => return None,
    };
    Some(ty)
}

const fn integer(width: IntegerWidth, unsigned: bool) -> ColumnType {
    ColumnType::Integer { width, unsigned }
}

fn fraction(arguments: &[String]) -> Option<u8> {
    match arguments {
        [] => Some(0),
        [fsp] => fsp.parse().ok(),
        _ => None,
    }
}

fn texts(members: Vec<String>) -> std::borrow::Cow<'static, [Text]> {
    members.into_iter().map(Text::Owned).collect()
}

/// The arguments up to the closing parenthesis, unquoted, and how many bytes they took.
fn arguments(text: &str) -> Option<(Vec<String>, usize)> {
    let mut arguments = vec![String::new()];
    let mut chars = text.char_indices().peekable();
    let mut quoted = false;
    while let Some((at, c)) = chars.next() {
        let last = arguments.last_mut()?;
        match c {
            '\'' if quoted && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
                last.push('\'');
            }
            '\\' if quoted => last.push(match chars.next()?.1 {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                escaped => escaped,
            }),
            '\'' => quoted = !quoted,
            c if quoted => last.push(c),
            ')' => return Some((arguments, at + 1)),
            ',' => arguments.push(String::new()),
            c => last.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ddl::type_sql;

    #[test]
    fn what_both_servers_write() {
        for (there, here) in [
            ("int", "int"),
            ("int(11)", "int"),
            ("bigint(20) unsigned", "bigint unsigned"),
            ("tinyint(1)", "tinyint(1)"),
            ("tinyint(4)", "tinyint"),
            ("decimal(10,2)", "decimal(10,2)"),
            ("varchar(64)", "varchar(64)"),
            ("datetime(6)", "datetime(6)"),
            ("timestamp", "timestamp"),
            ("year(4)", "year"),
            ("enum('a','it''s','c,d)')", "enum('a','it''s','c,d)')"),
            ("time /* mariadb-5.3 */", "time"),
        ] {
            let ty = parse(there);
            assert_eq!(type_sql(&ty), here);
            assert!(!matches!(ty, ColumnType::Other { .. }), "{there}");
        }
    }

    #[test]
    fn what_the_model_has_no_words_for() {
        for text in ["int(5) unsigned zerofill", "geometry", "float(7,3)", "inet6", "vector(3)"] {
            assert_eq!(parse(text), ColumnType::Other { sql: text.to_owned().into() });
        }
    }
}
