//! Character sets: from a name to the most bytes one character takes.

use crate::schema::text::as_str;
use crate::schema::{ColumnDef, TableDef, Text, eq_ignore_case};

/// The character sets of MySQL 8.0 to 9.x and MariaDB 10.6 to 11.8.
const KNOWN: &[(&str, u32)] = &[
    ("utf8mb4", 4),
    ("utf8mb3", 3),
    ("utf8", 3),
    ("ascii", 1),
    ("latin1", 1),
    ("binary", 1),
    ("utf16", 4),
    ("utf16le", 4),
    ("utf32", 4),
    ("ucs2", 2),
    ("armscii8", 1),
    ("big5", 2),
    ("cp1250", 1),
    ("cp1251", 1),
    ("cp1256", 1),
    ("cp1257", 1),
    ("cp850", 1),
    ("cp852", 1),
    ("cp866", 1),
    ("cp932", 2),
    ("dec8", 1),
    ("eucjpms", 3),
    ("euckr", 2),
    ("gb18030", 4),
    ("gb2312", 2),
    ("gbk", 2),
    ("geostd8", 1),
    ("greek", 1),
    ("hebrew", 1),
    ("hp8", 1),
    ("keybcs2", 1),
    ("koi8r", 1),
    ("koi8u", 1),
    ("latin2", 1),
    ("latin5", 1),
    ("latin7", 1),
    ("macce", 1),
    ("macroman", 1),
    ("sjis", 2),
    ("swe7", 1),
    ("tis620", 1),
    ("ujis", 3),
];

/// What a new table gets when it does not say.
const DEFAULT: (&str, u32) = ("utf8mb4", 4);
/// What columns are measured by whose table is not known yet: nothing takes less.
const LEAST: (&str, u32) = ("ascii", 1);

/// The most bytes a character takes; `None` for a name no server knows.
pub(super) const fn max_bytes(charset: &str) -> Option<u32> {
    let mut i = 0;
    while i < KNOWN.len() {
        if eq_ignore_case(KNOWN[i].0, charset) {
            return Some(KNOWN[i].1);
        }
        i += 1;
    }
    None
}

/// The character set of a collation, which its name opens with: `latin1` of `latin1_bin`.
/// `None` for one that any character set may have (MariaDB's `uca1400_ai_ci`) or that is unknown.
pub(super) const fn of_collation(collation: &str) -> Option<&str> {
    let bytes = collation.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b'_' {
        end += 1;
    }
    let charset = collation.split_at(end).0;
    match max_bytes(charset) {
        Some(_) => Some(charset),
        None => None,
    }
}

/// The character set a column's text is in, as far as its declaration tells.
pub(super) const fn of_column<'a>(column: &'a ColumnDef, table: &'a TableDef) -> &'a str {
    match said(&column.charset, &column.collation) {
        Some(charset) => charset,
        None => match said(&table.options.charset, &table.options.collation) {
            Some(charset) => charset,
            None if as_str(&table.name).is_empty() => LEAST.0,
            None => DEFAULT.0,
        },
    }
}

/// The most bytes one character of the column takes.
pub(super) const fn bytes_per_char(column: &ColumnDef, table: &TableDef) -> u32 {
    // Most say nothing, and to compare names costs const evaluation more than all else here.
    if let (None, None) = (&column.charset, &column.collation)
        && let (None, None) = (&table.options.charset, &table.options.collation)
    {
        return if as_str(&table.name).is_empty() { LEAST.1 } else { DEFAULT.1 };
    }
    match max_bytes(of_column(column, table)) {
        Some(bytes) => bytes,
        // Refused where it is written; four bytes is what any character set fits in.
        None => 4,
    }
}

/// The character set that a declaration says, by itself or by its collation.
pub(super) const fn said<'a>(
    charset: &'a Option<Text>,
    collation: &'a Option<Text>,
) -> Option<&'a str> {
    match (charset, collation) {
        (Some(charset), _) => Some(as_str(charset)),
        (None, Some(collation)) => of_collation(as_str(collation)),
        (None, None) => None,
    }
}

/// Whether two names mean one character set: `utf8` is an old name of `utf8mb3`.
pub(super) const fn same(a: &str, b: &str) -> bool {
    const fn is_utf8mb3(charset: &str) -> bool {
        eq_ignore_case(charset, "utf8") || eq_ignore_case(charset, "utf8mb3")
    }
    eq_ignore_case(a, b) || (is_utf8mb3(a) && is_utf8mb3(b))
}
