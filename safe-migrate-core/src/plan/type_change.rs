//! What it costs to give a column another type, and which types a foreign key may join.

use std::borrow::Cow;

use crate::schema::{ColumnDef, ColumnType, IntegerWidth};

/// Whether the server copies the table's rows to give the column the type.
pub(super) fn copies(from: &ColumnDef, to: &ColumnDef) -> bool {
    use ColumnType as T;
    match (&from.ty, &to.ty) {
        (a, b) if is_same_storage(a, b) => false,
        (T::VarChar { len }, T::VarChar { len: more }) => {
            // A value's length takes one byte up to 255 bytes, two above.
            let short = 255 / bytes_per_character(from).max(1);
            more < len || (*len <= short) != (*more <= short)
        }
        (T::VarBinary { len }, T::VarBinary { len: more }) => {
            more < len || (*len <= 255) != (*more <= 255)
        }
        (T::Enum { members }, T::Enum { members: more }) => {
            !more.starts_with(members) || (members.len() <= 255) != (more.len() <= 255)
        }
        (T::Set { members }, T::Set { members: more }) => {
            !more.starts_with(members) || set_bytes(members.len()) != set_bytes(more.len())
        }
        _ => true,
    }
}

/// Whether the types differ in their display width alone.
pub(super) fn is_same_storage(a: &ColumnType, b: &ColumnType) -> bool {
    const TINY: ColumnType = ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: false };
    let same = |a: &ColumnType, b: &ColumnType| *a == ColumnType::Boolean && *b == TINY;
    a == b || same(a, b) || same(b, a)
}

/// How many bytes a set of so many members takes.
const fn set_bytes(members: usize) -> usize {
    match members.div_ceil(8) {
        bytes @ 0..=4 => bytes,
        _ => 8,
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

/// Whether a foreign key may join columns of these types: numbers of the same bytes, texts or bytes
/// of any length, or else exactly the same type. (Servers take more: whatever they store alike,
/// such as times of other fractions, whose values then never match.)
pub(super) fn may_refer(child: &ColumnType, parent: &ColumnType) -> bool {
    use ColumnType as T;
    match (&*plain(child), &*plain(parent)) {
        (T::Char { .. } | T::VarChar { .. }, T::Char { .. } | T::VarChar { .. })
        | (T::Binary { .. } | T::VarBinary { .. }, T::Binary { .. } | T::VarBinary { .. })
        | (T::Float { .. }, T::Float { .. })
        | (T::Double { .. }, T::Double { .. }) => true,
        (T::Decimal { precision: a, scale: b, .. }, T::Decimal { precision: c, scale: d, .. }) => {
            (a, b) == (c, d)
        }
        (child, parent) => is_same_storage(child, parent),
    }
}

/// The type that stores the same, of a number that is only shown otherwise: with digits, or filled
/// with zeros, and then without a sign.
fn plain(ty: &ColumnType) -> Cow<'_, ColumnType> {
    use ColumnType as T;
    let T::Other { sql } = ty else { return Cow::Borrowed(ty) };
    let integer = |width| T::Integer { width, unsigned: true };
    Cow::Owned(match sql.split(['(', ' ']).next().unwrap_or_default() {
        "float" => T::Float { unsigned: false },
        "double" => T::Double { unsigned: false },
        "tinyint" => integer(IntegerWidth::Tiny),
        "smallint" => integer(IntegerWidth::Small),
        "mediumint" => integer(IntegerWidth::Medium),
        "int" => integer(IntegerWidth::Int),
        "bigint" => integer(IntegerWidth::Big),
        _ => return Cow::Borrowed(ty),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(ty: ColumnType) -> ColumnDef {
        ColumnDef { charset: Some("utf8mb4".into()), ..ColumnDef::new("c", ty, false) }
    }

    #[test]
    fn a_longer_text_is_copied_where_its_length_takes_another_byte() {
        let varchar = |len| column(ColumnType::VarChar { len });
        assert!(!copies(&varchar(20), &varchar(63)));
        assert!(copies(&varchar(63), &varchar(64)));
        assert!(!copies(&varchar(64), &varchar(65)));
        assert!(copies(&varchar(64), &varchar(63)));
    }

    #[test]
    fn a_foreign_key_joins_numbers_of_the_same_bytes() {
        let other = |sql: &'static str| ColumnType::Other { sql: sql.into() };
        let int = |unsigned| ColumnType::Integer { width: IntegerWidth::Int, unsigned };
        assert!(may_refer(&other("int(10) unsigned zerofill"), &int(true)));
        assert!(!may_refer(&other("int(10) unsigned zerofill"), &int(false)));
        assert!(!may_refer(&other("bigint(10) unsigned zerofill"), &int(true)));
        assert!(may_refer(&other("float(7,3)"), &ColumnType::Float { unsigned: true }));
        assert!(!may_refer(&other("inet6"), &other("uuid")));
        let time = |fsp| ColumnType::DateTime { fsp };
        assert!(!may_refer(&time(0), &time(3)));
    }

    #[test]
    fn members_are_added_at_a_stroke_while_they_fit_the_bytes() {
        let names = |count: usize| (0..count).map(|n| n.to_string().into()).collect::<Vec<_>>();
        let set = |count| column(ColumnType::Set { members: names(count).into() });
        assert!(!copies(&set(3), &set(8)));
        assert!(copies(&set(8), &set(9)));
        let list = |count| column(ColumnType::Enum { members: names(count).into() });
        assert!(!copies(&list(3), &list(255)));
        assert!(copies(&list(255), &list(256)));
    }
}
