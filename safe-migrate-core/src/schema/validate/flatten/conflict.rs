//! What there is already, and a part brings once more: a primary key, a column, a name.

use super::Parts;
use crate::schema::text::{as_slice, as_str};
use crate::schema::validate::{Message, Place};
use crate::schema::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, List, TableDef, Text, eq_ignore_case,
};

pub(super) const fn second_primary_key(
    about: Place<'_>,
    parts: Parts<'_>,
    which: usize,
) -> Option<Message> {
    if !parts.has_primary_key(which) {
        return None;
    }
    if parts.no_primary_key {
        return Some(about.text("it brings a primary key; remove that, or `no_primary_key`"));
    }
    let mut is_second = !as_slice(&parts.own.primary_key).is_empty();
    let mut i = 0;
    while i < which {
        is_second |= parts.has_primary_key(i);
        i += 1;
    }
    if !is_second {
        return None;
    }
    Some(about.text(
        "it brings a primary key, and there is one already; keep one, as a table has one \
         (Error 1068: Multiple primary key defined)",
    ))
}

pub(super) const fn conflict(
    about: Place<'_>,
    ours: &ColumnDef,
    other: &ColumnDef,
) -> Option<Message> {
    let (name, other_name) = (as_str(&ours.name), as_str(&other.name));
    if eq_ignore_case(name, other_name) {
        return Some(
            about
                .text("it brings the column ")
                .code(name)
                .text(", and there is ")
                .code(other_name)
                .text(" already; give one of them another `column = \"..\"`"),
        );
    }
    if ours.auto_increment && other.auto_increment {
        return Some(
            about
                .text("it brings ")
                .code(name)
                .text(", and a table has one `auto_increment` column, which is ")
                .code(other_name)
                .text("; remove one"),
        );
    }
    if is(&ours.renamed_from, other_name) {
        return Some(renamed_from_a_column(about, name, other_name));
    }
    if is(&other.renamed_from, name) {
        return Some(renamed_from_a_column(about, other_name, name));
    }
    if let Some(old) = &ours.renamed_from
        && is(&other.renamed_from, as_str(old))
    {
        return Some(
            about
                .code(name)
                .text(" and ")
                .code(other_name)
                .text(" are both renamed from ")
                .code(as_str(old))
                .text("; one column can't become two"),
        );
    }
    None
}

const fn is(old: &Option<Text>, name: &str) -> bool {
    match old {
        Some(old) => eq_ignore_case(as_str(old), name),
        None => false,
    }
}

const fn renamed_from_a_column(about: Place<'_>, new: &str, old: &str) -> Message {
    about.code(old).text(" is a column too, so ").code(new).text(" was not renamed from it")
}

/// The name of an index or a constraint that is given on both sides. (Those that are made differ,
/// as their columns do.)
pub(super) const fn name_conflict(
    about: Place<'_>,
    parts: Parts<'_>,
    which: usize,
) -> Option<Message> {
    let ours = parts.flattened[which].columns;
    let mut i = 0;
    while i <= which {
        let other = if i == which { parts.own } else { parts.flattened[i].columns };
        let (what, name) = if let Some(name) = same_index(&ours.indexes, &other.indexes) {
            ("index ", name)
        } else if let Some(name) = same_constraint(ours, other) {
            ("constraint ", name)
        } else {
            i += 1;
            continue;
        };
        return Some(
            about
                .text("it brings the ")
                .text(what)
                .code(name)
                .text(", and there is one already; give one of them another `name = \"..\"`"),
        );
    }
    None
}

const fn same_index<'a>(ours: &'a List<IndexDef>, others: &List<IndexDef>) -> Option<&'a str> {
    let (ours, others) = (as_slice(ours), as_slice(others));
    let mut i = 0;
    while i < ours.len() {
        let mut j = 0;
        while j < others.len() {
            if same(&ours[i].name, &others[j].name) {
                return Some(as_str(&ours[i].name));
            }
            j += 1;
        }
        i += 1;
    }
    None
}

const fn same_constraint<'a>(ours: &'a TableDef, others: &TableDef) -> Option<&'a str> {
    let (keys, checks) = (as_slice(&ours.foreign_keys), as_slice(&ours.checks));
    let mut i = 0;
    while i < keys.len() + checks.len() {
        let name = constraint(keys, checks, i);
        let (keys, checks) = (as_slice(&others.foreign_keys), as_slice(&others.checks));
        let mut j = 0;
        while j < keys.len() + checks.len() {
            if same(name, constraint(keys, checks, j)) {
                return Some(as_str(name));
            }
            j += 1;
        }
        i += 1;
    }
    None
}

const fn constraint<'a>(keys: &'a [ForeignKeyDef], checks: &'a [CheckDef], at: usize) -> &'a Text {
    if at < keys.len() { &keys[at].name } else { &checks[at - keys.len()].name }
}

const fn same(a: &Text, b: &Text) -> bool {
    !as_str(a).is_empty() && eq_ignore_case(as_str(a), as_str(b))
}
