//! Tells a table that is small from a table that the user is not allowed to see whole.
//!
//! With too few privileges the catalogues answer without an error, and leave things out:
//! without SELECT a table is listed with no columns; grants on columns hide the other columns;
//! on MariaDB a foreign key is listed without its rules.

use std::borrow::Cow;

use sqlx::mysql::MySqlConnection;

use crate::error::Error;
use crate::schema::{LiveSchema, TableName};
use crate::server::packet;

use super::column::Column;

/// Refuses a table whose columns are not all to be seen.
pub(super) fn columns_are_visible(
    table: &TableName,
    columns: &[Column],
    only_columns_granted: bool,
) -> Result<(), Error> {
    let has_gap = columns.iter().enumerate().any(|(at, column)| column.position as usize != at + 1);
    if columns.is_empty() || has_gap || only_columns_granted {
        return Err(Error::Hidden {
            table: table.clone(),
            what: "columns",
            grant: "SELECT on the whole table",
        });
    }
    Ok(())
}

/// Believes that every table of the connected database is to be seen only where a grant says so:
/// the catalogue does not tell what a role may see, and counts any role as one that sees all.
pub(crate) async fn prove_by_grants(
    connection: &mut MySqlConnection,
    live: &mut LiveSchema,
) -> Result<(), Error> {
    if live.sees_everything || !live.shows_every_table() {
        return Ok(());
    }
    let mut grants = Vec::new();
    packet::read(connection, "SHOW GRANTS".to_owned(), |_, row| {
        grants.extend(row.get(0).map(Cow::into_owned));
    })
    .await
    .map_err(|error| Error::Query {
        doing: super::read::DOING.to_owned(),
        done: Vec::new(),
        server: error.into(),
    })?;
    if !show_every_table(&grants, &live.database) {
        live.seen_databases.retain(Option::is_some);
    }
    Ok(())
}

/// Whether one of the grants shows every table of the database with its columns: as `SHOW GRANTS`
/// writes them, those of active roles included.
pub(super) fn show_every_table(grants: &[String], database: &str) -> bool {
    grants.iter().any(|grant| shows_every_table(grant, database).unwrap_or_default())
}

fn shows_every_table(grant: &str, database: &str) -> Option<bool> {
    let (privileges, rest) = grant.strip_prefix("GRANT ")?.split_once(" ON ")?;
    let shows = |privilege: &str| {
        matches!(
            privilege.trim(),
            "ALL PRIVILEGES" | "ALL" | "SELECT" | "INSERT" | "UPDATE" | "REFERENCES"
        )
    };
    if !privileges.split(',').any(shows) {
        return Some(false);
    }
    if rest.starts_with("*.* ") {
        return Some(true);
    }
    let (pattern, rest) = quoted(rest.strip_prefix('`')?)?;
    Some(rest.starts_with(".* ") && is_like(database, &pattern))
}

/// A name up to its closing quote, and what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('`')?;
        name.push_str(part);
        match after.strip_prefix('`') {
            Some(more) => {
                name.push('`');
                rest = more;
            }
            None => return Some((name, after)),
        }
    }
}

/// Whether the name of a database is meant by the pattern of a grant, as LIKE has it.
fn is_like(name: &str, pattern: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => name.is_empty(),
        Some('%') => {
            let starts = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            starts.into_iter().any(|at| is_like(&name[at..], rest.as_str()))
        }
        Some(first) => {
            let (first, is_any) = match first {
                '_' => ('_', true),
                '\\' => (rest.next().unwrap_or('\\'), false),
                other => (other, false),
            };
            let mut name = name.chars();
            name.next().is_some_and(|there| is_any || there == first)
                && is_like(name.as_str(), rest.as_str())
        }
    }
}

/// The error for a foreign key whose rules are hidden.
pub(super) fn rules_are_hidden(table: TableName) -> Error {
    Error::Hidden {
        table,
        what: "the rules of foreign keys",
        grant: "a privilege besides SELECT (REFERENCES or ALTER, as migrating needs)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_show_every_table_or_not() {
        for (grant, shows) in [
            ("GRANT SELECT ON `shop`.* TO `u`@`%`", true),
            ("GRANT INSERT, SELECT ON `sh\\_p`.* TO `u`@`%`", false),
            ("GRANT ALL PRIVILEGES ON `s_o%`.* TO `u`@`%` WITH GRANT OPTION", true),
            ("GRANT CREATE, UPDATE ON *.* TO `u`@`%`", true),
            ("GRANT USAGE ON *.* TO `u`@`%`", false),
            ("GRANT CREATE ON `shop`.* TO `u`@`%`", false),
            ("GRANT SELECT ON `shop`.`t` TO `u`@`%`", false),
            ("GRANT SELECT (`id`) ON `shop`.`t` TO `u`@`%`", false),
            ("GRANT SELECT ON `shop``s`.* TO `u`@`%`", false),
            ("GRANT `r`@`%` TO `u`@`%`", false),
        ] {
            assert_eq!(show_every_table(&[grant.to_owned()], "shop"), shows, "{grant}");
        }
        assert!(show_every_table(&["GRANT SELECT ON `a``b\\_c`.* TO u".to_owned()], "a`b_c"));
    }
}
