//! The one place where identifiers and literals are quoted.

use crate::schema::{storable_comment, storable_table_comment};

/// An identifier in backticks; valid under every `sql_mode`.
pub(crate) fn identifier(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// The name of a character set, collation, engine or row format: a bare word where it is one.
pub(crate) fn word(name: &str) -> String {
    if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        name.to_owned()
    } else {
        identifier(name)
    }
}

/// A text literal in single quotes. Backslashes are doubled, as the engine's session never
/// has `NO_BACKSLASH_ESCAPES`.
pub(crate) fn literal(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        match c {
            '\'' => quoted.push_str("''"),
            '\\' => quoted.push_str("\\\\"),
            '\0' => quoted.push_str("\\0"),
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

/// The same in one line, without control characters, for files that a client reads line by line.
pub(crate) fn one_line_literal(text: &str) -> String {
    literal(text).replace('\n', "\\n").replace('\r', "\\r").replace('\x1a', "\\Z")
}

/// A comment as a literal.
pub(crate) fn comment_literal(comment: &str) -> String {
    literal(&storable_comment(comment))
}

/// The comment of a table as a literal.
pub(crate) fn table_comment_literal(comment: &str) -> String {
    literal(&storable_table_comment(comment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_within_quotes() {
        assert_eq!(identifier("a`b"), "`a``b`");
        assert_eq!(literal("it's a \\ \0"), "'it''s a \\\\ \\0'");
    }
}
