//! Rules for columns that a struct takes over from others: nothing twice, and nothing that this
//! table has no room for. What concerns the columns alone is refused where they are declared.

mod conflict;
mod count;

use super::{Facts, Message, Place};
use crate::schema::part::Flattened;
use crate::schema::text::{as_slice, as_str};
use crate::schema::{IndexDef, IndexKind, IndexPart, TableDef, eq_ignore_case};
use conflict::{conflict, name_conflict, second_primary_key};
use count::key_count;

/// What InnoDB allows.
const MAX_COLUMNS: usize = 1017;
/// What the servers allow (error 1069).
const MAX_KEYS: usize = 64;
/// What InnoDB allows in one key.
const MAX_PARTS: usize = 16;

/// Where what a part brings stands in the lists of the whole: from, to.
#[derive(Clone, Copy)]
struct Range {
    from: usize,
    to: usize,
}

/// How a struct is made up: what is its own, and what it takes over.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Parts<'a> {
    /// Its own.
    pub own: &'a TableDef,
    /// The others.
    pub flattened: &'a [Flattened],
    /// Whether it says that there is no primary key.
    pub no_primary_key: bool,
}

impl Parts<'_> {
    /// The columns that a part brings.
    const fn columns(self, which: usize) -> Range {
        let (mut from, mut i) = (self.flattened[which].at, 0);
        while i < which {
            from += as_slice(&self.flattened[i].columns.columns).len();
            i += 1;
        }
        Range { from, to: from + as_slice(&self.flattened[which].columns.columns).len() }
    }

    const fn indexes(self, which: usize) -> Range {
        let (mut from, mut i) = (as_slice(&self.own.indexes).len(), 0);
        while i < which {
            from += as_slice(&self.flattened[i].columns.indexes).len();
            i += 1;
        }
        Range { from, to: from + as_slice(&self.flattened[which].columns.indexes).len() }
    }

    const fn has_primary_key(self, which: usize) -> bool {
        !as_slice(&self.flattened[which].columns.primary_key).is_empty()
    }

    /// Whether a column is one of a later part: a conflict of two parts is told at the later one.
    const fn is_later(self, which: usize, column: usize) -> bool {
        let mut i = which + 1;
        while i < self.flattened.len() {
            let range = self.columns(i);
            if column >= range.from && column < range.to {
                return true;
            }
            i += 1;
        }
        false
    }
}

#[doc(hidden)]
impl Facts {
    /// What one field brings fits what there is already.
    #[must_use]
    pub const fn flattened(self, parts: Parts<'_>, which: usize) -> Option<Message> {
        let about = Place::of_field(self.owner, parts.flattened[which].field);
        if let Some(problem) = second_primary_key(about, parts, which) {
            return Some(problem);
        }
        if let Some(problem) = self.column_conflict(about, parts, which) {
            return Some(problem);
        }
        if let Some(problem) = name_conflict(about, parts, which) {
            return Some(problem);
        }
        if parts.has_primary_key(which) {
            let key = as_slice(&self.table.primary_key);
            if let Some(problem) = self.taken_key(key, "the primary key", "") {
                return Some(problem);
            }
        }
        let (indexes, range) = (as_slice(&self.table.indexes), parts.indexes(which));
        let mut i = range.from;
        while i < range.to {
            if let Some(problem) = self.taken_index(&indexes[i], i) {
                return Some(problem);
            }
            i += 1;
        }
        None
    }

    /// A column, its number or its former name is there already.
    const fn column_conflict(
        self,
        about: Place<'_>,
        parts: Parts<'_>,
        which: usize,
    ) -> Option<Message> {
        let (columns, range) = (as_slice(&self.table.columns), parts.columns(which));
        let mut ours = range.from;
        while ours < range.to {
            let mut other = 0;
            while other < columns.len() {
                let is_other = other < range.from || other >= range.to;
                if is_other
                    && !parts.is_later(which, other)
                    && let Some(problem) = conflict(about, &columns[ours], &columns[other])
                {
                    return Some(problem);
                }
                other += 1;
            }
            ours += 1;
        }
        None
    }

    const fn taken_index(self, index: &IndexDef, at: usize) -> Option<Message> {
        match index.kind {
            IndexKind::Plain | IndexKind::Unique => {
                let parts = as_slice(&index.parts);
                if let Some(problem) = self.taken_key(parts, "index ", as_str(&index.name)) {
                    return Some(problem);
                }
            }
            IndexKind::Fulltext | IndexKind::Spatial | IndexKind::Other(_) => {}
        }
        if index.invisible && index.is_unique() { self.invisible_index(at) } else { None }
    }

    /// A key that fits where it is declared may be too long for this table's character set or row
    /// format.
    const fn taken_key(self, parts: &[IndexPart], what: &str, name: &str) -> Option<Message> {
        let mut columns = [0; MAX_PARTS];
        let mut i = 0;
        while i < parts.len() && i < MAX_PARTS {
            let Some(column) = parts[i].column_name() else { return None };
            let Some(position) = self.position_of_column(column) else { return None };
            if let Some(problem) = self.row_format_problem(&parts[i], position) {
                return Some(problem);
            }
            columns[i] = position;
            i += 1;
        }
        self.length_problem(what, name, parts, columns.split_at(i).0)
    }

    const fn position_of_column(self, column: &str) -> Option<usize> {
        let mut i = 0;
        while i < self.fields.len() {
            if eq_ignore_case(self.fields[i].1, column) {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    /// All together make a table: a primary key, not too much of anything, something to be seen.
    #[must_use]
    pub const fn joined(self, no_primary_key: bool) -> Option<Message> {
        let columns = as_slice(&self.table.columns);
        let about = Message::about(self.owner);
        let mut visible = false;
        let mut i = 0;
        while i < columns.len() {
            // Whoever declares it has a mistake, and what it declares is not known.
            if columns[i].is_broken() {
                return None;
            }
            visible |= !columns[i].invisible;
            i += 1;
        }
        if columns.len() > MAX_COLUMNS {
            let about = about.text("with those of its `flatten` fields it has ");
            let about = about.number(columns.len() as u64).text(" columns, and a table at most ");
            return Some(about.number(MAX_COLUMNS as u64));
        }
        if as_slice(&self.table.primary_key).is_empty() && !no_primary_key {
            return Some(about.text(
                "it has no primary key; mark a field with `#[safe_schema(primary_key)]`, here or \
                 in a struct that it flattens, or write `no_primary_key` on the struct",
            ));
        }
        let keys = key_count(self.table);
        if keys > MAX_KEYS {
            let about = about.text("with those of its `flatten` fields it has ");
            let about = about.number(keys as u64).text(" keys, and a table at most ");
            let about = about.number(MAX_KEYS as u64).text(": the primary key counts, and so ");
            return Some(about.text("does the index that each foreign key has"));
        }
        if !visible && !columns.is_empty() {
            return Some(about.text("a table needs a column that is not `invisible`"));
        }
        None
    }
}
