//! The steps that add foreign keys: last of all, when every parent is ready. Where the table is
//! copied anyway, and its parents are ready by then, beside what copies it.

// Looks for single kinds of change among all.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::{Clause, alter_table, type_sql};
use crate::diff::{Change, ColumnDifference, Extent, TableDiff, joins_the_same};
use crate::schema::{
    ColumnDef, ForeignKeyDef, IndexPart, IndexTarget, LiveTable, TableDef, TableName, Text,
    eq_ignore_case,
};

use crate::server::Flavour;

use super::build::Context;
use super::draft::Draft;
use super::index::free_name;
use super::type_change::{copies, may_refer};
use super::{Act, Probe, Question, Refusal, Risk, Step, WayOut, to_be};

/// The foreign keys of a new table whose parents come after it.
pub(super) fn for_new_table(
    ctx: &Context<'_>,
    table: &TableDef,
    keys: Vec<&ForeignKeyDef>,
) -> Option<Step> {
    if keys.is_empty() {
        return None;
    }
    let name = table.qualified_name();
    let clauses: Vec<Clause> =
        keys.iter().map(|key| Clause::AddForeignKey((*key).clone())).collect();
    Some(Step {
        summary: keys.iter().map(|key| summary(key)).collect(),
        changes: keys.iter().map(|key| Change::AddForeignKey((*key).clone())).collect(),
        blocked: keys.iter().filter_map(|key| forbidden(ctx, &name, key)).collect(),
        acts: Act::all(&clauses),
        ..Step::new(&name, "", alter_table(&name, &clauses, ctx.dialect))
    })
}

/// The foreign keys that a table lacks.
pub(super) fn for_existing_table(ctx: &Context<'_>, diff: &TableDiff, actual: &LiveTable) -> Draft {
    let mut draft = Draft::new();
    let back: Vec<Change> = brought_back(ctx, diff).map(Change::AddForeignKey).collect();
    for change in diff.changes.iter().chain(&back) {
        let key = match change {
            Change::AddForeignKey(key) => {
                draft.clauses.push(Clause::AddForeignKey(key.clone()));
                key
            }
            // It is away already.
            Change::ReplaceForeignKey { from, to } if ctx.is_detached(&diff.table, &from.name) => {
                draft.clauses.push(Clause::AddForeignKey(to.clone()));
                to
            }
            Change::ReplaceForeignKey { from, to } => {
                // Both servers refuse to drop and add one name in one statement; two statements
                // would leave a moment without the key. So the new one takes a new name.
                let mut to_named = to.clone();
                to_named.name = free_name(&to.name, |name| {
                    ctx.live.foreign_keys.iter().any(|(_, key)| eq_ignore_case(&key.name, name))
                });
                if from.columns != to.columns {
                    draft.blocked.push(Refusal::new(
                        &diff.table,
                        summary(to),
                        format!(
                            "a foreign key of that name joins other columns (`{}`), and would be \
                             lost",
                            from.columns.join("`, `")
                        ),
                        [WayOut::OtherForeignKeyName, "drop the old one by hand".into()],
                    ));
                }
                draft.clauses.push(Clause::DropForeignKey(from.name.clone()));
                draft.clauses.push(Clause::AddForeignKey(to_named));
                to
            }
            _ => continue,
        };
        draft.raise(Risk::DataDependent);
        draft.summary.push(match change {
            Change::ReplaceForeignKey { from, .. } if !ctx.is_detached(&diff.table, &from.name) => {
                format!(
                    "replace foreign key `{}` to `{}`, under another name",
                    from.name, key.parent
                )
            }
            _ => summary(key),
        });
        draft.changes.push(change.clone());
        draft.blocked.extend(forbidden(ctx, &diff.table, key));
        if let Some(probe) = orphans(ctx, diff, actual, key) {
            draft.ask(probe);
        }
    }
    draft
}

/// Takes the keys of a table that is copied anyway, as a column that they join gets another type:
/// both servers would copy it once more to add them. Not where a parent comes later, as in a cycle.
pub(super) fn beside_the_copy(
    ctx: &Context<'_>,
    diff: &TableDiff,
    keys: &mut Draft,
    is_ready: &[bool],
) -> Option<Draft> {
    if ctx.is_exact() {
        return None;
    }
    let added = keys.clauses.iter().filter_map(|clause| match clause {
        Clause::AddForeignKey(key) => Some(key),
        _ => None,
    });
    let is_ready = |key: &ForeignKeyDef| {
        // MariaDB looks for the columns of a table that refers to itself as they were (error 1005).
        match ctx.live.same_table(&diff.table, &key.parent) {
            true => ctx.flavour == Flavour::MySql,
            false => ctx.place(&key.parent).is_some_and(|at| is_ready.get(at) == Some(&true)),
        }
    };
    let is_copied = |key: &ForeignKeyDef| {
        key.columns.iter().any(|column| {
            diff.changes.iter().any(|change| match change {
                Change::AlterColumn { from, to, differences } => {
                    eq_ignore_case(&from.name, column)
                        && differences.iter().any(|difference| match difference {
                            ColumnDifference::Type => copies(from, to),
                            ColumnDifference::Charset | ColumnDifference::Collation => true,
                            _ => false,
                        })
                }
                _ => false,
            })
        })
    };
    let mut added = added.peekable();
    let is_beside = added.peek().is_some() && added.all(|key| is_ready(key) && is_copied(key));
    is_beside.then(|| std::mem::replace(keys, Draft::new()))
}

