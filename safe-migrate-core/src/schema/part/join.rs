//! The lists of a struct and of the parts it flattens -> the lists of its table, in `const`
//! evaluation.

use std::mem::{forget, replace};

use super::copy;
use super::made::MadeName;
use crate::schema::declare::broken_column;
use crate::schema::text::{as_slice, as_str};
use crate::schema::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexKind, IndexPart, List, Model,
    ReferentialAction, TableDef, TableName, TableOptions, Text,
};

/// The fields that are columns: (Rust name, column name).
type Fields = &'static [(&'static str, &'static str)];

/// A field whose columns a struct takes over.
#[derive(Debug, Clone, Copy)]
pub struct Flattened {
    /// How many of the struct's own columns are before it.
    pub at: usize,
    /// Its name.
    pub field: &'static str,
    /// What it brings.
    pub columns: &'static TableDef,
}

/// The names that the table gives to what has none of its own.
#[derive(Debug)]
pub struct MadeNames<const INDEXES: usize, const KEYS: usize, const CHECKS: usize> {
    indexes: [MadeName; INDEXES],
    foreign_keys: [MadeName; KEYS],
    checks: [MadeName; CHECKS],
}

/// The lists of a table.
#[derive(Debug)]
pub struct Joined<
    const COLUMNS: usize,
    const INDEXES: usize,
    const KEYS: usize,
    const CHECKS: usize,
> {
    /// The columns, in the order of the fields.
    pub columns: [ColumnDef; COLUMNS],
    /// The struct's own indexes, and those of its parts.
    pub indexes: [IndexDef; INDEXES],
    /// The struct's own foreign keys, and those of its parts.
    pub foreign_keys: [ForeignKeyDef; KEYS],
    /// The struct's own checks, and those of its parts.
    pub checks: [CheckDef; CHECKS],
}

// The struct itself is one more part: its lists come first, but for columns.

const fn part<'a>(own: &'a TableDef, parts: &'a [Flattened], at: usize) -> &'a TableDef {
    if at == 0 { own } else { parts[at - 1].columns }
}

/// How many indexes there are.
#[must_use]
pub const fn index_count(own: &TableDef, parts: &[Flattened]) -> usize {
    let (mut count, mut i) = (0, 0);
    while i <= parts.len() {
        count += as_slice(&part(own, parts, i).indexes).len();
        i += 1;
    }
    count
}

/// How many foreign keys there are.
#[must_use]
pub const fn foreign_key_count(own: &TableDef, parts: &[Flattened]) -> usize {
    let (mut count, mut i) = (0, 0);
    while i <= parts.len() {
        count += as_slice(&part(own, parts, i).foreign_keys).len();
        i += 1;
    }
    count
}

/// How many checks there are.
#[must_use]
pub const fn check_count(own: &TableDef, parts: &[Flattened]) -> usize {
    let (mut count, mut i) = (0, 0);
    while i <= parts.len() {
        count += as_slice(&part(own, parts, i).checks).len();
        i += 1;
    }
    count
}

/// The fields that are columns. Apart from the rest, so that two models may refer to each other.
#[must_use]
pub const fn fields<const N: usize>(
    own: Fields,
    parts: &[(usize, Fields)],
) -> [(&'static str, &'static str); N] {
    let mut all = [("", ""); N];
    let (mut own_at, mut part, mut i) = (0, 0, 0);
    while i < N {
        if part < parts.len() && parts[part].0 == own_at {
            let mut j = 0;
            while j < parts[part].1.len() {
                all[i] = parts[part].1[j];
                (i, j) = (i + 1, j + 1);
            }
            part += 1;
        } else {
            all[i] = own[own_at];
            (i, own_at) = (i + 1, own_at + 1);
        }
    }
    all
}

/// The models that foreign keys refer to.
#[must_use]
pub const fn parents<const N: usize>(lists: &[&[fn() -> Model]]) -> [fn() -> Model; N] {
    let mut all = [nobody as fn() -> Model; N];
    let (mut list, mut i) = (0, 0);
    while list < lists.len() {
        let mut j = 0;
        while j < lists[list].len() {
            all[i] = lists[list][j];
            (i, j) = (i + 1, j + 1);
        }
        list += 1;
    }
    all
}

