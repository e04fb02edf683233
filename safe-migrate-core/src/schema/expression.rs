//! The light normal form of SQL expressions and literals: spelling that means the same.

use super::{ColumnType, DefaultValue};

/// The expression without outer parentheses, introducers, and the many spellings of now.
///
/// Light on purpose: what still differs is asked of the server, which rewrites both alike.
pub(crate) fn normal(expression: &str) -> String {
    let mut text = expression.trim();
    while let Some(inside) = unwrapped(text) {
        text = inside;
    }
    let mut normal = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() || c == '`' => {}
            '\'' | '"' => {
                let rest = chars.as_str();
                let end = end_of_quoted(rest, c).unwrap_or(rest.len());
                let narrow = narrow(&mut normal, &rest[..end]);
                let literal = narrow.as_deref().unwrap_or(&rest[..end]);
                without_introducer(&mut normal, literal);
                normal.push(c);
                normal.push_str(literal);
                chars = rest[end..].chars();
            }
            c => normal.extend(c.to_lowercase()),
        }
    }
    now(&normal).unwrap_or(normal)
}

/// Takes the character set that the creating connection had off the end of what comes before a
/// literal (`_utf8mb4'q'`), where it makes no difference to the literal.
fn without_introducer(before: &mut String, literal: &str) {
    let introducers = ["_utf8mb4", "_utf8mb3", "_latin1", "_ascii"];
    if literal.is_ascii()
        && let Some(rest) = introducers.iter().find_map(|name| before.strip_suffix(name))
        && !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    {
        before.truncate(rest.len());
    }
}

/// What a literal of two or four bytes a character is in ASCII (`_ucs2'\0q'` is `q`), where it is
/// nothing else: the introducer is taken off the end of what comes before. MySQL writes the checks
/// of such a table so, when it is altered.
fn narrow(before: &mut String, literal: &str) -> Option<String> {
    const ZERO: &str = "\\0";
    // How many zeros stand before a character, and how many behind it.
    let widths = [("_ucs2", (1, 0)), ("_utf16le", (0, 1)), ("_utf16", (1, 0)), ("_utf32", (3, 0))];
    let (start, (zeros, behind)) =
        widths.iter().find_map(|(name, zeros)| Some((before.strip_suffix(name)?.len(), *zeros)))?;
    let mut rest = literal.get(..literal.len().checked_sub(1)?)?;
    let mut text = String::new();
    while !rest.is_empty() {
        rest = rest.strip_prefix(&*ZERO.repeat(zeros))?;
        let len = if rest.starts_with('\\') { 2 } else { 1 };
        let (character, after) = rest.split_at_checked(len)?;
        text.push_str(Some(character).filter(|text| text.is_ascii())?);
        rest = after.strip_prefix(&*ZERO.repeat(behind))?;
    }
    text.push_str(literal.get(literal.len() - 1..)?);
    before.truncate(start);
    Some(text)
}

/// How many bytes of the text behind an opening quote the literal takes, its closing quote
/// included. A backslash escapes; a doubled quote reads as the end of one literal and the
/// beginning of the next, which comes to the same.
fn end_of_quoted(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some(at + c.len_utf8());
        }
        if c == '\\' {
            chars.next();
        }
    }
    None
}

/// The text inside parentheses that enclose all of it.
pub(crate) fn unwrapped(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_usize;
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            '\'' | '"' | '`' => {
                let rest = chars.as_str();
                chars = rest[end_of_quoted(rest, c)?..].chars();
            }
            _ => {}
        }
    }
    (depth == 0).then(|| inside.trim())
}

/// Whether the expression is the present moment, which servers take as a default without
/// parentheses.
pub(crate) fn is_now(expression: &str) -> bool {
    let mut text = expression.trim().to_lowercase();
    text.retain(|c| !c.is_whitespace());
    now(&text).is_some()
}

/// `now(6)`, `localtimestamp(6)` and the like as `current_timestamp(6)`.
fn now(text: &str) -> Option<String> {
    let rest = ["current_timestamp", "localtimestamp", "localtime", "now"]
        .iter()
        .find_map(|name| text.strip_prefix(name))?;
    match rest {
        "" | "()" | "(0)" => Some("current_timestamp".to_owned()),
        fsp if fsp.len() == 3 && fsp.starts_with('(') && fsp.ends_with(')') => {
            Some(format!("current_timestamp{fsp}"))
        }
        _ => None,
    }
}

/// Whether two defaults are the same value for a column of the type.
pub(crate) fn same_default(
    a: Option<&DefaultValue>,
    b: Option<&DefaultValue>,
    ty: &ColumnType,
) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(DefaultValue::Literal(a)), Some(DefaultValue::Literal(b))) => same_literal(a, b, ty),
        (Some(DefaultValue::Expression(a)), Some(DefaultValue::Expression(b))) => {
            normal(a) == normal(b)
        }
        (Some(DefaultValue::Expression(expression)), Some(DefaultValue::Literal(literal)))
        | (Some(DefaultValue::Literal(literal)), Some(DefaultValue::Expression(expression))) => {
            // MariaDB shows `DEFAULT ('x')` as the literal it is.
            constant(expression).is_some_and(|value| same_literal(&value, literal, ty))
        }
        (Some(DefaultValue::Bytes(bytes)), Some(other))
        | (Some(other), Some(DefaultValue::Bytes(bytes))) => {
            let zeros = matches!(ty, ColumnType::Binary { .. });
            same_bytes(bytes, &bytes_of(other), zeros)
        }
        (None, Some(only)) | (Some(only), None) => {
            matches!(only, DefaultValue::Expression(text) if normal(text) == "null")
        }
    }
}

