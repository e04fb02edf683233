//! A table -> how many keys it has on a server.

use crate::schema::text::{as_slice, as_str};
use crate::schema::{IndexKind, IndexPart, TableDef, Text, eq_ignore_case};

/// The keys of a table, with those that the servers add for foreign keys.
pub(super) const fn key_count(table: &TableDef) -> usize {
    let mut count = as_slice(&table.indexes).len();
    if !as_slice(&table.primary_key).is_empty() {
        count += 1;
    }
    let keys = as_slice(&table.foreign_keys);
    let mut i = 0;
    while i < keys.len() {
        if !has_index(table, as_slice(&keys[i].columns)) {
            count += 1;
        }
        i += 1;
    }
    count
}

/// Whether some key begins with these columns.
const fn has_index(table: &TableDef, columns: &[Text]) -> bool {
    if begins(as_slice(&table.primary_key), columns) {
        return true;
    }
    let indexes = as_slice(&table.indexes);
    let mut i = 0;
    while i < indexes.len() {
        let is_sorted = matches!(indexes[i].kind, IndexKind::Plain | IndexKind::Unique);
        if is_sorted && begins(as_slice(&indexes[i].parts), columns) {
            return true;
        }
        i += 1;
    }
    false
}

const fn begins(parts: &[IndexPart], columns: &[Text]) -> bool {
    if parts.len() < columns.len() {
        return false;
    }
    let mut i = 0;
    while i < columns.len() {
        match parts[i].column_name() {
            Some(name) if eq_ignore_case(name, as_str(&columns[i])) => {}
            _ => return false,
        }
        i += 1;
    }
    true
}