/// The primary key: whoever has one. (That only one has is a rule of `validate`.)
#[must_use]
pub const fn primary_key(
    own: &'static TableDef,
    parts: &'static [Flattened],
) -> &'static [IndexPart] {
    let mut i = 0;
    while i < parts.len() {
        let key = as_slice(&part(own, parts, i).primary_key);
        if !key.is_empty() {
            return key;
        }
        i += 1;
    }
    as_slice(&part(own, parts, parts.len()).primary_key)
}

/// The columns of a struct that has a mistake: their names alone.
#[must_use]
pub const fn broken_columns<const N: usize>(fields: Fields) -> [ColumnDef; N] {
    let mut columns = [NO_COLUMN; N];
    let mut i = 0;
    while i < N {
        forget(replace(&mut columns[i], broken_column(fields[i].1)));
        i += 1;
    }
    columns
}

impl<const INDEXES: usize, const KEYS: usize, const CHECKS: usize>
    MadeNames<INDEXES, KEYS, CHECKS>
{
    /// The names, in a table of this name. A part has none, and makes no names.
    #[must_use]
    pub const fn of(table: &str, own: &TableDef, parts: &[Flattened]) -> Self {
        let mut names = Self {
            indexes: [MadeName::EMPTY; INDEXES],
            foreign_keys: [MadeName::EMPTY; KEYS],
            checks: [MadeName::EMPTY; CHECKS],
        };
        if table.is_empty() {
            return names;
        }
        let (mut index_at, mut key_at, mut check_at, mut i) = (0, 0, 0, 0);
        while i <= parts.len() {
            let part = part(own, parts, i);
            let (indexes, keys) = (as_slice(&part.indexes), as_slice(&part.foreign_keys));
            let mut j = 0;
            while j < indexes.len() {
                names.indexes[index_at] = index_name(table, &indexes[j]);
                (index_at, j) = (index_at + 1, j + 1);
            }
            j = 0;
            while j < keys.len() {
                names.foreign_keys[key_at] = foreign_key_name(table, &keys[j]);
                (key_at, j) = (key_at + 1, j + 1);
            }
            j = 0;
            while j < as_slice(&part.checks).len() {
                if i > 0 {
                    names.checks[check_at] = check_name(table, parts[i - 1].field, j + 1);
                }
                (check_at, j) = (check_at + 1, j + 1);
            }
            i += 1;
        }
        names
    }
}

const fn index_name(table: &str, index: &IndexDef) -> MadeName {
    let prefix = match index.kind {
        IndexKind::Plain | IndexKind::Other(_) => "idx",
        IndexKind::Unique => "uq",
        IndexKind::Fulltext => "ft",
        IndexKind::Spatial => "sp",
    };
    let mut name = MadeName::EMPTY.with(prefix).with("_").with(table);
    let parts = as_slice(&index.parts);
    let mut i = 0;
    while i < parts.len() {
        if let Some(column) = parts[i].column_name() {
            name = name.with("_").with(column);
        }
        i += 1;
    }
    name.finished()
}

const fn foreign_key_name(table: &str, key: &ForeignKeyDef) -> MadeName {
    let mut name = MadeName::EMPTY.with("fk_").with(table);
    let columns = as_slice(&key.columns);
    let mut i = 0;
    while i < columns.len() {
        name = name.with("_").with(as_str(&columns[i]));
        i += 1;
    }
    name.finished()
}

/// With the field, so that a check more in the struct gives no other name to this one.
const fn check_name(table: &str, field: &str, number: usize) -> MadeName {
    let name = MadeName::EMPTY.with("ck_").with(table).with("_").with(field).with("_");
    name.with_number(number).finished()
}

/// The name that is given, else the one that is made.
const fn name(given: &'static Text, made: &'static MadeName) -> &'static str {
    let given = as_str(given);
    if given.is_empty() { made.as_str() } else { given }
}

