//! Rules for names: what the servers take, and nothing twice.

use std::collections::BTreeMap;

use crate::errors::Errors;
use crate::model::{MAX_NAME_CHARS, Name, Table};

/// Names of tables, columns, indexes and foreign keys are ones the servers take.
pub(super) fn identifiers(table: &Table<'_>, errors: &mut Errors) {
    if table.name.text.contains('.') {
        errors.at(
            table.name.span,
            "a table's name has no `.` in it; write `database = \"..\"` for another database",
        );
    }
    identifier("a table", &table.name, errors);
    if let Some(database) = &table.database {
        identifier("a database", database, errors);
    }
    for column in &table.columns {
        identifier("a column", &column.name, errors);
    }
    for index in &table.indexes {
        identifier("an index", &index.name, errors);
        let name = index.name.text.to_lowercase();
        if name == "primary" || name == "gen_clust_index" {
            let taken = &index.name.text;
            errors.at(
                index.name.span,
                format!("the servers keep the name `{taken}` for a key of theirs"),
            );
        }
    }
    for key in &table.foreign_keys {
        identifier("a foreign key", &key.name, errors);
    }
}

fn identifier(what: &str, name: &Name, errors: &mut Errors) {
    let text = &name.text;
    let chars = text.chars().count();
    let problem = if chars == 0 {
        format!("{what} needs a name")
    } else if chars > MAX_NAME_CHARS {
        format!("the name of {what} has at most {MAX_NAME_CHARS} characters, and this one {chars}")
    } else if text.ends_with(char::is_whitespace) {
        format!("the name of {what} may not end in a space")
    } else if text.contains('\0') || text.chars().any(|c| c > '\u{FFFF}') {
        format!("the name of {what} may not hold NUL, nor characters beyond U+FFFF such as emoji")
    } else {
        return;
    };
    errors.at(name.span, problem);
}

/// No column twice.
pub(super) fn duplicate_columns(table: &Table<'_>, errors: &mut Errors) {
    duplicates("column", table.columns.iter().map(|column| &column.name), "column", errors);
}

/// No index twice.
pub(super) fn duplicate_indexes(table: &Table<'_>, errors: &mut Errors) {
    duplicates("index", table.indexes.iter().map(|index| &index.name), "name", errors);
}

/// No foreign key twice.
pub(super) fn duplicate_foreign_keys(table: &Table<'_>, errors: &mut Errors) {
    duplicates("foreign key", table.foreign_keys.iter().map(|key| &key.name), "name", errors);
}

/// The servers ignore case in these names.
fn duplicates<'a>(
    what: &str,
    names: impl Iterator<Item = &'a Name>,
    key: &str,
    errors: &mut Errors,
) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for name in names {
        let text = name.text.as_str();
        match seen.insert(text.to_lowercase(), text) {
            Some(first) if first == text => errors.at(
                name.span,
                format!(
                    "another {what} is called `{text}`; give one of them another `{key} = \"..\"`"
                ),
            ),
            Some(first) => errors.at(
                name.span,
                format!("the {what} `{text}` is `{first}` to the servers, which ignore case"),
            ),
            None => {}
        }
    }
}
