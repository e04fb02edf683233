//! Two character sets -> whether every character of the one is in the other.

use crate::schema::ColumnDef;

use super::Unfit;

/// The character set's part: which characters are lost.
pub(super) fn charset(from: &ColumnDef, to: &ColumnDef) -> Option<Unfit> {
    match (&from.charset, to.resulting_charset()) {
        (_, None) => None,
        (None, Some(_)) => Some(Unfit::AnyValue),
        (Some(a), Some(b)) if has_every_character(a, &b) => None,
        // Bytes without a meaning.
        (Some(a), Some(b)) if a == "binary" || b == "binary" => Some(Unfit::AnyValue),
        (Some(_), Some(b)) => Some(Unfit::NotInCharset(b)),
    }
}

/// Whether the texts go to another character set, and some bytes of theirs may be no character:
/// servers store them, and convert them to a question mark or not at all.
pub(super) fn has_stray_bytes(from: &ColumnDef, to: &ColumnDef) -> bool {
    let stays = to.resulting_charset().is_none() || from.charset == to.resulting_charset();
    let is_sound = from.charset.as_deref().is_some_and(|charset| {
        matches!(
            charset,
            "ascii"
                | "latin1"
                | "utf8"
                | "utf8mb3"
                | "utf8mb4"
                | "ucs2"
                | "utf16"
                | "utf16le"
                | "utf32"
        )
    });
    !stays && !is_sound
}

/// Whether the second character set is known to have every character of the first.
pub(super) fn has_every_character(from: &str, to: &str) -> bool {
    let is_unicode = |charset| matches!(charset, "utf8mb4" | "utf16" | "utf32" | "utf16le");
    let is_basic = |charset| matches!(charset, "utf8mb3" | "utf8" | "ucs2");
    from == to
        || from == "ascii" && to != "binary"
        || from != "binary" && is_unicode(to)
        || is_basic(from) && is_basic(to)
        || from == "latin1" && is_basic(to)
}
