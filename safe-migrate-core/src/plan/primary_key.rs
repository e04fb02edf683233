//! The heart: a primary key becomes another in one atomic ALTER, and nothing that rested on
//! the old one is left without a key.

use crate::ddl::Clause;
use crate::diff::{Change, PrimaryKeyConflict, TableDiff, leads_with};
use crate::schema::{
    ColumnDef, DefaultValue, IndexDef, IndexKind, IndexPart, IndexTarget, List, LiveTable, Text,
    eq_ignore_case,
};

use super::build::Context;
use super::column::set_null_needs_null;
use super::draft::Draft;
use super::index::{free_name, has_column, is_indexed};
use super::to_be::{columns_changed, touches, unknown};
use super::{Probe, Question, Risk, WayOut};

/// Plans the new key, with everything that has to happen in the same statement.
pub(super) fn plan(
    draft: &mut Draft,
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    from: &[IndexPart],
    to: &[IndexPart],
    conflict: &PrimaryKeyConflict,
) {
    let change = format!("change the primary key: {conflict}");
    draft.raise(if from.is_empty() { Risk::DataDependent } else { Risk::Rebuild });
    draft.summary.push(change.clone());
    draft.changes.push(Change::ChangePrimaryKey {
        from: from.to_vec(),
        to: to.to_vec(),
        conflict: conflict.clone(),
    });

    match &actual.generated_key {
        Some(hidden) => draft.clauses.push(Clause::DropColumn(hidden.clone())),
        None if from.is_empty() => {}
        None => draft.clauses.push(Clause::DropPrimaryKey),
    }
    draft.clauses.push(add_clause(ctx, diff, to));

    for part in to {
        let Some(column) = part.column_name().and_then(|name| actual.def.column(name)) else {
            continue;
        };
        if column.nullable {
            draft.raise(Risk::DataDependent);
            // Declared NOT NULL, as a key column has to be, it is altered and asked about itself.
            if diff.altered_column(&column.name).is_none_or(|to| to.nullable) {
                draft.ask(nulls(diff, actual, &column.name, &change));
                draft.blocked.extend(set_null_needs_null(ctx, diff, actual, &column.name, &change));
            }
        }
    }
    if !contains_columns(to, from)
        && let Some(question) = uniqueness(diff, actual, to, "the primary key")
    {
        draft.raise(Risk::DataDependent);
        draft.ask(Probe {
            table: actual.name_before(),
            change,
            question,
            way_out: ["make the values different and not NULL".into(), WayOut::OtherPrimaryKey]
                .into(),
            loss: None,
        });
    }
    if !from.is_empty() {
        let is_unique_still = contains_columns(from, to)
            || resulting_indexes(diff, actual)
                .iter()
                .any(|index| index.is_unique() && contains_columns(from, &index.parts));
        if !is_unique_still {
            let names: Vec<&str> = from.iter().filter_map(IndexPart::column_name).collect();
            draft.summary.push(format!("({}) is no longer kept unique", names.join(", ")));
        }
        // Exactly as described, it has the indexes it needs, and the foreign keys are away.
        if !ctx.is_exact() {
            keep_what_rests_on_the_old_key(draft, ctx, diff, actual, from, to);
        }
    }
}

/// The clause that adds the key, with its options where it is described with some.
pub(super) fn add_clause(ctx: &Context<'_>, diff: &TableDiff, parts: &[IndexPart]) -> Clause {
    let options = ctx.desired(&diff.table).and_then(|table| table.options.primary_key.clone());
    Clause::AddPrimaryKey { parts: parts.to_vec(), options }
}

