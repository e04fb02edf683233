//! How many bytes a column takes: in a key, and in a row.

use super::charset::bytes_per_char;
use crate::schema::text::as_slice;
use crate::schema::{ColumnDef, ColumnType, IndexPart, IntegerWidth, LobSize, TableDef};

/// Bytes of the whole value, at most; `None` where it has no bound that a key could hold.
pub(super) const fn value_bytes(column: &ColumnDef, table: &TableDef) -> Option<u64> {
    Some(match &column.ty {
        ColumnType::Boolean | ColumnType::Year => 1,
        ColumnType::Integer { width, .. } => match width {
            IntegerWidth::Tiny => 1,
            IntegerWidth::Small => 2,
            IntegerWidth::Medium => 3,
            IntegerWidth::Int => 4,
            IntegerWidth::Big => 8,
        },
        ColumnType::Decimal { precision, scale, .. } => {
            digits_bytes(precision.saturating_sub(*scale)) + digits_bytes(*scale)
        }
        ColumnType::Float { .. } => 4,
        ColumnType::Double { .. } => 8,
        ColumnType::Bit { bits } => (*bits as u64).div_ceil(8),
        ColumnType::Char { len } | ColumnType::VarChar { len } => {
            *len as u64 * bytes_per_char(column, table) as u64
        }
        ColumnType::Binary { len } | ColumnType::VarBinary { len } => *len as u64,
        ColumnType::Enum { members } => {
            if as_slice(members).len() > 255 {
                2
            } else {
                1
            }
        }
        ColumnType::Set { members } => match as_slice(members).len() {
            0..=8 => 1,
            9..=16 => 2,
            17..=24 => 3,
            25..=32 => 4,
            _ => 8,
        },
        ColumnType::Date => 3,
        ColumnType::Time { fsp } => 3 + fraction_bytes(*fsp),
        ColumnType::DateTime { fsp } => 5 + fraction_bytes(*fsp),
        ColumnType::Timestamp { fsp } => 4 + fraction_bytes(*fsp),
        ColumnType::Text { .. }
        | ColumnType::Blob { .. }
        | ColumnType::Json
        | ColumnType::Other { .. } => return None,
    })
}

/// Bytes of one part of a key; `None` where the part's column or its size is not known.
pub(super) const fn part_bytes(part: &IndexPart, table: &TableDef) -> Option<u64> {
    let column = match part.column_name() {
        Some(name) => match table.column(name) {
            Some(column) => column,
            None => return None,
        },
        None => return None,
    };
    part_bytes_of(part, column, table)
}

/// Bytes of one part of a key, which is of this column.
pub(super) const fn part_bytes_of(
    part: &IndexPart,
    column: &ColumnDef,
    table: &TableDef,
) -> Option<u64> {
    match part.prefix {
        Some(prefix) if column.ty.is_text() => {
            Some(prefix as u64 * bytes_per_char(column, table) as u64)
        }
        Some(prefix) => Some(prefix as u64),
        None => value_bytes(column, table),
    }
}

/// Bytes of the column in a row as the servers count them for their limit of 65,535: a TEXT or
/// BLOB counts with its pointer only.
pub(super) const fn row_bytes(column: &ColumnDef, table: &TableDef) -> u64 {
    match &column.ty {
        ColumnType::VarChar { .. } | ColumnType::VarBinary { .. } => {
            match value_bytes(column, table) {
                Some(bytes) if bytes > 255 => bytes + 2,
                Some(bytes) => bytes + 1,
                None => 0,
            }
        }
        ColumnType::Text { size } | ColumnType::Blob { size } => {
            8 + match size {
                LobSize::Tiny => 1,
                LobSize::Normal => 2,
                LobSize::Medium => 3,
                LobSize::Long => 4,
            }
        }
        ColumnType::Json => 12,
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Decimal { .. }
        | ColumnType::Float { .. }
        | ColumnType::Double { .. }
        | ColumnType::Bit { .. }
        | ColumnType::Char { .. }
        | ColumnType::Binary { .. }
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. }
        | ColumnType::Date
        | ColumnType::Time { .. }
        | ColumnType::DateTime { .. }
        | ColumnType::Timestamp { .. }
        | ColumnType::Year
        | ColumnType::Other { .. } => match value_bytes(column, table) {
            Some(bytes) => bytes,
            None => 0,
        },
    }
}

/// Nine digits in four bytes, the rest in as few as hold them.
const fn digits_bytes(digits: u8) -> u64 {
    (digits / 9) as u64 * 4 + (digits % 9).div_ceil(2) as u64
}

/// Two digits of a fraction of a second in a byte.
const fn fraction_bytes(fsp: u8) -> u64 {
    fsp.div_ceil(2) as u64
}

impl IndexPart {
    /// The bytes of this part of a key of the table; `None` for an expression, or a column
    /// whose size is not bounded.
    #[must_use]
    pub const fn key_bytes(&self, table: &TableDef) -> Option<u64> {
        part_bytes(self, table)
    }
}
