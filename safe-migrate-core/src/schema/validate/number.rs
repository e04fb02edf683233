//! Numbers in defaults: whether the text of a literal fits a column's type.

use super::{Message, Place};
use crate::schema::{ColumnType, IntegerWidth};

/// A number as text has it.
#[derive(Clone, Copy)]
struct Number {
    negative: bool,
    /// The value without sign and fraction; `None` when it is longer than any integer column.
    integer: Option<u128>,
    /// Digits before the point, leading zeros apart.
    integer_digits: u32,
    /// Digits after the point, trailing zeros apart.
    fraction_digits: u32,
    /// The power of ten after `e`.
    exponent: i32,
}

impl Number {
    /// Reads a literal of Rust: `-5`, `1.50`, `2e10`.
    const fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (mut i, negative) = match bytes {
            [b'-', ..] => (1, true),
            _ => (0, false),
        };
        let mut number =
            Self { negative, integer: Some(0), integer_digits: 0, fraction_digits: 0, exponent: 0 };
        let start = i;
        while i < bytes.len() && bytes[i].is_ascii_digit() {
            let digit = (bytes[i] - b'0') as u128;
            if digit > 0 || number.integer_digits > 0 {
                number.integer_digits += 1;
            }
            number.integer = match number.integer {
                Some(value) if number.integer_digits <= 30 => Some(value * 10 + digit),
                _ => None,
            };
            i += 1;
        }
        if i == start {
            return None;
        }
        if i < bytes.len() && bytes[i] == b'.' {
            i += 1;
            let mut digits = 0;
            while i < bytes.len() && bytes[i].is_ascii_digit() {
                digits += 1;
                if bytes[i] != b'0' {
                    number.fraction_digits = digits;
                }
                i += 1;
            }
        }
        if i < bytes.len() && (bytes[i] == b'e' || bytes[i] == b'E') {
            i += 1;
            let negative = i < bytes.len() && bytes[i] == b'-';
            if i < bytes.len() && (bytes[i] == b'-' || bytes[i] == b'+') {
                i += 1;
            }
            while i < bytes.len() && bytes[i].is_ascii_digit() {
                let digit = (bytes[i] - b'0') as i32;
                number.exponent = number.exponent.saturating_mul(10).saturating_add(digit);
                i += 1;
            }
            if negative {
                number.exponent = -number.exponent;
            }
        }
        if i == bytes.len() { Some(number) } else { None }
    }

    const fn is_below_zero(&self) -> bool {
        self.negative && (self.integer_digits > 0 || self.fraction_digits > 0)
    }

    /// The integer it is; `None` for a fraction, and for what no integer column can hold.
    const fn as_integer(&self) -> Option<i128> {
        match self.integer {
            Some(value) if self.fraction_digits == 0 && self.exponent == 0 => {
                Some(if self.negative { -(value as i128) } else { value as i128 })
            }
            _ => None,
        }
    }
}

/// The least and the greatest value of an integer type; the least is negative where `signed`.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    signed: bool,
    least: u64,
    most: u64,
}

impl Bounds {
    /// The years that `year` holds.
    pub(super) const YEARS: Self = Self { signed: false, least: 1901, most: 2155 };

    /// Of an integer column.
    pub(super) const fn integer(width: IntegerWidth, unsigned: bool) -> Self {
        let all = u64::MAX
            >> match width {
                IntegerWidth::Tiny => 56,
                IntegerWidth::Small => 48,
                IntegerWidth::Medium => 40,
                IntegerWidth::Int => 32,
                IntegerWidth::Big => 0,
            };
        if unsigned {
            Self { signed: false, least: 0, most: all }
        } else {
            Self { signed: true, least: all / 2 + 1, most: all / 2 }
        }
    }

    /// Of `bit(n)`.
    pub(super) const fn bits(bits: u8) -> Self {
        let most = if bits == 0 || bits >= 64 { u64::MAX } else { (1 << bits) - 1 };
        Self { signed: false, least: 0, most }
    }

    /// Why the literal is not an integer within the bounds.
    pub(super) const fn problem(
        self,
        about: Place<'_>,
        ty: &ColumnType,
        literal: &str,
    ) -> Option<Message> {
        let least = if self.signed { -(self.least as i128) } else { self.least as i128 };
        if let Some(number) = Number::parse(literal)
            && let Some(value) = number.as_integer()
            && least <= value
            && value <= self.most as i128
        {
            return None;
        }
        Some(
            does_not_fit(about, ty, literal)
                .text(", which holds ")
                .text(if self.signed { "-" } else { "" })
                .number(self.least)
                .text(" to ")
                .number(self.most),
        )
    }
}

/// Why the literal does not fit `decimal(precision, scale)`.
pub(super) const fn decimal_problem(
    about: Place<'_>,
    ty: &ColumnType,
    literal: &str,
    (precision, scale, unsigned): (u8, u8, bool),
) -> Option<Message> {
    match Number::parse(literal) {
        Some(number)
            if number.exponent == 0
                && number.fraction_digits <= scale as u32
                && number.integer_digits <= precision.saturating_sub(scale) as u32
                && !(unsigned && number.is_below_zero()) =>
        {
            None
        }
        _ => Some(
            does_not_fit(about, ty, literal)
                .text(", which holds ")
                .number(precision.saturating_sub(scale) as u64)
                .text(" digits before the point and ")
                .number(scale as u64)
                .text(" after it"),
        ),
    }
}

/// Why the literal does not fit a floating-point type, whose greatest value has `digits` digits.
pub(super) const fn float_problem(
    about: Place<'_>,
    ty: &ColumnType,
    literal: &str,
    (digits, unsigned): (i32, bool),
) -> Option<Message> {
    match Number::parse(literal) {
        Some(number)
            if (number.integer_digits as i32).saturating_add(number.exponent) < digits
                && !(unsigned && number.is_below_zero()) =>
        {
            None
        }
        _ => Some(does_not_fit(about, ty, literal)),
    }
}

const fn does_not_fit(about: Place<'_>, ty: &ColumnType, literal: &str) -> Message {
    about.text("the default ").code(literal).text(" does not fit ").column_type(ty)
}
