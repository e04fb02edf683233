//! Tables that are described in full against the ones that are there: whatever is not the same
//! differs.

use crate::schema::expression::{normal, same_default};
use crate::schema::{
    ColumnDef, IndexDef, LiveTable, TableDef, TableOptions, Text, eq_ignore_case, storable_comment,
};

use super::column::{same_expression, same_type};
use super::key::same_index;
use super::{Change, ColumnDifference, Extent};

/// In what the column that is there differs from its description.
pub(super) fn describe_column(described: &ColumnDef, actual: &ColumnDef) -> Vec<ColumnDifference> {
    let same_generated = match (&described.generated, &actual.generated) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            a.storage == b.storage && normal(&a.expression) == normal(&b.expression)
        }
        (Some(_), None) | (None, Some(_)) => false,
    };
    let comment = |column: &ColumnDef| storable_comment(column.comment.as_deref().unwrap_or(""));
    [
        (ColumnDifference::NameCase, described.name != actual.name),
        (ColumnDifference::Type, !same_type(&described.ty, &actual.ty)),
        (ColumnDifference::Nullable, described.nullable != actual.nullable),
        (ColumnDifference::Charset, described.charset != actual.charset),
        (ColumnDifference::Collation, described.collation != actual.collation),
        (
            ColumnDifference::Default,
            !same_default(described.default.as_ref(), actual.default.as_ref(), &described.ty),
        ),
        (
            ColumnDifference::OnUpdate,
            !same_expression(described.on_update.as_deref(), actual.on_update.as_deref()),
        ),
        (ColumnDifference::AutoIncrement, described.auto_increment != actual.auto_increment),
        (ColumnDifference::Generated, !same_generated),
        (ColumnDifference::Invisible, described.invisible != actual.invisible),
        (
            ColumnDifference::Check,
            !same_expression(described.check.as_deref(), actual.check.as_deref()),
        ),
        (ColumnDifference::Attributes, described.attributes != actual.attributes),
        (ColumnDifference::Comment, comment(described) != comment(actual)),
    ]
    .into_iter()
    .filter(|(_, differs)| *differs)
    .map(|(difference, _)| difference)
    .collect()
}

/// Whether two indexes are the same in everything but their names and their visibility.
pub(super) fn same_described_index(a: &IndexDef, b: &IndexDef) -> bool {
    let text = |text: &Option<Text>| text.clone().unwrap_or_default();
    same_index(a, b) && text(&a.options) == text(&b.options) && text(&a.comment) == text(&b.comment)
}

/// The options that differ, where one does.
pub(super) fn differing_options(
    described: &TableOptions,
    actual: &TableOptions,
) -> Option<TableOptions> {
    let differing = |a: &Option<Text>, b: &Option<Text>| {
        let same = match (a, b) {
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            (None, _) => true,
            (Some(_), None) => false,
        };
        if same { None } else { a.clone() }
    };
    let mut to = TableOptions {
        engine: differing(&described.engine, &actual.engine),
        charset: differing(&described.charset, &actual.charset),
        collation: differing(&described.collation, &actual.collation),
        row_format: differing(&described.row_format, &actual.row_format),
        primary_key: described
            .primary_key
            .clone()
            .filter(|options| *options != actual.primary_key.clone().unwrap_or_default()),
        others: described
            .others
            .clone()
            .filter(|others| actual.others.as_ref().is_some_and(|there| there != others)),
        system_versioned: described
            .system_versioned
            .filter(|versioned| *versioned != actual.system_versioned.unwrap_or_default()),
        ..TableOptions::NONE
    };
    if to.engine.is_some() {
        // The other engine has formats of its own.
        to.row_format = None;
    }
    if to.collation.is_some() {
        to.charset = described.charset.clone();
    }
    (to != TableOptions::NONE).then_some(to)
}

/// The partitions, where they are to be others.
pub(super) fn differing_partitions(described: &TableDef, actual: &TableDef) -> Option<Change> {
    let to = described.options.partitions.clone()?;
    let from = actual.options.partitions.clone().unwrap_or_default();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    (words(&from) != words(&to)).then_some(Change::SetPartitions { from, to })
}

/// What is there and shall not be, and the order of the columns.
pub(super) fn superfluous(described: &TableDef, actual: &LiveTable) -> Vec<Change> {
    let there = &actual.def;
    let mut changes = Vec::new();
    for check in there.checks.iter() {
        if !described.checks.iter().any(|kept| eq_ignore_case(&kept.name, &check.name)) {
            changes.push(Change::DropCheck(check.clone()));
        }
    }
    for index in there.indexes.iter() {
        if described.index(&index.name).is_none() {
            changes.push(Change::DropIndex(index.clone()));
        }
    }
    if described.primary_key.is_empty() && !there.primary_key.is_empty() {
        changes.push(Change::DropPrimaryKey(there.primary_key.to_vec()));
    }
    for column in there.columns.iter() {
        if !described.has_column(&column.name) {
            changes.push(Change::DropColumn(column.clone()));
        }
    }
    changes.extend(other_order(described, there));
    changes
}

/// The order of the columns, where the kept ones stand in another, or a new one is not the last.
fn other_order(described: &TableDef, there: &TableDef) -> Option<Change> {
    let kept: Vec<&Text> = there
        .columns
        .iter()
        .map(|column| &column.name)
        .filter(|name| described.has_column(name))
        .collect();
    let is_in_order = described.columns.len() >= kept.len()
        && kept
            .iter()
            .zip(described.columns.iter())
            .all(|(there, described)| eq_ignore_case(there, &described.name));
    (!is_in_order).then(|| {
        Change::OrderColumns(described.columns.iter().map(|column| column.name.clone()).collect())
    })
}

/// Whether the extent says everything about an object it names.
pub(super) const fn says_all(extent: Extent) -> bool {
    match extent {
        Extent::Mentioned => false,
        Extent::Described | Extent::Exact => true,
    }
}
