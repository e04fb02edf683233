//! Indexes that are added or replaced.

// Looks for the changes that take an index away.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::Clause;
use crate::diff::{Change, TableDiff, leads_with, same_index, serves};
use crate::schema::{IndexDef, IndexKind, IndexPart, LiveTable, Text, eq_ignore_case};

use super::build::Context;
use super::draft::Draft;
use super::{Probe, Refusal, Risk, WayOut, primary_key};

/// Whether the column is part of the key.
pub(super) fn has_column(parts: &[IndexPart], name: &str) -> bool {
    parts.iter().any(|part| part.column_name().is_some_and(|other| eq_ignore_case(other, name)))
}

/// Whether the primary key or an index serves a foreign key (or numbering) on these columns.
pub(super) fn is_indexed(key: &[IndexPart], indexes: &[IndexDef], columns: &[Text]) -> bool {
    leads_with(key, columns) || indexes.iter().any(|index| serves(index, columns))
}

/// The name, or the first of `name_2`, `name_3` .. that is not taken.
pub(super) fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> Text {
    // Identifiers have at most 64 characters.
    let cut = |len: usize| name.chars().take(len).collect::<String>();
    let mut free = cut(64);
    for number in 2.. {
        if !is_taken(&free) {
            break;
        }
        free = format!("{}_{number}", cut(60));
    }
    free.into()
}

/// Plans a new index.
pub(super) fn add_index(draft: &mut Draft, diff: &TableDiff, actual: &LiveTable, index: &IndexDef) {
    if index.kind == IndexKind::Fulltext {
        keep_what_words_would_replace(draft, diff, actual, index);
    }
    draft.clauses.push(Clause::AddIndex(index.clone()));
    let what = match &index.kind {
        IndexKind::Unique => "unique index",
        IndexKind::Plain | IndexKind::Fulltext | IndexKind::Spatial | IndexKind::Other(_) => {
            draft.summary.push(format!("add index `{}`", index.name));
            return;
        }
    };
    let change = format!("add {what} `{}`", index.name);
    if let Some(question) = primary_key::uniqueness(diff, actual, &index.parts, &change) {
        draft.raise(Risk::DataDependent);
        draft.ask(Probe {
            table: actual.name_before(),
            change: change.clone(),
            question,
            way_out: ["make the values different".into(), WayOut::NotUnique].into(),
            loss: None,
        });
    }
    draft.summary.push(change);
}

/// Both servers take an index of words for one that serves a foreign key, and drop for it the one
/// that they made for the key: MySQL then refuses (error 1553), MariaDB breaks the key. An index
/// that was asked for stays, so it is asked for.
fn keep_what_words_would_replace(
    draft: &mut Draft,
    diff: &TableDiff,
    actual: &LiveTable,
    words: &IndexDef,
) {
    let def = &actual.def;
    let goes = |index: &IndexDef| {
        diff.changes.iter().any(|change| match change {
            Change::DropIndex(gone) | Change::ReplaceIndex { from: gone, .. } => {
                gone.name == index.name
            }
            _ => false,
        })
    };
    for key in def.foreign_keys.iter().filter(|key| leads_with(&words.parts, &key.columns)) {
        let mut serving = def.indexes.iter().filter(|index| serves(index, &key.columns));
        if let (Some(only), None) = (serving.next(), serving.next())
            && only.kind == IndexKind::Plain
            && !leads_with(&def.primary_key, &key.columns)
            && !goes(only)
            && !draft.clauses.contains(&Clause::DropIndex(only.name.clone()))
        {
            draft.summary.push(format!("`{}` keeps the foreign key indexed", only.name));
            draft.clauses.push(Clause::DropIndex(only.name.clone()));
            draft.clauses.push(Clause::AddIndex(only.clone()));
        }
    }
}

/// Plans an index in the place of another of the same name.
pub(super) fn replace_index(
    draft: &mut Draft,
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    from: &IndexDef,
    to: &IndexDef,
) {
    let change = format!("replace index `{}`", from.name);
    let way_out = || [WayOut::OtherIndexName, "drop the old one by hand".into()];
    if from.is_unique() && !keeps_unique(from, to) && !ctx.is_exact() {
        draft.blocked.push(Refusal::new(
            &diff.table,
            change.clone(),
            "what the index there keeps unique would no longer be",
            way_out(),
        ));
    }
    let kept = primary_key::resulting_indexes(diff, actual);
    let resulting_key = diff.new_primary_key().unwrap_or(&actual.def.primary_key);
    let own = actual.def.foreign_keys.iter().map(|key| (&key.name, &key.columns));
    let incoming =
        ctx.live.references_to(&diff.table).map(|(_, key)| (&key.name, &key.parent_columns));
    for (name, columns) in own.chain(incoming) {
        if !ctx.is_exact() && serves(from, columns) && !is_indexed(resulting_key, &kept, columns) {
            draft.blocked.push(Refusal::new(
                &diff.table,
                change.clone(),
                format!("foreign key `{name}` needs the index that is there"),
                way_out(),
            ));
        }
    }
    if !is_unseen(from, to) {
        draft.clauses.push(Clause::DropIndex(from.name.clone()));
    }
    let before = draft.summary.len();
    add_index(draft, diff, actual, to);
    draft.summary.truncate(before);
    draft.summary.push(change);
}

/// Whether MySQL takes the two for one: an ALTER that drops the first and adds the second then
/// does nothing. (It looks at the columns, and not at the parser of their words.)
pub(super) fn is_unseen(from: &IndexDef, to: &IndexDef) -> bool {
    from.kind == IndexKind::Fulltext && same_index(from, to)
}

/// Whether what the first index keeps unique is so under the second.
fn keeps_unique(from: &IndexDef, to: &IndexDef) -> bool {
    to.is_unique()
        && to
            .parts
            .iter()
            .all(|part| part.column_name().is_some_and(|name| has_column(&from.parts, name)))
}
