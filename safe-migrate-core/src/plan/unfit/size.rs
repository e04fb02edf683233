//! A type -> the least and the greatest value it holds, and how long a value may be.

// Asks about some kinds of type among all.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::plan::type_change::bytes_per_character;
use crate::schema::{ColumnDef, ColumnType, IntegerWidth, LobSize, Text};

use super::Unfit;

/// The greatest double that both servers make a BIGINT of, unsigned or not.
const LARGEST_REAL: i128 = (1 << 63) - 2048;

/// The bounds of the second type that the first exceeds, or may exceed.
pub(super) fn range(from: &ColumnType, to: &ColumnType) -> Vec<Unfit> {
    let Some((mut least, mut greatest)) = bounds(to) else { return Vec::new() };
    let (lowest, highest) = bounds(from).unwrap_or((i128::MIN, i128::MAX));
    if matches!(from, ColumnType::Float { .. } | ColumnType::Double { .. }) {
        // MySQL reads what it writes of a double, and that may round beyond the signed bounds.
        least = least.max(-LARGEST_REAL - 1024);
        greatest = greatest.min(LARGEST_REAL);
    }
    let below = (lowest < least).then(|| Unfit::Below(number(least)));
    let above = (highest > greatest).then(|| Unfit::Above(number(greatest)));
    below.into_iter().chain(above).collect()
}

/// The least and the greatest whole number of the type.
pub(in crate::plan) fn bounds(ty: &ColumnType) -> Option<(i128, i128)> {
    use ColumnType as T;
    match ty {
        T::Boolean => Some(integer_bounds(IntegerWidth::Tiny, false)),
        T::Integer { width, unsigned } => Some(integer_bounds(*width, *unsigned)),
        T::Bit { bits } => Some((0, (1_i128 << (*bits).min(64)) - 1)),
        T::Year => Some((0, 2155)),
        // Up to 38 digits; longer ones are above all that a bound is compared with.
        T::Decimal { precision, scale, unsigned } => {
            let digits = u32::from(precision.saturating_sub(*scale)).min(38);
            let greatest = 10_i128.pow(digits) - 1;
            Some((if *unsigned { 0 } else { -greatest }, greatest))
        }
        _ => None,
    }
}

const fn integer_bounds(width: IntegerWidth, unsigned: bool) -> (i128, i128) {
    let bits = match width {
        IntegerWidth::Tiny => 8,
        IntegerWidth::Small => 16,
        IntegerWidth::Medium => 24,
        IntegerWidth::Int => 32,
        IntegerWidth::Big => 64,
    };
    match unsigned {
        true => (0, (1_i128 << bits) - 1),
        false => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
    }
}

pub(super) fn number(value: i128) -> Text {
    value.to_string().into()
}

/// How long a value may be: characters of a text, bytes of anything else.
pub(super) fn longest(ty: &ColumnType) -> u64 {
    use ColumnType as T;
    let length = |member: &Text| member.chars().count() as u64;
    match ty {
        T::Char { len } | T::VarChar { len } | T::Binary { len } | T::VarBinary { len } => {
            u64::from(*len)
        }
        T::Text { size } | T::Blob { size } => capacity(*size),
        T::Enum { members } => members.iter().map(length).max().unwrap_or(0),
        T::Set { members } => members.iter().map(|member| length(member) + 1).sum(),
        _ => u64::MAX,
    }
}

/// How many bytes a value of the first column may take in the character set of the second.
pub(super) fn longest_in_bytes(from: &ColumnDef, to: &ColumnDef) -> u64 {
    let each = u64::from(bytes_per_character(to));
    match &from.ty {
        // Its length is counted in bytes already.
        ColumnType::Text { size } if from.charset == to.charset => capacity(*size),
        ty => longest(ty).saturating_mul(each),
    }
}

pub(super) const fn capacity(size: LobSize) -> u64 {
    match size {
        LobSize::Tiny => 255,
        LobSize::Normal => 65_535,
        LobSize::Medium => 16_777_215,
        LobSize::Long => 4_294_967_295,
    }
}
