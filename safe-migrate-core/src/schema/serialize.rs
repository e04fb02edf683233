//! What of the model is serialised in another form than it has here: maps by names of two parts
//! become lists, and bytes become hexadecimal text.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{List, LiveTable, TableName, Text};

/// `ff00`
pub(super) fn hexadecimal<S: Serializer>(bytes: &List<u8>, out: S) -> Result<S::Ok, S::Error> {
    let text = bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    out.serialize_str(&text)
}

/// Each table says its own name.
pub(super) fn tables<S: Serializer>(
    tables: &BTreeMap<TableName, LiveTable>,
    out: S,
) -> Result<S::Ok, S::Error> {
    out.collect_seq(tables.values())
}

pub(super) fn sequences<S: Serializer>(
    sequences: &BTreeMap<TableName, Text>,
    out: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Sequence<'a> {
        name: &'a str,
        sql: &'a str,
    }
    out.collect_seq(sequences.iter().map(|(name, sql)| Sequence { name: &name.table, sql }))
}

pub(super) fn others<S: Serializer>(
    others: &BTreeMap<TableName, Text>,
    out: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Other<'a> {
        name: &'a str,
        kind: &'a str,
    }
    out.collect_seq(others.iter().map(|(name, kind)| Other { name: &name.table, kind }))
}

pub(super) fn collations<S: Serializer>(
    collations: &BTreeMap<Option<Text>, Text>,
    out: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Default<'a> {
        database: Option<&'a str>,
        collation: &'a str,
    }
    out.collect_seq(
        collations
            .iter()
            .map(|(database, collation)| Default { database: database.as_deref(), collation }),
    )
}
