//! The SQL of a fix -> the first word of a statement that may end its transaction.

/// Statements that stay within a transaction, by their first words.
pub(crate) const STAY: [&str; 9] =
    ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "SELECT", "SET", "CALL", "DO"];

/// The first word of the first statement that is none of those which stay within a transaction
/// (what one of them does by a routine is found out when it was run); empty where there is no
/// statement at all.
pub(crate) fn ends_transaction(sql: &str) -> Option<String> {
    let words = first_words(sql);
    if words.is_empty() {
        return Some(String::new());
    }
    words.into_iter().find(|word| !STAY.contains(&word.as_str()))
}

/// The first word of each statement, in capitals.
fn first_words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_first = true;
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        let comment = comment_length(rest);
        if comment > 0 {
            is_first &= word.is_empty();
            rest = &rest[comment..];
            continue;
        }
        match c {
            ';' => {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                is_first = true;
            }
            '\'' | '"' | '`' => {
                let end = quoted_length(rest, c);
                // Nothing that stays begins with a quote.
                if is_first && word.is_empty() {
                    word.push(c);
                }
                is_first = false;
                rest = &rest[end..];
                continue;
            }
            c if c.is_whitespace() || c == '(' => is_first &= word.is_empty(),
            c if is_first => word.extend(c.to_uppercase()),
            _ => {}
        }
        rest = &rest[c.len_utf8()..];
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// How long the comment is that the text begins with. A comment that a server may run as a
/// statement (`/*! */`, `/*M! */`) is none.
fn comment_length(text: &str) -> usize {
    let to_end_of_line = || text.find('\n').map_or(text.len(), |end| end + 1);
    let is_dashed = text
        .strip_prefix("--")
        .is_some_and(|rest| rest.chars().next().is_none_or(|c| c.is_whitespace()));
    if text.starts_with('#') || is_dashed {
        return to_end_of_line();
    }
    if text.starts_with("/*") && !text.starts_with("/*!") && !text.starts_with("/*M!") {
        return text.get(2..).and_then(|rest| rest.find("*/")).map_or(text.len(), |end| end + 4);
    }
    0
}

/// How long the quoted text is that the text begins with.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if is_escaped {
            is_escaped = false;
        } else if c == '\\' && quote != '`' {
            is_escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::ends_transaction;

    #[test]
    fn rows_may_be_written() {
        for sql in [
            "update t set a = 1",
            " UPDATE t SET a = 'x;DROP TABLE t;''\\'' WHERE `;` = \";\"; DELETE FROM t;",
            "-- why\n/* ; ALTER */ INSERT INTO t VALUES (1) # ; DROP\n;\n",
            "(SELECT 1)",
            "WITH x AS (SELECT 1) SELECT * FROM x",
        ] {
            assert_eq!(ends_transaction(sql), None, "{sql}");
        }
    }

    #[test]
    fn what_commits_is_named() {
        for (sql, word) in [
            ("ALTER TABLE t ADD a INT", "ALTER"),
            ("UPDATE t SET a = 1; drop table t", "DROP"),
            ("UPDATE t SET a = ';'; /* x */ COMMIT", "COMMIT"),
            ("/*!80000 DROP TABLE t */", "/*!80000"),
            ("--1; TRUNCATE t", "--1"),
            ("`a`", "`"),
            (" ; -- nothing", ""),
            ("", ""),
        ] {
            assert_eq!(ends_transaction(sql).as_deref(), Some(word), "{sql}");
        }
    }
}
