//! Dates and times in defaults: whether the text is one that the servers take as it stands.

use super::{Message, Place};
use crate::schema::{ColumnType, eq_ignore_case};

/// What is wrong with a text as a date or time.
enum DateProblem {
    /// It is not of the form.
    Form,
    /// More digits after the second than the column keeps.
    Fraction,
}

/// Digits read from the front of a text.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    /// A number of so many digits.
    const fn number(&mut self, digits: usize) -> Option<u32> {
        let mut number = 0;
        let mut i = 0;
        while i < digits {
            if self.at >= self.bytes.len() || !self.bytes[self.at].is_ascii_digit() {
                return None;
            }
            number = number * 10 + (self.bytes[self.at] - b'0') as u32;
            self.at += 1;
            i += 1;
        }
        Some(number)
    }

    /// This byte.
    const fn byte(&mut self, byte: u8) -> bool {
        let found = self.at < self.bytes.len() && self.bytes[self.at] == byte;
        if found {
            self.at += 1;
        }
        found
    }

    const fn ended(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// `YYYY-MM-DD`, of a day that exists.
    const fn date(&mut self) -> bool {
        let Some(year) = self.number(4) else { return false };
        if !self.byte(b'-') {
            return false;
        }
        let Some(month) = self.number(2) else { return false };
        if !self.byte(b'-') {
            return false;
        }
        let Some(day) = self.number(2) else { return false };
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return false,
        };
        year > 0 && 1 <= day && day <= days
    }

    /// `HH:MM:SS`, with up to six digits after a point.
    const fn time(&mut self, fsp: u8) -> Option<DateProblem> {
        let Some(hour) = self.number(2) else { return Some(DateProblem::Form) };
        if !self.byte(b':') {
            return Some(DateProblem::Form);
        }
        let Some(minute) = self.number(2) else { return Some(DateProblem::Form) };
        if !self.byte(b':') {
            return Some(DateProblem::Form);
        }
        let Some(second) = self.number(2) else { return Some(DateProblem::Form) };
        if hour > 23 || minute > 59 || second > 59 {
            return Some(DateProblem::Form);
        }
        if self.byte(b'.') {
            let start = self.at;
            while self.number(1).is_some() {}
            if self.at == start {
                return Some(DateProblem::Form);
            }
            if self.at - start > fsp as usize {
                return Some(DateProblem::Fraction);
            }
        }
        None
    }
}

/// Which parts a text has.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// `YYYY-MM-DD`.
    Date,
    /// `HH:MM:SS[.ffffff]`.
    Time,
    /// Both, with a space between.
    DateTime,
}

impl Form {
    const fn example(self) -> &'static str {
        match self {
            Self::Date => "2026-11-23",
            Self::Time => "23:59:59",
            Self::DateTime => "2026-11-23 23:59:59",
        }
    }

    const fn check(self, text: &str, fsp: u8) -> Option<DateProblem> {
        let mut cursor = Cursor { bytes: text.as_bytes(), at: 0 };
        let (has_date, has_time) = match self {
            Self::Date => (true, false),
            Self::Time => (false, true),
            Self::DateTime => (true, true),
        };
        if has_date && !cursor.date() || has_date && has_time && !cursor.byte(b' ') {
            return Some(DateProblem::Form);
        }
        if has_time && let Some(problem) = cursor.time(fsp) {
            return Some(problem);
        }
        if cursor.ended() { None } else { Some(DateProblem::Form) }
    }

    /// Why the literal is not of this form, or is finer than the column.
    pub(super) const fn problem(
        self,
        about: Place<'_>,
        ty: &ColumnType,
        literal: &str,
        fsp: u8,
    ) -> Option<Message> {
        match self.check(literal, fsp) {
            None => None,
            Some(DateProblem::Fraction) => Some(
                about
                    .text("the default ")
                    .code(literal)
                    .text(" has more digits after the second than ")
                    .column_type(ty)
                    .text(" keeps"),
            ),
            Some(DateProblem::Form) if is_now(literal) => Some(
                about
                    .code(literal)
                    .text(" is an expression, not a value; write `default_sql` for `default`"),
            ),
            Some(DateProblem::Form) => Some(
                about
                    .text("the default ")
                    .code(literal)
                    .text(" is no ")
                    .column_type(ty)
                    .text("; write it as in ")
                    .code(self.example()),
            ),
        }
    }
}

/// Whether the text is how the servers call the time of day.
const fn is_now(literal: &str) -> bool {
    const NAMES: [&str; 3] = ["current_timestamp", "now", "localtime"];
    let mut i = 0;
    while i < NAMES.len() {
        let len = NAMES[i].len();
        if len <= literal.len()
            && literal.is_char_boundary(len)
            && eq_ignore_case(literal.split_at(len).0, NAMES[i])
        {
            return true;
        }
        i += 1;
    }
    false
}
