//! Where columns go: the fewest that have to move.

use crate::ddl::Clause;
use crate::diff::TableDiff;
use crate::schema::{ColumnDef, LiveTable, Text, eq_ignore_case};

use super::build::Context;

/// Puts the column clauses of an ALTER in the desired order, each with its place where it needs
/// one, and adds clauses for columns that only move.
pub(super) fn place(
    clauses: &mut Vec<Clause>,
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
) {
    let Some(desired) = ctx.desired(&diff.table) else { return };
    let is_dropped = |name: &str| {
        clauses.iter().any(
            |clause| matches!(clause, Clause::DropColumn(dropped) if eq_ignore_case(dropped, name)),
        )
    };
    let order: Vec<&Text> = desired.columns.iter().map(|column| &column.name).collect();
    let position = |name: &str| order.iter().position(|other| eq_ignore_case(other, name));
    let staying: Vec<usize> = actual
        .def
        .columns
        .iter()
        .filter(|column| !is_dropped(&column.name))
        .filter_map(|column| position(&column.name))
        .collect();
    let staying = longest_rising(&staying);
    let last_staying = staying.last().copied();
    let options = diff.resulting_options(&actual.def.options);
    let mut placed: Vec<Clause> = Vec::new();
    for (at, column) in desired.columns.iter().enumerate() {
        let own = clauses.iter().position(|clause| makes(clause, &column.name));
        let stays = staying.contains(&at);
        let after = at.checked_sub(1).map(|before| order[before].clone());
        match own.map(|own| clauses.remove(own)) {
            Some(clause) if stays => placed.push(clause),
            // Behind everything that stays, in order: its place is the end.
            Some(clause @ Clause::AddColumn(_)) if last_staying.is_none_or(|last| at > last) => {
                placed.push(clause);
            }
            Some(clause) => placed.push(Clause::Placed { clause: Box::new(clause), after }),
            None if stays => {}
            None => placed.extend(
                moved(column, actual, &options)
                    .map(|clause| Clause::Placed { clause: Box::new(clause), after }),
            ),
        }
    }
    let first = clauses
        .iter()
        .position(|clause| {
            !matches!(
                clause,
                Clause::DropForeignKey(_)
                    | Clause::DropCheck(_)
                    | Clause::RenameColumn { .. }
                    | Clause::DropColumn(_)
            )
        })
        .unwrap_or(clauses.len());
    clauses.splice(first..first, placed);
}

/// Whether the clause makes the column what it shall be.
fn makes(clause: &Clause, name: &str) -> bool {
    match clause {
        Clause::AddColumn(column) | Clause::ChangeColumn { to: column, .. } => {
            eq_ignore_case(&column.name, name)
        }
        Clause::Placed { clause, .. } => makes(clause, name),
        Clause::SetDefault(_)
        | Clause::DropDefault(_)
        | Clause::RenameColumn { .. }
        | Clause::DropColumn(_)
        | Clause::DropPrimaryKey
        | Clause::AddPrimaryKey { .. }
        | Clause::AddIndex(_)
        | Clause::DropIndex(_)
        | Clause::AddForeignKey(_)
        | Clause::DropForeignKey(_)
        | Clause::AddCheck(_)
        | Clause::DropCheck(_)
        | Clause::HideIndex(_)
        | Clause::ShowIndex(_)
        | Clause::Partition(_)
        | Clause::Options(_)
        | Clause::Comment(_)
        | Clause::Copying => false,
    }
}

/// A column that stays as it is, and moves.
fn moved(
    column: &ColumnDef,
    actual: &LiveTable,
    options: &crate::schema::TableOptions,
) -> Option<Clause> {
    let there = actual.def.column(&column.name)?;
    Some(Clause::change_column(there, there, options))
}

/// The longest selection of the numbers that rises.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let before = (0..at)
            .filter(|earlier| numbers[*earlier] < *number)
            .max_by_key(|earlier| best[*earlier].0);
        best.push((before.map_or(1, |before| best[before].0 + 1), before));
    }
    let mut at = (0..numbers.len()).max_by_key(|at| best[*at].0);
    let mut rising = Vec::new();
    while let Some(here) = at {
        rising.push(numbers[here]);
        at = best[here].1;
    }
    rising.reverse();
    rising
}

#[cfg(test)]
mod tests {
    use super::longest_rising;

    #[test]
    fn the_fewest_move() {
        assert_eq!(longest_rising(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(longest_rising(&[2, 0, 1, 3]), [0, 1, 3]);
        assert_eq!(longest_rising(&[3, 2, 1]).len(), 1);
        assert!(longest_rising(&[]).is_empty());
    }
}
