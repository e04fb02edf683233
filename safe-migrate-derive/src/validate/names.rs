//! Rules for names: what the servers take, and nothing twice.

use std::collections::BTreeMap;

use crate::errors::Errors;
use crate::model::{Column, MAX_NAME_CHARS, Name, Table};

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
    for check in &table.checks {
        identifier("a check", &check.name, errors);
    }
    if let Some(old) = &table.renamed_from {
        identifier("a table", old, errors);
    }
    for old in table.columns.iter().filter_map(|column| column.renamed_from.as_ref()) {
        identifier("a column", old, errors);
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

/// No constraint twice. (MariaDB keeps the names of checks and foreign keys together.)
pub(super) fn duplicate_constraints(table: &Table<'_>, errors: &mut Errors) {
    let foreign_keys = table.foreign_keys.iter().map(|key| &key.name);
    let checks = table.checks.iter().map(|check| &check.name);
    duplicates("constraint", foreign_keys.chain(checks), "name", errors);
}

/// An old name is another than the new one, and what has it now had another name before, as in a
/// chain: `b` was `a`, and `c` was `b`. A chain tells by its last name whether it is done; a circle
/// has none.
pub(super) fn renames(table: &Table<'_>, errors: &mut Errors) {
    if let Some(old) = &table.renamed_from {
        if old.text == table.name.text {
            errors.at(old.span, "the table has this name now; write the one it had before");
        } else if old.text.contains('.') {
            errors.at(old.span, "a renamed table stays in its database; write its old name alone");
        }
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut in_circle: Vec<&str> = Vec::new();
    for column in &table.columns {
        let Some(old) = &column.renamed_from else { continue };
        let holder = holder(table, column, old);
        if old.text == column.name.text {
            errors.at(old.span, "the column has this name now; write the one it had before");
        } else if let Some(other) = holder.filter(|other| other.renamed_from.is_none()) {
            let field = &other.field;
            errors.at(
                old.span,
                format!("the field `{field}` is the column `{}`, so it was not renamed", old.text),
            );
        } else if let Some(circle) = circle(table, column) {
            if !in_circle.contains(&&*column.field) {
                let (new, old) = (&column.name.text, &old.text);
                let rest = if circle.len() > 2 { " in a circle" } else { "" };
                errors.at(
                    column.renamed_from.as_ref().map_or(column.name.span, |old| old.span),
                    format!(
                        "`{old}` and `{new}` swap their names{rest}: once that is done, nobody can \
                         tell whether it was; give one of them a third name in one release, and \
                         its own in the next"
                    ),
                );
            }
            in_circle.extend(circle);
        } else if let Some(first) = seen.insert(old.text.to_lowercase(), &column.field) {
            errors.at(
                old.span,
                format!("`{first}` was renamed from `{}`; one column can't become two", old.text),
            );
        }
    }
}

/// The other column that has the old name of this one now.
fn holder<'a, 'b>(table: &'a Table<'b>, column: &Column<'_>, old: &Name) -> Option<&'a Column<'b>> {
    let name = old.text.to_lowercase();
    let has_it =
        |other: &&Column<'_>| other.name.text.to_lowercase() == name && other.field != column.field;
    table.columns.iter().find(has_it)
}

/// The fields of the circle of renames that the column is in, if it is in one.
fn circle<'a>(table: &'a Table<'_>, column: &'a Column<'_>) -> Option<Vec<&'a str>> {
    let mut fields: Vec<&str> = vec![&column.field];
    let mut at = column;
    while fields.len() <= table.columns.len() {
        at = holder(table, at, at.renamed_from.as_ref()?)?;
        if at.field == column.field {
            return Some(fields);
        }
        fields.push(&at.field);
    }
    None
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
