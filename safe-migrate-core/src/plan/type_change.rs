//! What happens to values when a column gets another type.

use crate::schema::{ColumnDef, ColumnType, IntegerWidth, LobSize};

/// What happens to the values of a column that gets another type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypeChange {
    /// Every value stays what it was, and the rows are not touched.
    Metadata,
    /// Every value stays what it was; the server copies the rows.
    Copy,
    /// A value may not fit, or may become another one.
    Lossy,
}

/// Judges a type change. What is not known to keep every value is lossy.
pub(super) fn judge(from: &ColumnType, to: &ColumnType, bytes_per_character: u32) -> TypeChange {
    use ColumnType as T;
    let keeps = |yes: bool| if yes { TypeChange::Copy } else { TypeChange::Lossy };
    match (from, to) {
        (T::Boolean, T::Integer { width: IntegerWidth::Tiny, unsigned: false })
        | (T::Integer { width: IntegerWidth::Tiny, unsigned: false }, T::Boolean) => {
            TypeChange::Metadata
        }
        (T::Boolean, T::Integer { unsigned, .. }) => keeps(!unsigned),
        (
            T::Integer { width: a, unsigned: a_unsigned },
            T::Integer { width: b, unsigned: b_unsigned },
        ) => keeps(match (a_unsigned, b_unsigned) {
            (true, true) | (false, false) => b >= a,
            (true, false) => b > a,
            (false, true) => false,
        }),
        (
            T::Decimal { precision: p, scale: s, unsigned: u },
            T::Decimal { precision: p2, scale: s2, unsigned: u2 },
        ) => keeps(s2 >= s && p2.saturating_sub(*s2) >= p.saturating_sub(*s) && (u == u2 || !u2)),
        (T::Float { unsigned: u }, T::Double { unsigned: u2 }) => keeps(u == u2 || !u2),
        (T::Bit { bits }, T::Bit { bits: more }) => keeps(more >= bits),
        (T::VarChar { len }, T::VarChar { len: more }) => {
            // A value's length takes one byte up to 255 bytes, two above.
            let short = 255 / bytes_per_character.max(1);
            longer(*len, *more, short)
        }
        (T::VarBinary { len }, T::VarBinary { len: more }) => longer(*len, *more, 255),
        (T::Char { len }, T::Char { len: more } | T::VarChar { len: more }) => keeps(more >= len),
        // Four bytes a character at most.
        (T::Char { len } | T::VarChar { len }, T::Text { size }) => {
            keeps(u64::from(*len) * 4 <= capacity(*size))
        }
        (T::VarBinary { len }, T::Blob { size }) => keeps(u64::from(*len) <= capacity(*size)),
        (T::Text { size: a }, T::Text { size: b }) | (T::Blob { size: a }, T::Blob { size: b }) => {
            keeps(b >= a)
        }
        (T::Enum { members }, T::Enum { members: more })
        | (T::Set { members }, T::Set { members: more }) => {
            if more.starts_with(members) {
                TypeChange::Metadata
            } else {
                keeps(members.iter().all(|member| more.contains(member)))
            }
        }
        (T::Date, T::DateTime { .. }) => TypeChange::Copy,
        (T::Time { fsp }, T::Time { fsp: more })
        | (T::DateTime { fsp }, T::DateTime { fsp: more })
        | (T::Timestamp { fsp }, T::Timestamp { fsp: more }) => keeps(more >= fsp),
        (
            T::Boolean
            | T::Integer { .. }
            | T::Decimal { .. }
            | T::Float { .. }
            | T::Double { .. }
            | T::Bit { .. }
            | T::Char { .. }
            | T::VarChar { .. }
            | T::Binary { .. }
            | T::VarBinary { .. }
            | T::Text { .. }
            | T::Blob { .. }
            | T::Enum { .. }
            | T::Set { .. }
            | T::Json
            | T::Date
            | T::Time { .. }
            | T::DateTime { .. }
            | T::Timestamp { .. }
            | T::Year
            | T::Other { .. },
            _,
        ) => TypeChange::Lossy,
    }
}

/// A longer text: at a stroke while the length's own size stays the same.
const fn longer(from: u32, to: u32, short: u32) -> TypeChange {
    if to < from {
        TypeChange::Lossy
    } else if (from <= short) == (to <= short) {
        TypeChange::Metadata
    } else {
        TypeChange::Copy
    }
}

const fn capacity(size: LobSize) -> u64 {
    match size {
        LobSize::Tiny => 255,
        LobSize::Normal => 65_535,
        LobSize::Medium => 16_777_215,
        LobSize::Long => 4_294_967_295,
    }
}

/// How many bytes a character of the column takes at most.
pub(super) fn bytes_per_character(column: &ColumnDef) -> u32 {
    match column.charset.as_deref() {
        Some("latin1" | "ascii" | "binary") => 1,
        Some("utf8mb3" | "utf8") => 3,
        _ => 4,
    }
}

/// Whether both character sets are known, and every character of the first is in the second.
pub(super) fn charset_keeps(from: &str, to: &str) -> bool {
    from == to || (to == "utf8mb4" && matches!(from, "utf8mb3" | "utf8" | "ascii" | "latin1"))
}

/// Whether a foreign key may join columns of these types: the same integer, or texts or bytes
/// of any length, or else exactly the same type.
pub(super) fn may_refer(child: &ColumnType, parent: &ColumnType) -> bool {
    use ColumnType as T;
    match (child, parent) {
        (T::Char { .. } | T::VarChar { .. }, T::Char { .. } | T::VarChar { .. })
        | (T::Binary { .. } | T::VarBinary { .. }, T::Binary { .. } | T::VarBinary { .. }) => true,
        (T::Boolean, T::Integer { width: IntegerWidth::Tiny, unsigned: false })
        | (T::Integer { width: IntegerWidth::Tiny, unsigned: false }, T::Boolean) => true,
        (child, parent) => child == parent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn int(width: IntegerWidth, unsigned: bool) -> ColumnType {
        ColumnType::Integer { width, unsigned }
    }

    #[test]
    fn only_what_keeps_every_value_is_kept() {
        use IntegerWidth::{Big, Int};
        assert_eq!(judge(&int(Int, false), &int(Big, false), 4), TypeChange::Copy);
        assert_eq!(judge(&int(Int, true), &int(Big, false), 4), TypeChange::Copy);
        assert_eq!(judge(&int(Int, true), &int(Int, false), 4), TypeChange::Lossy);
        assert_eq!(judge(&int(Big, false), &int(Int, false), 4), TypeChange::Lossy);
        assert_eq!(judge(&int(Int, false), &int(Big, true), 4), TypeChange::Lossy);
        let varchar = |len| ColumnType::VarChar { len };
        assert_eq!(judge(&varchar(20), &varchar(63), 4), TypeChange::Metadata);
        assert_eq!(judge(&varchar(63), &varchar(64), 4), TypeChange::Copy);
        assert_eq!(judge(&varchar(64), &varchar(63), 4), TypeChange::Lossy);
        assert_eq!(judge(&varchar(63), &int(Big, false), 4), TypeChange::Lossy);
        let decimal = |precision, scale| ColumnType::Decimal { precision, scale, unsigned: false };
        assert_eq!(judge(&decimal(10, 2), &decimal(12, 4), 4), TypeChange::Copy);
        assert_eq!(judge(&decimal(10, 2), &decimal(10, 4), 4), TypeChange::Lossy);
        assert_eq!(
            judge(&ColumnType::DateTime { fsp: 6 }, &ColumnType::Date, 4),
            TypeChange::Lossy
        );
    }
}
