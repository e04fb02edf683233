//! What no server takes is taken out, so that random schemas, changed ones and shrunk ones are
//! all valid ones.

mod column;
mod foreign_key;
mod key;

use std::collections::BTreeSet;

use safe_schema::testing::Kind;

use crate::model::{Schema, Table};

/// The schema without what the servers are known to refuse.
pub(crate) fn legal(mut schema: Schema, kind: Kind) -> Schema {
    if kind == Kind::MySql {
        schema.sequences.clear();
    }
    let mut names = BTreeSet::new();
    schema.sequences.retain(|sequence| names.insert(sequence.name.clone()));
    // One rule's cure is another's disease; this many rounds heal all.
    for _ in 0..4 {
        schema.tables.retain(|table| !table.columns.is_empty());
        for table in &mut schema.tables {
            table_alone(table, kind);
        }
        foreign_key::legal(&mut schema, kind);
        checks(&mut schema, kind);
    }
    schema.tables.retain(|table| !table.columns.is_empty());
    schema
}

fn table_alone(table: &mut Table, kind: Kind) {
    column::legal(table, kind);
    key::legal(table, kind);
    partitions(table);
    if kind == Kind::MySql || table.partitions.is_some() {
        table.versioned = false;
    }
    if table.versioned {
        table.foreign_keys.clear();
    }
}

/// Every unique key of a partitioned table holds the column it is partitioned by, and such a
/// table has no foreign keys, shapes, or fulltext indexes.
fn partitions(table: &mut Table) {
    let Some(partitions) = &table.partitions else { return };
    let is_there = table
        .column(&partitions.column)
        .is_some_and(|column| column.ty.is_integer() && column.made.is_none());
    let is_compressed = table.options.iter().any(|option| option.contains("COMPRESSED"));
    if !is_there || is_compressed || table.columns.iter().any(|column| column.ty.is_shape()) {
        table.partitions = None;
        return;
    }
    let name = partitions.column.clone();
    table.foreign_keys.clear();
    let holds = |parts: &[crate::model::Part]| {
        parts.iter().any(|part| part.column_name() == Some(&*name) && part.prefix.is_none())
            && parts.iter().all(|part| part.column_name().is_some())
    };
    if !table.primary_key.is_empty() && !holds(&table.primary_key) {
        table.primary_key.push(crate::model::Part::column(&name));
    }
    table.indexes.retain(|index| match index.kind {
        crate::model::IndexKind::Plain => true,
        crate::model::IndexKind::Unique => holds(&index.parts),
        crate::model::IndexKind::Fulltext | crate::model::IndexKind::Spatial => false,
    });
}

/// A check is of a column that is there and fits, that no foreign key changes and no server
/// numbers. Its name is its own: in the database on MySQL, in the table on MariaDB.
fn checks(schema: &mut Schema, kind: Kind) {
    let mut names = BTreeSet::new();
    for table in &mut schema.tables {
        let columns = table.columns.clone();
        let scope = if kind == Kind::MySql { String::new() } else { table.name.clone() };
        table.checks.retain(|check| {
            let column = columns.iter().find(|column| column.name == check.formula.column);
            column.is_some_and(|column| {
                column.ty.family() == check.formula.family && !column.auto_increment
            }) && names.insert((scope.clone(), check.name.to_lowercase()))
        });
        if kind == Kind::MariaDb {
            table.checks.iter_mut().for_each(|check| check.enforced = true);
        }
    }
}
