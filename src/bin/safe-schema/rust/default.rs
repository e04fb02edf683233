//! The default of a column as the derive takes it.

use safe_schema::schema::{ColumnDef, ColumnType, DefaultValue};

use super::attribute::Word;

/// What is said of the column's default.
pub(super) fn default(column: &ColumnDef) -> Option<Word> {
    Some(match column.default.as_ref()? {
        DefaultValue::Literal(text) => match checked(&column.ty, text) {
            Some(value) => Word::Plain(format!("default = {value}")),
            None => Word::text("default_unchecked", text),
        },
        DefaultValue::Expression(sql) => {
            let sql = match is_refused_bare(&column.ty, sql) {
                true => format!("({sql})"),
                false => sql.to_string(),
            };
            Word::text("default_sql", &sql)
        }
        DefaultValue::Bytes(bytes) => {
            if matches!(column.ty, ColumnType::Binary { .. } | ColumnType::VarBinary { .. }) {
                let text: String =
                    bytes.iter().map(|byte| byte.escape_ascii().to_string()).collect();
                Word::Plain(format!("default = b\"{text}\""))
            } else {
                let digits = bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
                Word::text("default_sql", &format!("0x{digits}"))
            }
        }
        _ => return None,
    })
}

/// A literal of Rust that the compiler finds right; none where it could not tell.
fn checked(ty: &ColumnType, text: &str) -> Option<String> {
    let number = || is_number(text).then(|| text.to_owned());
    let quoted = || Some(format!("{text:?}"));
    match ty {
        ColumnType::Boolean => match text {
            "0" => Some("false".to_owned()),
            "1" => Some("true".to_owned()),
            _ => None,
        },
        ColumnType::Integer { .. }
        | ColumnType::Decimal { .. }
        | ColumnType::Float { .. }
        | ColumnType::Double { .. } => number(),
        ColumnType::Year => {
            let is_year = text.parse::<u16>().is_ok_and(|year| (1901..=2155).contains(&year));
            is_year.then(|| text.to_owned())
        }
        ColumnType::Bit { .. } => {
            let digits = text.strip_prefix("b'")?.strip_suffix('\'')?;
            Some(u64::from_str_radix(digits, 2).ok()?.to_string())
        }
        ColumnType::Char { .. }
        | ColumnType::VarChar { .. }
        | ColumnType::Binary { .. }
        | ColumnType::VarBinary { .. } => quoted(),
        ColumnType::Enum { members } => {
            members.iter().any(|member| member == text).then(quoted).flatten()
        }
        ColumnType::Set { members } => {
            let mut chosen = text.split(',').filter(|chosen| !chosen.is_empty());
            chosen
                .all(|chosen| members.iter().any(|member| member == chosen))
                .then(quoted)
                .flatten()
        }
        ColumnType::Date => is_date(text).then(quoted).flatten(),
        ColumnType::DateTime { .. } | ColumnType::Timestamp { .. } => {
            let (date, time) = text.split_once(' ')?;
            (is_date(date) && is_time(time)).then(quoted).flatten()
        }
        ColumnType::Time { .. } => is_time(text).then(quoted).flatten(),
        ColumnType::Text { .. }
        | ColumnType::Blob { .. }
        | ColumnType::Json
        | ColumnType::Other { .. } => None,
        _ => None,
    }
}

/// Whether Rust and the servers write the number alike.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leads_with_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let is_plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == 'e');
    is_plain
        && !leads_with_zero
        && !digits.ends_with('.')
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.parse::<f64>().is_ok_and(f64::is_finite)
}

/// `2020-12-31`, of a day that every month has.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    in_range(year, 4, 1000..=9999) && in_range(month, 2, 1..=12) && in_range(day, 2, 1..=28)
}

/// `23:59:59`, of one day.
fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else { return false };
    in_range(hours, 2, 0..=23)
        && in_range(minutes, 2, 0..=59)
        && in_range(seconds, 2, 0..=59)
        && fraction.chars().all(|c| c.is_ascii_digit())
}

fn in_range(text: &str, digits: usize, range: std::ops::RangeInclusive<u16>) -> bool {
    text.len() == digits && text.parse().is_ok_and(|number| range.contains(&number))
}

/// The time of now is taken bare only where the column keeps as many digits of it.
fn is_refused_bare(ty: &ColumnType, sql: &str) -> bool {
    now_digits(sql).is_some_and(|digits| fraction(ty) != Some(digits))
}

/// The digits of a second that a column keeps.
pub(super) fn fraction(ty: &ColumnType) -> Option<u8> {
    if let ColumnType::DateTime { fsp } | ColumnType::Timestamp { fsp } = ty {
        Some(*fsp)
    } else {
        None
    }
}

/// The digits of a second that the time of now is asked for with.
pub(super) fn now_digits(sql: &str) -> Option<u8> {
    let sql = sql.trim().to_ascii_lowercase();
    let names = ["current_timestamp", "localtimestamp", "localtime", "now"];
    let rest = names.iter().find_map(|name| sql.strip_prefix(name))?.trim();
    match rest {
        "" | "()" => Some(0),
        _ => rest.strip_prefix('(')?.strip_suffix(')')?.trim().parse().ok(),
    }
}
