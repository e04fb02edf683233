//! Text and lists that are borrowed in constants and owned when read from a server.

use std::borrow::Cow;

/// Text of the model: borrowed in a `const`, owned when it comes from a server.
pub type Text = Cow<'static, str>;

/// A list of the model: borrowed in a `const`, owned when it comes from a server.
pub type List<T> = Cow<'static, [T]>;

/// Whether two texts are the same, in `const` evaluation.
#[must_use]
pub const fn eq(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether two identifiers are the same to the server, which ignores case in the names of
/// columns, indexes and constraints; in `const` evaluation, so for ASCII letters only.
#[must_use]
pub const fn eq_ignore_case(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        // Most letters are the same as they stand, and a call costs const evaluation most.
        if a[i] != b[i] && !a[i].eq_ignore_ascii_case(&b[i]) {
            return false;
        }
        i += 1;
    }
    true
}

/// A comment as the servers store it: in three bytes a character at most. Any other character
/// becomes a question mark there, so it is compared and sent as one.
#[must_use]
pub(crate) fn storable_comment(comment: &str) -> String {
    comment.chars().map(|c| if c.len_utf8() > 3 { '?' } else { c }).collect()
}

/// The comment of a table as both servers can store it: MariaDB 10.11 makes NULs of all that
/// follows one.
#[must_use]
pub(crate) fn storable_table_comment(comment: &str) -> String {
    storable_comment(comment).replace('\0', "?")
}

/// The borrowed form of a text, in `const` evaluation (where `Deref` is not to be had).
#[must_use]
pub(crate) const fn as_str(text: &Text) -> &str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => text.as_str(),
    }
}

/// The borrowed form of a list, in `const` evaluation.
#[must_use]
pub(crate) const fn as_slice<T: Clone>(list: &List<T>) -> &[T] {
    match list {
        Cow::Borrowed(list) => list,
        Cow::Owned(list) => list.as_slice(),
    }
}