/// An auto-increment column, a foreign key of the table, and a foreign key that refers to the
/// table each need an index. Where the old primary key was the only one, another takes its
/// place in the same statement. (MySQL refuses otherwise; MariaDB would silently break the
/// foreign key.)
fn keep_what_rests_on_the_old_key(
    draft: &mut Draft,
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    from: &[IndexPart],
    to: &[IndexPart],
) {
    let mut kept: Vec<IndexDef> = resulting_indexes(diff, actual);
    let add = |draft: &mut Draft, kept: &mut Vec<IndexDef>, mut index: IndexDef, why: &str| {
        index.name = free_name(&index.name, |name| {
            kept.iter().any(|other| eq_ignore_case(&other.name, name))
        });
        draft.summary.push(format!("`{}` keeps {why}", index.name));
        draft.clauses.push(Clause::AddIndex(index.clone()));
        kept.push(index);
    };

    for (_, key) in ctx.live.references_to(&diff.table) {
        let columns = &key.parent_columns;
        let is_unique_on =
            |parts: &[IndexPart]| parts.len() == columns.len() && leads_with(parts, columns);
        let is_kept = is_unique_on(to)
            || kept.iter().any(|index| index.is_unique() && is_unique_on(&index.parts));
        if !is_kept && leads_with(from, columns) {
            let (prefix, kind) = if from.len() == columns.len() {
                ("uq", IndexKind::Unique)
            } else {
                ("idx", IndexKind::Plain)
            };
            let index = index(prefix, &diff.table.table, columns, kind);
            add(draft, &mut kept, index, "what foreign keys refer to");
        }
    }
    for column in actual.def.columns.iter().filter(|column| stays_numbered(diff, column)) {
        let names = [column.name.clone()];
        if !is_indexed(to, &kept, &names) && leads_with(from, &names) {
            let index = index("idx", &diff.table.table, &names, IndexKind::Plain);
            add(draft, &mut kept, index, "the auto-increment column indexed");
        }
    }
    for key in actual.def.foreign_keys.iter() {
        if !is_indexed(to, &kept, &key.columns) && leads_with(from, &key.columns) {
            let mut index = index("idx", &diff.table.table, &key.columns, IndexKind::Plain);
            index.name = key.name.clone();
            add(draft, &mut kept, index, "the foreign key indexed");
        }
    }
}

/// The indexes besides the primary key when the plan has run.
pub(super) fn resulting_indexes(diff: &TableDiff, actual: &LiveTable) -> Vec<IndexDef> {
    let mut indexes: Vec<IndexDef> = actual.def.indexes.to_vec();
    for change in &diff.changes {
        if let Change::AddIndex(index) | Change::ReplaceIndex { to: index, .. } = change {
            indexes.retain(|there| !eq_ignore_case(&there.name, &index.name));
            indexes.push(index.clone());
        }
    }
    indexes
}

fn stays_numbered(diff: &TableDiff, column: &ColumnDef) -> bool {
    column.auto_increment && diff.altered_column(&column.name).is_none_or(|to| to.auto_increment)
}

fn index(prefix: &str, table: &str, columns: &[Text], kind: IndexKind) -> IndexDef {
    IndexDef {
        name: format!("{prefix}_{table}_{}", columns.join("_")).into(),
        kind,
        parts: columns
            .iter()
            .map(|column| IndexPart {
                target: IndexTarget::Column(column.clone()),
                prefix: None,
                descending: false,
            })
            .collect::<List<_>>(),
        invisible: false,
        comment: None,
        options: None,
    }
}

/// The question whether a column holds NULLs.
pub(super) fn nulls(diff: &TableDiff, actual: &LiveTable, column: &Text, change: &str) -> Probe {
    Probe {
        table: actual.name_before(),
        change: change.to_owned(),
        question: Question::Nulls {
            column: actual.column_before(column),
            key: key_columns(actual),
        },
        way_out: ["fill the column".into(), or_null(diff, actual, column)].into(),
        loss: None,
    }
}

/// The way out of a column that may not be NULL: it may, but in a key.
pub(super) fn or_null(diff: &TableDiff, actual: &LiveTable, column: &str) -> WayOut {
    let key = diff.new_primary_key().unwrap_or(&actual.def.primary_key);
    if has_column(key, column) { WayOut::OtherPrimaryKey } else { WayOut::Nullable }
}

