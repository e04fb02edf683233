//! Rules for defaults: a literal has the kind of its column, and fits.

use super::date::Form;
use super::index::is_shape;
use super::number::{Bounds, decimal_problem, float_problem};
use super::{Facts, Message, Place};
use crate::schema::text::{as_slice, as_str};
use crate::schema::{ColumnType, DefaultValue, Text, eq};

/// How a default is written in Rust.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub enum LiteralKind {
    /// `true`.
    Bool,
    /// `5`, `-1.5`.
    Number,
    /// `"text"`.
    Text,
    /// `b"bytes"`.
    Bytes,
}

#[doc(hidden)]
impl Facts {
    /// The default of a column is of its type's kind, and fits.
    #[must_use]
    pub const fn default(self, column: usize, kind: LiteralKind) -> Option<Message> {
        let def = &as_slice(&self.table.columns)[column];
        if let Some(DefaultValue::Bytes(bytes)) = &def.default {
            return self.default_bytes(column, as_slice(bytes).len());
        }
        let Some(DefaultValue::Literal(literal)) = &def.default else { return None };
        let (ty, literal) = (&def.ty, as_str(literal));
        let about = self.about_column(column);
        if let Some(wanted) = wrong_kind(ty, kind) {
            return Some(
                about
                    .text("a column of type ")
                    .column_type(ty)
                    .text(" takes ")
                    .text(wanted)
                    .text(" as its default, not ")
                    .text(match kind {
                        LiteralKind::Bool => "a `bool`",
                        LiteralKind::Number => "a number",
                        LiteralKind::Text => "text",
                        LiteralKind::Bytes => "bytes",
                    }),
            );
        }
        match *ty {
            ColumnType::Boolean => match literal.as_bytes() {
                [b'0' | b'1'] => None,
                _ => Some(about.text("a `bool` is `true` or `false`, not ").code(literal)),
            },
            ColumnType::Integer { width, unsigned } => {
                Bounds::integer(width, unsigned).problem(about, ty, literal)
            }
            ColumnType::Bit { bits } => Bounds::bits(bits).problem(about, ty, literal),
            ColumnType::Year => Bounds::YEARS.problem(about, ty, literal),
            ColumnType::Decimal { precision, scale, unsigned } => {
                decimal_problem(about, ty, literal, (precision, scale, unsigned))
            }
            // The greatest values are about 3.4e38 and 1.8e308.
            ColumnType::Float { unsigned } => float_problem(about, ty, literal, (39, unsigned)),
            ColumnType::Double { unsigned } => float_problem(about, ty, literal, (309, unsigned)),
            ColumnType::Char { len } | ColumnType::VarChar { len } => {
                length_problem(about, ty, (char_count(literal), "characters"), len)
            }
            ColumnType::Binary { len } | ColumnType::VarBinary { len } => {
                length_problem(about, ty, (literal.len(), "bytes"), len)
            }
            ColumnType::Enum { ref members } if !is_member(as_slice(members), literal) => {
                Some(about.code(literal).text(" is no member of ").column_type(ty))
            }
            ColumnType::Set { ref members } if !all_members(as_slice(members), literal) => {
                Some(about.code(literal).text(" is not a list of members of ").column_type(ty))
            }
            ColumnType::Date => Form::Date.problem(about, ty, literal, 0),
            ColumnType::Time { fsp } => Form::Time.problem(about, ty, literal, fsp),
            ColumnType::DateTime { fsp } | ColumnType::Timestamp { fsp } => {
                Form::DateTime.problem(about, ty, literal, fsp)
            }
            ColumnType::Text { .. } | ColumnType::Blob { .. } | ColumnType::Json => Some(
                about
                    .text("a column of type ")
                    .column_type(ty)
                    .text(" can't have a literal as its default; write an expression instead: ")
                    .code(if matches!(ty, ColumnType::Json) {
                        "default_sql = \"('{}')\""
                    } else {
                        "default_sql = \"('')\""
                    }),
            ),
            ColumnType::Other { .. } if is_shape(ty) => Some(
                about
                    .text("a column of type ")
                    .column_type(ty)
                    .text(" can't have a default; remove it, or make the field's type an `Option`"),
            ),
            ColumnType::Enum { .. } | ColumnType::Set { .. } | ColumnType::Other { .. } => None,
        }
    }

