//! Declared tables against the ones that are there.

use crate::schema::expression::normal;
use crate::schema::{
    CheckDef, ForeignKeyDef, IndexDef, IndexKind, LiveSchema, LiveTable, TableDef, TableOptions,
    Text, eq_ignore_case, storable_comment,
};

use super::column::{charset_name, compare_column, undeclared_attributes};
use super::key::{leads_with, same_foreign_key, same_index};
use super::{Change, PrimaryKeyConflict, TableDiff, Undeclared};

/// What the declared tables need, in the order of the declaration.
#[must_use]
pub fn compare(declared: &[TableDef], live: &LiveSchema) -> Vec<TableDiff> {
    declared
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
                    changes: changes(table, actual, live),
                    undeclared: undeclared(table, actual, live),
                    // The server's own spelling, where it ignores case.
                    table: actual.def.qualified_name(),
                },
            }
        })
        .collect()
}

fn changes(declared: &TableDef, actual: &LiveTable, live: &LiveSchema) -> Vec<Change> {
    let mut changes = Vec::new();
    if let Some(from) = &actual.renamed_from {
        changes.push(Change::RenameTable { from: from.clone(), to: actual.def.name.clone() });
    }
    for (from, to) in &actual.renamed_columns {
        changes.push(Change::RenameColumn { from: from.clone(), to: to.clone() });
    }
    if let Some(comment) = &declared.options.comment {
        let there = actual.def.options.comment.clone().unwrap_or_default();
        if storable_comment(comment) != there {
            changes.push(Change::SetComment { from: there, to: comment.clone() });
        }
    }
    if let Some(to) = differing_options(&declared.options, &actual.def.options) {
        changes.push(Change::SetOptions { from: actual.def.options.clone(), to });
    }
    for column in declared.columns.iter() {
        match actual.def.column(&column.name) {
            None => changes.push(Change::AddColumn(column.clone())),
            Some(there) => {
                let (to, differences) = compare_column(column, &declared.options, there);
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
        if let Some(there) = actual.def.indexes.iter().find(|there| same_index(index, there)) {
            if index.invisible && !there.invisible {
                changes.push(Change::HideIndex(there.name.clone()));
            }
            continue;
        }
        changes.push(match actual.def.index(&index.name) {
            None => Change::AddIndex(index.clone()),
            Some(there) => Change::ReplaceIndex { from: there.clone(), to: index.clone() },
        });
    }
    for key in declared.foreign_keys.iter() {
        let keys = &actual.def.foreign_keys;
        if keys.iter().any(|there| same_foreign_key(key, there, |a, b| live.same_table(a, b))) {
            continue;
        }
        changes.push(match keys.iter().find(|there| stands_for(key, there, live)) {
            None => Change::AddForeignKey(key.clone()),
            Some(there) => Change::ReplaceForeignKey { from: there.clone(), to: key.clone() },
        });
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
    changes
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
