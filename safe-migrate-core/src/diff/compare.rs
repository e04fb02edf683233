//! Desired tables against the ones that are there.

use std::collections::BTreeSet;

use crate::schema::expression::normal;
use crate::schema::{
    CheckDef, ForeignKeyDef, IndexDef, IndexKind, LiveSchema, LiveTable, TableDef, TableName,
    TableOptions, Text, eq_ignore_case, storable_table_comment,
};

use super::column::{charset_name, compare_column, undeclared_attributes};
use super::described::{
    self, describe_column, differing_partitions, same_described_index, says_all, superfluous,
};
use super::key::{leads_with, same_foreign_key, same_index};
use super::{Change, Desired, Extent, PrimaryKeyConflict, TableDiff, Undeclared};

/// What the desired tables need, in their order; then what has to go, or is there besides.
#[must_use]
pub fn compare(desired: &Desired, live: &LiveSchema) -> Vec<TableDiff> {
    let extent = desired.extent;
    let mut diffs: Vec<TableDiff> = desired
        .tables
        .iter()
        .map(|table| {
            let name = table.qualified_name();
            match live.table(&name) {
                None => TableDiff {
                    changes: vec![Change::CreateTable(table.clone())],
                    undeclared: Vec::new(),
                    table: name,
                },
                Some(actual) => TableDiff {
                    changes: changes(table, actual, live, extent),
                    undeclared: match extent {
                        Extent::Mentioned | Extent::Described => undeclared(table, actual, live),
                        Extent::Exact => Vec::new(),
                    },
                    // The server's own spelling, where it ignores case.
                    table: actual.def.qualified_name(),
                },
            }
        })
        .collect();
    diffs.extend(sequences(desired, live));
    diffs.extend(nobody_described(desired, live));
    diffs
}

/// What nobody described: it goes, or is told. What structs do not mention is none of their business.
fn nobody_described(desired: &Desired, live: &LiveSchema) -> Vec<TableDiff> {
    let besides: fn(&TableName, Change, Undeclared) -> TableDiff = match desired.extent {
        Extent::Mentioned => return Vec::new(),
        Extent::Described => |name, _, undeclared| TableDiff {
            table: name.clone(),
            changes: Vec::new(),
            undeclared: vec![undeclared],
        },
        Extent::Exact => |name, change, _| only(name, change),
    };
    // Where a table or a sequence shall be, what stands there is in its way, which is refused.
    let tables = desired.tables.iter().map(|table| live.folded(&table.qualified_name()));
    let wanted: BTreeSet<(String, String)> =
        tables.chain(desired.sequences.keys().map(|name| live.folded(name))).collect();
    let is_superfluous = |name: &&TableName| !wanted.contains(&live.folded(name));
    let sequences = live.sequences.keys().filter(is_superfluous);
    let tables = live.tables.keys().filter(is_superfluous);
    sequences
        .map(|name| besides(name, Change::DropSequence, Undeclared::Sequence))
        .chain(tables.map(|name| besides(name, Change::DropTable, Undeclared::Table)))
        .collect()
}

/// One change of what has that name.
fn only(name: &TableName, change: Change) -> TableDiff {
    TableDiff { table: name.clone(), changes: vec![change], undeclared: Vec::new() }
}

fn sequences(desired: &Desired, live: &LiveSchema) -> Vec<TableDiff> {
    let mut diffs = Vec::new();
    for (name, sql) in &desired.sequences {
        match live.sequences.get(name) {
            None => diffs.push(only(name, Change::CreateSequence(sql.clone()))),
            Some(there) if there == sql => {}
            Some(there) => diffs
                .push(only(name, Change::ReplaceSequence { from: there.clone(), to: sql.clone() })),
        }
    }
    diffs
}