    /// Bytes are the default of a column of bytes, and fit.
    const fn default_bytes(self, column: usize, len: usize) -> Option<Message> {
        let ty = &self.column(column).ty;
        let about = self.about_column(column);
        match *ty {
            ColumnType::Binary { len: limit } | ColumnType::VarBinary { len: limit } => {
                length_problem(about, ty, (len, "bytes"), limit)
            }
            ColumnType::Boolean
            | ColumnType::Integer { .. }
            | ColumnType::Decimal { .. }
            | ColumnType::Float { .. }
            | ColumnType::Double { .. }
            | ColumnType::Bit { .. }
            | ColumnType::Char { .. }
            | ColumnType::VarChar { .. }
            | ColumnType::Text { .. }
            | ColumnType::Blob { .. }
            | ColumnType::Enum { .. }
            | ColumnType::Set { .. }
            | ColumnType::Json
            | ColumnType::Date
            | ColumnType::Time { .. }
            | ColumnType::DateTime { .. }
            | ColumnType::Timestamp { .. }
            | ColumnType::Year
            | ColumnType::Other { .. } => Some(
                about
                    .text("only a column of bytes takes bytes as its default, and this one is ")
                    .column_type(ty),
            ),
        }
    }
}

/// What the type takes for a default, if that is not a literal of this kind.
const fn wrong_kind(ty: &ColumnType, kind: LiteralKind) -> Option<&'static str> {
    match (ty, kind) {
        (ColumnType::Boolean, LiteralKind::Text) => Some("`true` or `false`"),
        (
            ColumnType::Integer { .. }
            | ColumnType::Decimal { .. }
            | ColumnType::Float { .. }
            | ColumnType::Double { .. }
            | ColumnType::Bit { .. }
            | ColumnType::Year,
            LiteralKind::Bool | LiteralKind::Text,
        ) => Some("a number"),
        (
            ColumnType::Char { .. }
            | ColumnType::VarChar { .. }
            | ColumnType::Binary { .. }
            | ColumnType::VarBinary { .. }
            | ColumnType::Enum { .. }
            | ColumnType::Set { .. },
            LiteralKind::Bool | LiteralKind::Number,
        ) => Some("text in quotes"),
        (
            ColumnType::Date
            | ColumnType::Time { .. }
            | ColumnType::DateTime { .. }
            | ColumnType::Timestamp { .. },
            LiteralKind::Bool | LiteralKind::Number,
        ) => Some("a date or time in quotes, or an expression in `default_sql`,"),
        (_, LiteralKind::Bool | LiteralKind::Number | LiteralKind::Text | LiteralKind::Bytes) => {
            None
        }
    }
}

const fn length_problem(
    about: Place<'_>,
    ty: &ColumnType,
    (len, unit): (usize, &str),
    limit: u32,
) -> Option<Message> {
    if len as u64 <= limit as u64 {
        return None;
    }
    Some(
        about
            .text("the default has ")
            .number(len as u64)
            .text(" ")
            .text(unit)
            .text(" and does not fit ")
            .column_type(ty),
    )
}

const fn char_count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut i) = (0, 0);
    while i < bytes.len() {
        // Bytes 10xxxxxx go on with a character.
        if bytes[i] & 0b1100_0000 != 0b1000_0000 {
            count += 1;
        }
        i += 1;
    }
    count
}

const fn is_member(members: &[Text], member: &str) -> bool {
    let mut i = 0;
    while i < members.len() {
        if eq(as_str(&members[i]), member) {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether the text is a list of members with commas between them; no text is no member.
const fn all_members(members: &[Text], list: &str) -> bool {
    let mut rest = list;
    while !rest.is_empty() {
        let bytes = rest.as_bytes();
        let mut end = 0;
        while end < bytes.len() && bytes[end] != b',' {
            end += 1;
        }
        let (member, tail) = rest.split_at(end);
        if !is_member(members, member) {
            return false;
        }
        rest = if tail.is_empty() { tail } else { tail.split_at(1).1 };
    }
    true
}
