//! What the server itself says of each table: an oracle that knows nothing of the crate.

use std::collections::{BTreeMap, BTreeSet};

use super::database::Database;
use crate::model::name;

/// What SHOW CREATE TABLE says, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Definition {
    /// The columns in their order, without character sets.
    columns: Vec<String>,
    /// The character set and collation of each column. (Whether MySQL writes them in the
    /// definition says only how the column came to have them.)
    charsets: Vec<String>,
    /// Keys and checks; their order means nothing.
    keys: BTreeSet<String>,
    /// What stands behind the last parenthesis.
    options: String,
    row_format: String,
}

/// The definition of each table and sequence.
pub(crate) async fn definitions(db: &Database) -> BTreeMap<String, Definition> {
    let tables = db
        .rows(
            "SELECT TABLE_NAME, TABLE_TYPE, COALESCE(ROW_FORMAT, '') \
             FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
               AND TABLE_NAME <> '_safe_schema_journal'",
        )
        .await;
    let charsets = db
        .rows(
            "SELECT TABLE_NAME, CONCAT_WS(' ', COLUMN_NAME, CHARACTER_SET_NAME, COLLATION_NAME) \
             FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() \
             ORDER BY TABLE_NAME, ORDINAL_POSITION",
        )
        .await;
    let mut definitions = BTreeMap::new();
    for row in tables {
        let [table, kind, row_format] = [0, 1, 2].map(|at| row[at].clone().unwrap());
        let word = if kind == "SEQUENCE" { "SEQUENCE" } else { "TABLE" };
        let text = db.rows(&format!("SHOW CREATE {word} {}", name(&table))).await;
        let text = text[0][1].clone().unwrap().replace(&format!("`{}`.", db.name), "");
        let text = plain_spelling(&text);
        let own = charsets.iter().filter(|row| row[0].as_deref() == Some(&*table));
        let charsets = own.map(|row| row[1].clone().unwrap_or_default()).collect();
        definitions.insert(table, definition(&text, charsets, row_format));
    }
    definitions
}

fn definition(text: &str, charsets: Vec<String>, row_format: String) -> Definition {
    let mut lines = text.lines().skip(1);
    let (mut columns, mut keys) = (Vec::new(), BTreeSet::new());
    let mut options = String::new();
    for line in lines.by_ref() {
        if line.starts_with(')') {
            options = without(without(line.to_owned(), " AUTO_INCREMENT="), " ROW_FORMAT=");
            break;
        }
        let line = line.trim().trim_end_matches(',').to_owned();
        if line.starts_with('`') {
            columns.push(without(without(line, " CHARACTER SET "), " COLLATE "));
        } else {
            // The same thing to InnoDB, as is saying neither.
            let rules = [" ON DELETE", " ON UPDATE"].iter().flat_map(|event| {
                [" RESTRICT", " NO ACTION"].map(|action| format!("{event}{action}"))
            });
            keys.insert(rules.fold(line, |line, rule| line.replace(&rule, "")));
        }
    }
    options.extend(lines.flat_map(|line| ["\n", line]));
    if columns.is_empty() {
        // A sequence is one line.
        options = text.to_owned();
    }
    Definition { columns, charsets, keys, options, row_format }
}

/// The text without what MySQL changes by itself when it writes an expression anew: the character
/// set of a literal, and parentheses around a negative number.
pub(super) fn plain_spelling(text: &str) -> String {
    let mut plain = narrow(text);
    for set in ["utf8mb4", "utf8mb3", "latin1", "ascii", "ucs2"] {
        plain = plain.replace(&format!("_{set}'"), "'").replace(&format!("_{set}\\'"), "\\'");
    }
    plain.replace("-(1)", "-1")
}

/// The text with literals of two bytes a character as others are: MySQL writes what is altered so.
fn narrow(text: &str) -> String {
    let mut parts = text.split("_ucs2'");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str("_ucs2'");
        let mut chars = part.chars();
        while let Some(c) = chars.next() {
            match (c, chars.as_str().chars().next()) {
                ('\\', Some('0')) => drop(chars.next()),
                ('\\', Some(escaped)) => {
                    plain.extend([c, escaped]);
                    chars.next();
                }
                ('\'', _) => {
                    plain.push(c);
                    break;
                }
                (c, _) => plain.push(c),
            }
        }
        plain.push_str(chars.as_str());
    }
    plain
}

/// The line without an option and its value.
fn without(line: String, option: &str) -> String {
    let Some(at) = line.find(option) else { return line };
    let rest = &line[at + option.len()..];
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    format!("{}{}", &line[..at], &rest[end..])
}

/// In what two sets of definitions differ.
pub(crate) fn difference(
    is: &BTreeMap<String, Definition>,
    shall_be: &BTreeMap<String, Definition>,
) -> Option<String> {
    let names: BTreeSet<&String> = is.keys().chain(shall_be.keys()).collect();
    let differing = names.into_iter().filter(|name| is.get(*name) != shall_be.get(*name));
    let told: Vec<String> = differing
        .map(|name| match (is.get(name), shall_be.get(name)) {
            (Some(is), Some(shall_be)) => {
                let (is, shall_be) = (format!("{is:#?}"), format!("{shall_be:#?}"));
                let only = |a: &str, b: &str, sign: char| -> String {
                    let b: BTreeSet<&str> = b.lines().collect();
                    let lines = a.lines().filter(|line| !b.contains(line));
                    lines.map(|line| format!("  {sign} {}\n", line.trim())).collect()
                };
                let (mut more, less) = (only(&is, &shall_be, '+'), only(&shall_be, &is, '-'));
                if more.is_empty() && less.is_empty() {
                    more = format!("  another order:\n{is}\n{shall_be}");
                }
                format!("{name}:\n{more}{less}")
            }
            (Some(_), None) => format!("{name} is there"),
            (None, _) => format!("{name} is not there"),
        })
        .collect();
    (!told.is_empty()).then(|| told.join("\n"))
}