fn changes(
    declared: &TableDef,
    actual: &LiveTable,
    live: &LiveSchema,
    extent: Extent,
) -> Vec<Change> {
    let mut changes = Vec::new();
    if let Some(from) = &actual.renamed_from {
        changes.push(Change::RenameTable { from: from.clone(), to: actual.def.name.clone() });
    }
    for (from, to) in &actual.renamed_columns {
        changes.push(Change::RenameColumn { from: from.clone(), to: to.clone() });
    }
    if let Some(comment) = &declared.options.comment {
        let there = actual.def.options.comment.clone().unwrap_or_default();
        if storable_table_comment(comment) != storable_table_comment(&there) {
            changes.push(Change::SetComment { from: there, to: comment.clone() });
        }
    }
    let differing = match says_all(extent) {
        true => described::differing_options(&declared.options, &actual.def.options),
        false => differing_options(&declared.options, &actual.def.options),
    };
    if let Some(to) = differing {
        changes.push(Change::SetOptions { from: actual.def.options.clone(), to });
    }
    for column in declared.columns.iter() {
        match actual.def.column(&column.name) {
            None => changes.push(Change::AddColumn(column.clone())),
            Some(there) => {
                let (to, differences) = match says_all(extent) {
                    true => (column.clone(), describe_column(column, there)),
                    false => compare_column(column, &declared.options, there),
                };
                if !differences.is_empty() {
                    changes.push(Change::AlterColumn { from: there.clone(), to, differences });
                }
            }
        }
    }
    if let Some(conflict) = PrimaryKeyConflict::between(declared, &actual.def) {
        changes.push(Change::ChangePrimaryKey {
            from: actual.def.primary_key.to_vec(),
            to: declared.primary_key.to_vec(),
            conflict,
        });
    }
    for index in declared.indexes.iter() {
        changes.extend(index_change(index, &actual.def, extent));
    }
    for key in declared.foreign_keys.iter() {
        changes.extend(foreign_key_changes(key, &actual.def, live, extent));
    }
    for check in declared.checks.iter() {
        match actual.def.checks.iter().find(|there| eq_ignore_case(&there.name, &check.name)) {
            None => changes.push(Change::AddCheck(check.clone())),
            Some(there) if same_check(check, there) => {}
            Some(there) => {
                changes.push(Change::ReplaceCheck { from: there.clone(), to: check.clone() });
            }
        }
    }
    if says_all(extent) {
        changes.extend(differing_partitions(declared, &actual.def));
    }
    if extent == Extent::Exact {
        let is_kept = |there: &&ForeignKeyDef| {
            declared.foreign_keys.iter().any(|key| eq_ignore_case(&key.name, &there.name))
        };
        let gone = actual.def.foreign_keys.iter().filter(|there| !is_kept(there));
        changes.extend(gone.map(|key| Change::DropForeignKey(key.clone())));
        changes.extend(superfluous(declared, actual));
    }
    changes
}

/// What an index needs. One that does the same stands for it under any name, but where
/// everything shall be exact.
fn index_change(index: &IndexDef, actual: &TableDef, extent: Extent) -> Option<Change> {
    let is_same = |there: &&IndexDef| match extent {
        Extent::Mentioned => same_index(index, there),
        Extent::Described => same_described_index(index, there),
        Extent::Exact => {
            eq_ignore_case(&index.name, &there.name) && same_described_index(index, there)
        }
    };
    if let Some(there) = actual.indexes.iter().find(is_same) {
        return match (index.invisible, there.invisible) {
            (true, false) => Some(Change::HideIndex(there.name.clone())),
            (false, true) if says_all(extent) => Some(Change::ShowIndex(there.name.clone())),
            _ => None,
        };
    }
    Some(match actual.index(&index.name) {
        None => Change::AddIndex(index.clone()),
        Some(there) => Change::ReplaceIndex { from: there.clone(), to: index.clone() },
    })
}

/// What a foreign key needs. One that does the same stands for it under any name, but where
/// everything shall be exact: it is then dropped and added, as both servers refuse to do that to
/// one name in one statement.
fn foreign_key_changes(
    key: &ForeignKeyDef,
    actual: &TableDef,
    live: &LiveSchema,
    extent: Extent,
) -> Vec<Change> {
    let keys = &actual.foreign_keys;
    let same = |there: &&ForeignKeyDef| same_foreign_key(key, there, |a, b| live.same_table(a, b));
    if extent == Extent::Exact {
        return match keys.iter().find(|there| eq_ignore_case(&there.name, &key.name)) {
            None => vec![Change::AddForeignKey(key.clone())],
            Some(there) if same(&there) => Vec::new(),
            Some(there) => {
                vec![Change::DropForeignKey(there.clone()), Change::AddForeignKey(key.clone())]
            }
        };
    }
    if keys.iter().any(|there| same(&there)) {
        return Vec::new();
    }
    vec![match keys.iter().find(|there| stands_for(key, there, live)) {
        None => Change::AddForeignKey(key.clone()),
        Some(there) => Change::ReplaceForeignKey { from: there.clone(), to: key.clone() },
    }]
}

