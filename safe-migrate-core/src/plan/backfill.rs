//! A column that becomes NOT NULL with a declared value for the rows that are there: it is added
//! nullable, filled in batches, and only then made NOT NULL. A run that is killed in between is
//! taken up by the next at the rows that are still NULL.

use crate::ddl::{Clause, fill_column, type_sql};
use crate::diff::TableDiff;
use crate::schema::{ColumnDef, LiveTable, Text};

use super::build::Context;
use super::draft::Draft;
use super::{Risk, Step};

/// Rows to be given a value.
pub(super) struct Fill {
    column: Text,
    expression: Text,
}

/// Whether existing rows get a declared value.
pub(super) fn is_filled(column: &ColumnDef) -> bool {
    !column.nullable && column.backfill.is_some()
}

/// The fill of a column.
pub(super) fn fill(column: &ColumnDef) -> Fill {
    Fill { column: column.name.clone(), expression: column.backfill.clone().unwrap_or_default() }
}

/// Plans a new column: added nullable, filled, made as declared.
pub(super) fn add(add: &mut Draft, fills: &mut Vec<Fill>, tighten: &mut Draft, to: &ColumnDef) {
    let nullable = ColumnDef { nullable: true, default: None, ..to.clone() };
    add.summary.push(format!("add column `{}` {}, nullable at first", to.name, type_sql(&to.ty)));
    add.clauses.push(Clause::AddColumn(nullable));
    fills.push(fill(to));
    tighten.raise(Risk::DataDependent);
    tighten.rebuilds = true;
    tighten.summary.push(format!("make column `{}` NOT NULL", to.name));
    tighten.clauses.push(Clause::ChangeColumn { from: to.name.clone(), to: to.clone() });
}

impl Fill {
    /// The step: an UPDATE in bounded batches.
    pub(super) fn step(&self, ctx: &Context<'_>, diff: &TableDiff, actual: &LiveTable) -> Step {
        // The time of a row's last change is not that of this fill.
        let kept: Vec<Text> = actual
            .def
            .columns
            .iter()
            .filter(|column| column.on_update.is_some())
            .map(|column| column.name.clone())
            .collect();
        Step {
            table: diff.table.clone(),
            summary: vec![format!(
                "give `{}` a value where it is NULL: {}",
                self.column, self.expression
            )],
            changes: Vec::new(),
            sql: fill_column(&diff.table, &self.column, &self.expression, &kept, ctx.dialect),
            risk: Risk::DataDependent,
            rebuilds: false,
            repeats: true,
            rows_estimate: actual.rows_estimate,
            bytes_estimate: actual.bytes_estimate,
            probes: Vec::new(),
            blocked: Vec::new(),
        }
    }
}
