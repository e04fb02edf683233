//! The column that the server numbers.

use crate::diff::{Change, ColumnDifference, TableDiff};
use crate::schema::{LiveTable, Text};

use super::super::{Refusal, WayOut};

/// A table numbers one column; a second one is what the server answers with Error 1075.
pub(super) fn second(diff: &TableDiff, actual: &LiveTable) -> Option<Refusal> {
    let there = actual
        .def
        .columns
        .iter()
        .filter(|column| actual.generated_key.as_ref() != Some(&column.name))
        .filter(|column| !diff.drops_column(&column.name))
        .map(|column| diff.altered_column(&column.name).unwrap_or(column));
    let numbered: Vec<&str> = there
        .filter(|column| column.auto_increment)
        .map(|column| &*column.name)
        .chain(diff.changes.iter().filter_map(|change| {
            let Change::AddColumn(column) = change else { return None };
            column.auto_increment.then_some(&*column.name)
        }))
        .collect();
    let [old, new, ..] = numbered.as_slice() else { return None };
    Some(Refusal::new(
        &diff.table,
        format!("let the server number `{new}`"),
        format!("it numbers `{old}` already, and a table can have only one such column"),
        [
            WayOut::RenamedFrom { new: (*new).to_owned().into(), old: (*old).to_owned().into() },
            "take AUTO_INCREMENT off one of them".into(),
        ],
    ))
}

/// The columns that the plan makes the server number.
pub(super) fn new(diff: &TableDiff) -> Vec<Text> {
    let mut numbered = Vec::new();
    for change in &diff.changes {
        if let Change::AddColumn(column) = change
            && column.auto_increment
        {
            numbered.push(column.name.clone());
        }
        if let Change::AlterColumn { to, differences, .. } = change
            && to.auto_increment
            && differences.contains(&ColumnDifference::AutoIncrement)
        {
            numbered.push(to.name.clone());
        }
    }
    numbered
}
