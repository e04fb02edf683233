//! Names of Rust for names of SQL: of their own kind, no keyword, and none twice.

use std::collections::BTreeSet;

/// What the module itself names, and what every module knows.
const TAKEN_TYPES: [&str; 24] = [
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Decode",
    "Default",
    "Eq",
    "Err",
    "From",
    "FromRow",
    "Geometry",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "SafeSchema",
    "Self",
    "Some",
    "SqlEnum",
    "String",
    "ToString",
    "Vec",
];

/// Keywords, also those that only may become one.
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized",
    "use", "virtual", "where", "while", "yield", "auto", "default", "raw",
];

/// Keywords that not even `r#` makes a name of.
const NEVER: [&str; 3] = ["crate", "self", "super"];

/// Names that are given already.
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    pub(super) fn for_types() -> Self {
        Self { taken: TAKEN_TYPES.iter().map(|name| (*name).to_owned()).collect() }
    }

    pub(super) fn for_fields() -> Self {
        Self { taken: BTreeSet::new() }
    }

    /// `UserAccounts` for `user_accounts`.
    pub(super) fn of_type(&mut self, sql: &str) -> String {
        self.free(pascal(sql).unwrap_or_else(|| "Table".to_owned()), "")
    }

    /// `Active` for `active`.
    pub(super) fn variant(&mut self, sql: &str) -> String {
        self.free(pascal(sql).unwrap_or_else(|| "Value".to_owned()), "")
    }

    /// `user_name` for `userName`.
    pub(super) fn field(&mut self, sql: &str) -> String {
        let name = snake(sql).unwrap_or_else(|| "column".to_owned());
        let name = if NEVER.contains(&name.as_str()) { name + "_" } else { name };
        let name = self.free(name, "_");
        if KEYWORDS.contains(&name.as_str()) { format!("r#{name}") } else { name }
    }

    fn free(&mut self, name: String, before_number: &str) -> String {
        let mut free = name.clone();
        let mut number = 2;
        while !self.taken.insert(free.clone()) {
            free = format!("{name}{before_number}{number}");
            number += 1;
        }
        free
    }
}

/// The words of a name. Only ASCII: what else Rust takes, it may also rewrite.
fn words(sql: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let chars: Vec<char> = sql.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let next_is_lower = chars.get(at + 1).is_some_and(char::is_ascii_lowercase);
        // `userName`, and the `P` of `HTMLPage`.
        let begins = c.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && next_is_lower)
            });
        if begins || !c.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if let Some(last) = words.last_mut()
            && c.is_ascii_alphanumeric()
        {
            last.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn pascal(sql: &str) -> Option<String> {
    let name: String = words(sql)
        .iter()
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + rest
        })
        .collect();
    after_a_letter(name, "N")
}

fn snake(sql: &str) -> Option<String> {
    after_a_letter(words(sql).join("_"), "n_")
}

/// A name can't begin with a digit.
fn after_a_letter(name: String, letter: &str) -> Option<String> {
    match name.chars().next() {
        None => None,
        Some(first) if first.is_ascii_digit() => Some(format!("{letter}{name}")),
        Some(_) => Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields() {
        let mut names = Names::for_fields();
        for (sql, rust) in [
            ("id", "id"),
            ("ID", "id_2"),
            ("userName", "user_name"),
            ("HTMLPage", "html_page"),
            ("type", "r#type"),
            ("self", "self_"),
            ("2nd", "n_2nd"),
            ("a b", "a_b"),
            ("a__b", "a_b_2"),
            ("_x_", "x"),
            ("ü", "column"),
            ("日本", "column_2"),
            ("co`l", "co_l"),
        ] {
            assert_eq!(names.field(sql), rust, "{sql}");
        }
    }

    #[test]
    fn names_of_types() {
        let mut names = Names::for_types();
        for (sql, rust) in [
            ("user_accounts", "UserAccounts"),
            ("userAccounts", "UserAccounts2"),
            ("option", "Option2"),
            ("self", "Self2"),
            ("2fa", "N2fa"),
            ("ü", "Table"),
        ] {
            assert_eq!(names.of_type(sql), rust, "{sql}");
        }
    }
}