/// The columns of the table's present primary key.
pub(super) fn key_columns(actual: &LiveTable) -> Vec<Text> {
    actual
        .def
        .primary_key
        .iter()
        .filter_map(IndexPart::column_name)
        .map(|name| actual.column_before(name))
        .collect()
}

/// The same where the rows are asked under these names, if any: a chain of renames gives an old
/// name to another column.
pub(super) fn key_columns_among(actual: &LiveTable, columns: &[(Text, Text)]) -> Vec<Text> {
    match columns {
        [] => key_columns(actual),
        _ => actual
            .def
            .primary_key
            .iter()
            .filter_map(IndexPart::column_name)
            .map(|name| Text::Owned(name.to_owned()))
            .collect(),
    }
}

/// What has to be asked before these parts may be unique; `None` where they already are.
pub(super) fn uniqueness(
    diff: &TableDiff,
    actual: &LiveTable,
    parts: &[IndexPart],
    what: &str,
) -> Option<Question> {
    let (unknown_column, changes) = touches(diff, actual, parts);
    if let Some(column) = unknown_column {
        return Some(unknown(&column, what, 2));
    }
    if changes || parts.iter().any(|part| is_computed(diff, part)) {
        let columns = columns_changed(diff, actual);
        return Some(Question::Duplicates { parts: parts.to_vec(), columns });
    }
    // One that is added in the place of another of its name holds nothing of that.
    let is_new = |name: &str| diff.added_column(name).is_some();
    if !parts.iter().filter_map(IndexPart::column_name).any(is_new)
        && is_unique_already(actual, parts)
    {
        return None;
    }
    let mut existing = Vec::new();
    for part in parts {
        let Some(name) = part.column_name() else { continue };
        if actual.def.column(name).is_some() && !is_new(name) {
            let mut part = part.clone();
            part.target = IndexTarget::Column(actual.column_before(name));
            existing.push(part);
            continue;
        }
        if let Some(column) = diff.added_column(name) {
            let is_null = column.nullable && column.default.is_none() && column.generated.is_none();
            if column.auto_increment || is_null {
                // Numbered by the server, or NULL in every row: never the same.
                return None;
            }
            if !matches!(column.default, None | Some(DefaultValue::Literal(_))) {
                return Some(Question::Rows {
                    at_least: 2,
                    reason: format!(
                        "it is not proven that the default of the new column `{name}` differs \
                         from row to row"
                    ),
                });
            }
        }
    }
    Some(if existing.is_empty() {
        Question::Rows {
            at_least: 2,
            reason: "every row would get the same value in the new column".to_owned(),
        }
    } else {
        Question::Duplicates { parts: existing, columns: Vec::new() }
    })
}

/// Whether the part is an expression, or a column that is new and generated.
fn is_computed(diff: &TableDiff, part: &IndexPart) -> bool {
    part.column_name()
        .is_none_or(|name| diff.added_column(name).is_some_and(|column| column.generated.is_some()))
}

/// Whether the parts hold, whole, the columns of a key that has no NULLs.
fn is_unique_already(actual: &LiveTable, parts: &[IndexPart]) -> bool {
    let has_no_nulls = |key: &[IndexPart]| {
        key.iter().all(|part| {
            part.column_name()
                .and_then(|name| actual.def.column(name))
                .is_some_and(|column| !column.nullable)
        })
    };
    let keys = std::iter::once(&*actual.def.primary_key).chain(
        actual.def.indexes.iter().filter(|index| index.is_unique()).map(|index| &*index.parts),
    );
    keys.filter(|key| !key.is_empty()).any(|key| contains_columns(parts, key) && has_no_nulls(key))
}

/// Whether the key holds, whole, every column of the other, which is then unique in it too.
fn contains_columns(key: &[IndexPart], other: &[IndexPart]) -> bool {
    !other.is_empty()
        && other.iter().all(|part| {
            part.prefix.is_none()
                && part.column_name().is_some_and(|name| {
                    has_column(key, name)
                        && key.iter().all(|mine| {
                            mine.prefix.is_none()
                                || !mine.column_name().is_some_and(|n| eq_ignore_case(n, name))
                        })
                })
        })
}
