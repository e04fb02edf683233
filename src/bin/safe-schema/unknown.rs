//! What of a table is not understood.

use safe_schema::schema::LiveTable;

/// What of the table has no words. How to make a system-versioned one is known, though not how to
/// change one.
pub(crate) fn unknown(table: &LiveTable) -> impl Iterator<Item = &String> {
    let is_versioned = table.def.options.system_versioned == Some(true);
    table
        .not_understood
        .iter()
        .filter(move |what| !(is_versioned && what.as_str() == "system versioning"))
}