/// The bytes of a default that may be no text. An expression has none that are known.
fn bytes_of(default: &DefaultValue) -> Option<Vec<u8>> {
    match default {
        DefaultValue::Bytes(bytes) => Some(bytes.to_vec()),
        DefaultValue::Literal(text) => Some(text.as_bytes().to_vec()),
        DefaultValue::Expression(sql) => {
            let sql = normal(sql);
            let digits =
                sql.strip_prefix("0x").or_else(|| sql.strip_prefix("x'")?.strip_suffix('\''))?;
            hexadecimal(digits)
        }
    }
}

/// The bytes of hexadecimal digits.
pub(crate) fn hexadecimal(digits: &str) -> Option<Vec<u8>> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}

fn same_bytes(a: &[u8], b: &Option<Vec<u8>>, zeros_at_end: bool) -> bool {
    let trimmed = |bytes: &[u8]| {
        let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        bytes[..end].to_vec()
    };
    b.as_ref().is_some_and(|b| a == b || (zeros_at_end && trimmed(a) == trimmed(b)))
}

fn constant(expression: &str) -> Option<String> {
    let mut text = expression.trim();
    while let Some(inside) = unwrapped(text) {
        text = inside;
    }
    match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(inside) => Some(inside.replace("''", "'")),
        None => text.parse::<f64>().is_ok().then(|| text.to_owned()),
    }
}

fn same_literal(a: &str, b: &str, ty: &ColumnType) -> bool {
    if a == b {
        return true;
    }
    if ty.is_numeric() {
        return number(a).is_some_and(|a| Some(a) == number(b));
    }
    match ty {
        ColumnType::Time { .. } | ColumnType::DateTime { .. } | ColumnType::Timestamp { .. } => {
            moment(a) == moment(b)
        }
        ColumnType::Bit { .. } => bits(a).is_some_and(|a| Some(a) == bits(b)),
        // `binary(n)` is filled with zero bytes.
        ColumnType::Binary { .. } => a.trim_end_matches('\0') == b.trim_end_matches('\0'),
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Decimal { .. }
        | ColumnType::Float { .. }
        | ColumnType::Double { .. }
        | ColumnType::Char { .. }
        | ColumnType::VarChar { .. }
        | ColumnType::VarBinary { .. }
        | ColumnType::Text { .. }
        | ColumnType::Blob { .. }
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. }
        | ColumnType::Json
        | ColumnType::Date
        | ColumnType::Year
        | ColumnType::Other { .. } => false,
    }
}

/// A number without superfluous zeros: sign, digits before, digits after the point.
fn number(text: &str) -> Option<String> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.chars().chain(fraction.chars()).all(|c| c.is_ascii_digit()) || digits.is_empty() {
        // `1e10`: as the machine reads and writes it, which is without an exponent.
        let read = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
        return number(&read.to_string());
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let sign = if negative && !(whole.is_empty() && fraction.is_empty()) { "-" } else { "" };
    Some(format!("{sign}{whole}.{fraction}"))
}

/// A moment with its time of day, and without zeros at the end of the fraction.
fn moment(text: &str) -> String {
    let text = text.replace('T', " ");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let time = if whole.contains(':') { "" } else { " 00:00:00" };
    format!("{whole}{time}.{}", fraction.trim_end_matches('0'))
}

/// `b'101'` or a plain number.
fn bits(text: &str) -> Option<u64> {
    match text.strip_prefix("b'").and_then(|text| text.strip_suffix('\'')) {
        Some(digits) => u64::from_str_radix(digits, 2).ok(),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> DefaultValue {
        DefaultValue::Literal(text.to_owned().into())
    }

    #[test]
    fn spellings_of_one_expression() {
        for (a, b) in [
            ("NOW(6)", "current_timestamp(6)"),
            ("CURRENT_TIMESTAMP", "current_timestamp()"),
            ("(uuid())", "uuid()"),
            ("( `a` + 1 )", "a+1"),
            ("a <> _ucs2'\\0i\\0\\'\\0\\\\'", "a <> 'i\\'\\\\'"),
            ("a <> _utf16le'i\\0t\\0'", "a <> _utf8mb4'it'"),
            ("a <> _utf32'\\0\\0\\0i'", "a <> 'i'"),
            ("a <> _utf16''", "a <> ''"),
        ] {
            assert_eq!(normal(a), normal(b));
        }
        assert_ne!(normal("concat('A b')"), normal("concat('a b')"));
        assert_ne!(normal("(a)+(b)"), normal("a)+(b"));
        assert_ne!(normal("now(3)"), normal("now(6)"));
        assert_ne!(normal("a <> _ucs2'\\0i?='"), normal("a <> 'i?='"));
    }

    #[test]
    fn spellings_of_one_value() {
        let decimal = ColumnType::Decimal { precision: 10, scale: 2, unsigned: false };
        let same = |a, b, ty: &ColumnType| same_default(Some(&literal(a)), Some(&literal(b)), ty);
        assert!(same("1.5", "1.50", &decimal));
        assert!(same("-0", "0.00", &decimal));
        assert!(!same("18446744073709551615", "18446744073709551614", &decimal));
        assert!(same("2020-01-01", "2020-01-01 00:00:00.000000", &ColumnType::DateTime { fsp: 6 }));
        assert!(!same("1", "1.0", &ColumnType::VarChar { len: 5 }));
        assert!(same("5", "b'101'", &ColumnType::Bit { bits: 3 }));
        assert!(same("1e10", "10000000000", &ColumnType::Double { unsigned: false }));
    }
}