/// The foreign keys that were only away while the tables changed.
fn brought_back<'a>(
    ctx: &'a Context<'_>,
    diff: &'a TableDiff,
) -> impl Iterator<Item = ForeignKeyDef> + 'a {
    let has_its_change = |name: &str| {
        diff.changes.iter().any(|change| match change {
            Change::DropForeignKey(key) | Change::ReplaceForeignKey { from: key, .. } => {
                key.name == name
            }
            _ => false,
        })
    };
    let own = ctx.detached.iter().filter(|(child, _)| *child == diff.table);
    own.filter(move |(_, key)| !has_its_change(&key.name)).filter_map(|(child, key)| {
        match ctx.is_exact() {
            true => ctx.wanted_key(child, &key.name).cloned(),
            // Under the declared name, as the next run would add it if this one is killed.
            false => ctx.declared_key(child, key).cloned(),
        }
    })
}

fn summary(key: &ForeignKeyDef) -> String {
    format!("add foreign key `{}` to `{}`", key.name, key.parent)
}

/// The question whether rows refer to parents that are not there.
fn orphans(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    key: &ForeignKeyDef,
) -> Option<Probe> {
    if ctx.live.in_the_place_of(&key.parent).is_some() {
        // That a table is made there is refused already: nobody can add rows to it.
        return None;
    }
    let new_columns: Vec<_> = key
        .columns
        .iter()
        .filter(|column| actual.def.column(column).is_none())
        .filter_map(|column| ctx.resulting_column(&diff.table, column))
        .collect();
    let question = if new_columns.iter().any(|column| column.default.is_none()) {
        // NULL in every row (or refused already, as NOT NULL without a default).
        return None;
    } else if !new_columns.is_empty() {
        Question::Rows {
            at_least: 1,
            reason: "the rows that are there would all refer to the new column's default"
                .to_owned(),
        }
    } else {
        let parent = ctx.live.table(&key.parent);
        let parent_exists = parent.is_some_and(|parent| {
            key.parent_columns.iter().all(|column| parent.def.column(column).is_some())
        });
        let parent_diff =
            ctx.diffs.iter().find(|diff| ctx.live.same_table(&diff.table, &key.parent));
        let own_changes = changes(diff, actual, &key.columns);
        let parent_changes = parent_diff
            .zip(parent)
            .map_or((None, false), |(diff, parent)| changes(diff, parent, &key.parent_columns));
        if let Some(column) = own_changes.0.or(parent_changes.0) {
            let question = to_be::unknown(&column, &format!("foreign key `{}`", key.name), 1);
            return Some(Probe {
                table: actual.name_before(),
                change: summary(key),
                question,
                way_out: "convert the columns by hand".into(),
                loss: None,
            });
        }
        let any = own_changes.1 || parent_changes.1;
        let columns = if any { to_be::columns_changed(diff, actual) } else { Vec::new() };
        let parent_columns = parent_diff
            .zip(parent.filter(|_| any))
            .map_or_else(Vec::new, |(diff, parent)| to_be::columns_changed(diff, parent));
        let key = as_before(key, actual, parent);
        Question::Orphans { key, is_there: false, parent_exists, columns, parent_columns }
    };
    Some(Probe {
        table: actual.name_before(),
        change: summary(key),
        question,
        way_out: format!(
            "add the missing rows to `{}`, or correct or clear the values here",
            key.parent
        )
        .into(),
        loss: None,
    })
}

/// The key with the names that tables and columns have now.
fn as_before(key: &ForeignKeyDef, actual: &LiveTable, parent: Option<&LiveTable>) -> ForeignKeyDef {
    let mut before = key.clone();
    for column in before.columns.to_mut() {
        *column = actual.column_before(column);
    }
    if let Some(parent) = parent {
        before.parent = parent.name_before();
        for column in before.parent_columns.to_mut() {
            *column = parent.column_before(column);
        }
    }
    before
}