impl<const COLUMNS: usize, const INDEXES: usize, const KEYS: usize, const CHECKS: usize>
    Joined<COLUMNS, INDEXES, KEYS, CHECKS>
{
    /// The lists of a struct and its parts.
    #[must_use]
    pub const fn of(
        own: &'static TableDef,
        parts: &'static [Flattened],
        names: &'static MadeNames<INDEXES, KEYS, CHECKS>,
    ) -> Self {
        let mut all = Self {
            columns: [NO_COLUMN; COLUMNS],
            indexes: [NO_INDEX; INDEXES],
            foreign_keys: [NO_FOREIGN_KEY; KEYS],
            checks: [NO_CHECK; CHECKS],
        };
        all.put_columns(as_slice(&own.columns), parts);
        let (mut index_at, mut key_at, mut check_at, mut i) = (0, 0, 0, 0);
        while i <= parts.len() {
            let part = part(own, parts, i);
            let (indexes, keys) = (as_slice(&part.indexes), as_slice(&part.foreign_keys));
            let checks = as_slice(&part.checks);
            let mut j = 0;
            while j < indexes.len() {
                let name = name(&indexes[j].name, &names.indexes[index_at]);
                forget(replace(&mut all.indexes[index_at], copy::index(&indexes[j], name)));
                (index_at, j) = (index_at + 1, j + 1);
            }
            j = 0;
            while j < keys.len() {
                let name = name(&keys[j].name, &names.foreign_keys[key_at]);
                forget(replace(&mut all.foreign_keys[key_at], copy::foreign_key(&keys[j], name)));
                (key_at, j) = (key_at + 1, j + 1);
            }
            j = 0;
            while j < checks.len() {
                let name = name(&checks[j].name, &names.checks[check_at]);
                forget(replace(&mut all.checks[check_at], copy::check(&checks[j], name)));
                (check_at, j) = (check_at + 1, j + 1);
            }
            i += 1;
        }
        all
    }

    const fn put_columns(&mut self, own: &'static [ColumnDef], parts: &'static [Flattened]) {
        let (mut own_at, mut part, mut i) = (0, 0, 0);
        while i < COLUMNS {
            if part < parts.len() && parts[part].at == own_at {
                let columns = as_slice(&parts[part].columns.columns);
                let mut j = 0;
                while j < columns.len() {
                    forget(replace(&mut self.columns[i], copy::column(&columns[j])));
                    (i, j) = (i + 1, j + 1);
                }
                part += 1;
            } else {
                forget(replace(&mut self.columns[i], copy::column(&own[own_at])));
                (i, own_at) = (i + 1, own_at + 1);
            }
        }
    }
}

// An array needs elements before it gets its own.

fn nobody() -> Model {
    Model { table: NO_TABLE, parents: &[] }
}

const NO_TABLE: &TableDef = &TableDef {
    database: None,
    name: Text::Borrowed(""),
    renamed_from: None,
    columns: List::Borrowed(&[]),
    primary_key: List::Borrowed(&[]),
    indexes: List::Borrowed(&[]),
    foreign_keys: List::Borrowed(&[]),
    checks: List::Borrowed(&[]),
    options: TableOptions::NONE,
};

const NO_COLUMN: ColumnDef = broken_column("");

const NO_INDEX: IndexDef = IndexDef {
    name: Text::Borrowed(""),
    kind: IndexKind::Plain,
    parts: List::Borrowed(&[]),
    invisible: false,
    comment: None,
    options: None,
};

const NO_FOREIGN_KEY: ForeignKeyDef = ForeignKeyDef {
    name: Text::Borrowed(""),
    columns: List::Borrowed(&[]),
    parent: TableName { database: None, table: Text::Borrowed("") },
    parent_columns: List::Borrowed(&[]),
    on_delete: ReferentialAction::Restrict,
    on_update: ReferentialAction::Restrict,
};

const NO_CHECK: CheckDef =
    CheckDef { name: Text::Borrowed(""), expression: Text::Borrowed(""), enforced: true };