fn same_check(declared: &CheckDef, there: &CheckDef) -> bool {
    declared.enforced == there.enforced && normal(&declared.expression) == normal(&there.expression)
}

/// The declared default character set, collation and row format, where one of them differs.
fn differing_options(declared: &TableOptions, actual: &TableOptions) -> Option<TableOptions> {
    let differs = |said: &Option<Text>, there: &Option<Text>| {
        said.as_ref().is_some_and(|said| {
            !there.as_ref().is_some_and(|there| charset_name(said).eq_ignore_ascii_case(there))
        })
    };
    let to = TableOptions {
        charset: declared.charset.clone(),
        collation: declared.collation.clone(),
        row_format: declared.row_format.clone(),
        ..TableOptions::NONE
    };
    let any = differs(&to.charset, &actual.charset)
        || differs(&to.collation, &actual.collation)
        || differs(&to.row_format, &actual.row_format);
    any.then_some(to)
}

/// Whether the foreign key that is there is the declared one in another shape: by its name, or
/// because it joins the same columns with the same table (a replaced key has another name).
fn stands_for(declared: &ForeignKeyDef, there: &ForeignKeyDef, live: &LiveSchema) -> bool {
    let same_columns = declared.columns.len() == there.columns.len()
        && declared.columns.iter().zip(there.columns.iter()).all(|(a, b)| eq_ignore_case(a, b));
    eq_ignore_case(&declared.name, &there.name)
        || (same_columns && live.same_table(&declared.parent, &there.parent))
}

fn undeclared(declared: &TableDef, actual: &LiveTable, live: &LiveSchema) -> Vec<Undeclared> {
    let mut undeclared = Vec::new();
    for column in actual.def.columns.iter() {
        let is_generated_key = actual.generated_key.as_ref() == Some(&column.name);
        if !declared.has_column(&column.name) && !is_generated_key {
            let blocks_inserts = !column.nullable
                && column.default.is_none()
                && column.generated.is_none()
                && !column.auto_increment;
            undeclared.push(Undeclared::Column { name: column.name.clone(), blocks_inserts });
        }
    }
    for column in declared.columns.iter() {
        if let Some(there) = actual.def.column(&column.name) {
            undeclared.extend(
                undeclared_attributes(column, there).into_iter().map(|attribute| {
                    Undeclared::Attribute { column: there.name.clone(), attribute }
                }),
            );
        }
    }
    if declared.primary_key.is_empty() && !actual.def.primary_key.is_empty() {
        undeclared.push(Undeclared::PrimaryKey);
    }
    let is_declared = |there: &IndexDef| {
        declared.index(&there.name).is_some()
            || declared.indexes.iter().any(|index| same_index(index, there))
    };
    // A foreign key needs an index; the server makes one where there is none.
    let serves_a_foreign_key = |there: &IndexDef| {
        matches!(there.kind, IndexKind::Plain)
            && actual.def.foreign_keys.iter().any(|key| {
                there.parts.len() == key.columns.len() && leads_with(&there.parts, &key.columns)
            })
    };
    for index in actual.def.indexes.iter() {
        if !is_declared(index) && !serves_a_foreign_key(index) {
            undeclared.push(Undeclared::Index(index.name.clone()));
        }
    }
    for there in actual.def.foreign_keys.iter() {
        let is_declared = declared.foreign_keys.iter().any(|key| stands_for(key, there, live));
        if !is_declared {
            undeclared.push(Undeclared::ForeignKey(there.name.clone()));
        }
    }
    for there in actual.def.checks.iter() {
        if !declared.checks.iter().any(|check| eq_ignore_case(&check.name, &there.name)) {
            undeclared.push(Undeclared::Check(there.name.clone()));
        }
    }
    undeclared
}