/// The questions whether rows are orphans by the keys that are there and stay: MySQL asks that of
/// each row that it copies. Such rows were written while `foreign_key_checks` was off. (Or with an
/// AUTO_INCREMENT of 0 and a reference to 0, which MySQL takes for one to the row itself.)
pub(super) fn orphans_of_kept(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
) -> Vec<Probe> {
    let goes = |name: &Text| {
        let is_changed = diff.changes.iter().any(|change| match change {
            Change::DropForeignKey(key) | Change::ReplaceForeignKey { from: key, .. } => {
                key.name == *name
            }
            _ => false,
        });
        is_changed || ctx.is_detached(&diff.table, name)
    };
    let kept = actual.def.foreign_keys.iter().filter(|key| !goes(&key.name));
    kept.filter_map(|key| {
        let parent = ctx.live.table(&key.parent)?;
        Some(Probe {
            table: actual.name_before(),
            change: format!("copy the table, which has the foreign key `{}`", key.name),
            question: Question::Orphans {
                key: as_before(key, actual, Some(parent)),
                is_there: true,
                parent_exists: true,
                columns: Vec::new(),
                parent_columns: Vec::new(),
            },
            way_out: format!(
                "add the missing rows to `{}`, or correct or clear the values here: they were \
                 written while foreign_key_checks was off",
                key.parent
            )
            .into(),
            loss: None,
        })
    })
    .collect()
}

/// Whether the values of the columns become others, and the first of which nobody knows what.
fn changes(diff: &TableDiff, actual: &LiveTable, columns: &[Text]) -> (Option<Text>, bool) {
    let parts: Vec<IndexPart> = columns
        .iter()
        .map(|column| IndexPart {
            target: IndexTarget::Column(column.clone()),
            prefix: None,
            descending: false,
        })
        .collect();
    to_be::touches(diff, actual, &parts)
}

/// What forbids a foreign key without asking the rows.
pub(super) fn forbidden(
    ctx: &Context<'_>,
    child: &TableName,
    key: &ForeignKeyDef,
) -> Option<Refusal> {
    incompatible(ctx, child, key).or_else(|| name_taken(ctx, child, key))
}

/// A foreign key whose two ends will not be of the same type.
fn incompatible(ctx: &Context<'_>, child: &TableName, key: &ForeignKeyDef) -> Option<Refusal> {
    for (own, other) in key.columns.iter().zip(key.parent_columns.iter()) {
        let (Some(own), Some(other)) =
            (ctx.resulting_column(child, own), ctx.resulting_column(&key.parent, other))
        else {
            continue;
        };
        // A key that works is not taken away on the chance that two collations are the same.
        let is_away = ctx.detached.iter().any(|(table, there)| {
            table == child && joins_the_same(there, key, |a, b| ctx.live.same_table(a, b))
        });
        let differs = |a: &Option<_>, b: &Option<_>| match (a, b) {
            (Some(a), Some(b)) => a != b,
            (Some(_), None) | (None, Some(_)) => is_away,
            (None, None) => false,
        };
        // A server that has both ends as they are wanted, and the key, takes them.
        let is_taken = is_of_a_server(ctx, child, &own) && is_of_a_server(ctx, &key.parent, &other);
        let (what, ours, theirs) = if !is_taken && !may_refer(&own.ty, &other.ty) {
            ("type", type_sql(&own.ty), type_sql(&other.ty))
        } else if own.ty.is_text() && differs(&own.charset, &other.charset) {
            let name = |charset: Option<crate::schema::Text>| charset.unwrap_or_default().into();
            ("character set", name(own.charset), name(other.charset))
        } else if own.ty.is_text() && differs(&own.collation, &other.collation) {
            let name = |collation: Option<Text>| {
                collation.map_or_else(|| "the server's default".to_owned(), Text::into_owned)
            };
            ("collation", name(own.collation), name(other.collation))
        } else {
            continue;
        };
        return Some(Refusal::new(
            child,
            summary(key),
            format!(
                "`{}` has the {what} {ours}, `{}`.`{}` has {theirs}; a foreign key joins columns \
                 of the same {what}",
                own.name, key.parent, other.name
            ),
            WayOut::SameForBoth(what),
        ));
    }
    None
}

/// Whether the column will have the type that it has in a database which this one shall be like.
fn is_of_a_server(ctx: &Context<'_>, table: &TableName, column: &ColumnDef) -> bool {
    let wanted = ctx.desired(table).and_then(|table| table.column(&column.name));
    ctx.extent != Extent::Mentioned && wanted.is_some_and(|wanted| wanted.ty == column.ty)
}

/// Names of foreign keys are unique in the database.
fn name_taken(ctx: &Context<'_>, child: &TableName, key: &ForeignKeyDef) -> Option<Refusal> {
    let (other, _) = ctx.live.foreign_keys.iter().find(|(table, there)| {
        eq_ignore_case(&there.name, &key.name)
            && table.database == child.database
            && !ctx.live.same_table(table, child)
            && !ctx.is_detached(table, &there.name)
    })?;
    Some(Refusal::new(
        child,
        summary(key),
        format!("the table `{other}` has a foreign key of that name already"),
        "give one of them another name",
    ))
}
