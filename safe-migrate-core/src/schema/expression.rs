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
    let mut quote = None;
    for c in text.chars() {
        match quote {
            Some(end) => {
                normal.push(c);
                if c == end {
                    quote = None;
                }
            }
            None if c.is_whitespace() || c == '`' => {}
            None => {
                if matches!(c, '\'' | '"') {
                    quote = Some(c);
                }
                normal.extend(c.to_lowercase());
            }
        }
    }
    now(&normal).unwrap_or(normal)
}

/// The text inside parentheses that enclose all of it.
pub(crate) fn unwrapped(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_usize;
    for c in inside.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
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
        (None, Some(only)) | (Some(only), None) => {
            matches!(only, DefaultValue::Expression(text) if normal(text) == "null")
        }
    }
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
        ] {
            assert_eq!(normal(a), normal(b));
        }
        assert_ne!(normal("concat('A b')"), normal("concat('a b')"));
        assert_ne!(normal("(a)+(b)"), normal("a)+(b"));
        assert_ne!(normal("now(3)"), normal("now(6)"));
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
