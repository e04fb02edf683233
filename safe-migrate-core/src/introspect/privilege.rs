//! Tells a table that is small from a table that the user is not allowed to see whole.
//!
//! With too few privileges the catalogues answer without an error, and leave things out:
//! without SELECT a table is listed with no columns; grants on columns hide the other columns;
//! on MariaDB a foreign key is listed without its rules.

use crate::error::Error;
use crate::schema::TableName;

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

/// The error for a foreign key whose rules are hidden.
pub(super) fn rules_are_hidden(table: TableName) -> Error {
    Error::Hidden {
        table,
        what: "the rules of foreign keys",
        grant: "a privilege besides SELECT (REFERENCES or ALTER, as migrating needs)",
    }
}
