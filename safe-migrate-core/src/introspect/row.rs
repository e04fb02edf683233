//! Rows of the catalogue, column by column, as the packet asks for them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::error::Error;
use crate::schema::{CheckDef, TableName, Text};
use crate::server::Flavour;
use crate::server::packet::Cells;

use super::column::{ColumnRow, unescape};
use super::key::{ForeignKeyRow, IndexRow, Rules, action};

/// A row of the catalogue, by column number.
#[derive(Clone, Copy)]
pub(super) struct Row<'a>(pub(super) Cells<'a>);

impl<'a> Row<'a> {
    /// The text where it lies; nothing where it is NULL.
    pub(super) fn word(&self, column: usize) -> Cow<'a, str> {
        self.0.get(column).unwrap_or_default()
    }

    pub(super) fn text(&self, column: usize) -> String {
        self.word(column).into_owned()
    }

    pub(super) fn optional(&self, column: usize) -> Option<Cow<'a, str>> {
        self.0.get(column)
    }

    pub(super) fn number<N: std::str::FromStr + Default>(&self, column: usize) -> N {
        self.0.get(column).and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    pub(super) fn is(&self, column: usize, value: &str) -> bool {
        self.0.get(column).as_deref() == Some(value)
    }
}

/// A text of the model. The same few names stand in most rows: those are not made anew each time.
pub(super) fn text(word: &str) -> Text {
    const COMMON: [&str; 12] = [
        "",
        "PRIMARY",
        "InnoDB",
        "Dynamic",
        "BTREE",
        "utf8mb4",
        "utf8mb4_0900_ai_ci",
        "utf8mb4_general_ci",
        "utf8mb4_unicode_ci",
        "utf8mb4_uca1400_ai_ci",
        "utf8mb4_bin",
        "BASE TABLE",
    ];
    match COMMON.iter().find(|common| **common == word) {
        Some(common) => Text::Borrowed(common),
        None => Text::Owned(word.to_owned()),
    }
}

/// What was read of each table, in the order in which it came.
pub(super) struct ByTable<T> {
    tables: BTreeMap<String, Vec<T>>,
    /// The table of the last row and what was read of it: rows of one table mostly come together.
    last: Option<(String, Vec<T>)>,
}

impl<T> ByTable<T> {
    pub(super) const fn new() -> Self {
        Self { tables: BTreeMap::new(), last: None }
    }

    pub(super) fn add(&mut self, table: Cow<'_, str>, item: T) {
        if let Some((name, items)) = &mut self.last
            && *name == *table
        {
            items.push(item);
            return;
        }
        // Most tables have about as many columns as their neighbours.
        let expected = self.last.as_ref().map_or(0, |(_, items)| items.len());
        self.put_away();
        let mut items = Vec::with_capacity(expected);
        items.push(item);
        self.last = Some((table.into_owned(), items));
    }

    /// What was read of the table, once.
    pub(super) fn take(&mut self, table: &str) -> Vec<T> {
        self.put_away();
        self.tables.remove(table).unwrap_or_default()
    }

    fn put_away(&mut self) {
        if let Some((name, items)) = self.last.take() {
            match self.tables.entry(name) {
                Entry::Vacant(place) => drop(place.insert(items)),
                Entry::Occupied(mut place) => place.get_mut().extend(items),
            }
        }
    }
}

/// A row of TABLES.
pub(super) struct TableRow {
    pub(super) name: String,
    pub(super) kind: Text,
    /// None where the table can't be opened: its comment says why.
    pub(super) engine: Option<Text>,
    pub(super) row_format: Option<Text>,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) collation: Text,
    pub(super) options: Text,
    pub(super) comment: Text,
}

pub(super) fn table_row(row: Row<'_>) -> TableRow {
    TableRow {
        name: row.text(0),
        kind: text(&row.word(1)),
        engine: row.optional(2).map(|engine| text(&engine)),
        row_format: row.optional(3).map(|format| text(&format)),
        rows: row.number(4),
        bytes: row.number(5),
        collation: text(&row.word(6)),
        options: text(&row.word(7)),
        comment: text(&row.word(8)),
    }
}

pub(super) fn column_row(row: Row<'_>) -> ColumnRow<'_> {
    ColumnRow {
        name: row.word(1),
        position: row.number(2),
        default: row.optional(3),
        nullable: row.is(4, "YES"),
        ty: row.word(5),
        charset: row.optional(6),
        collation: row.optional(7),
        extra: row.word(8),
        comment: row.word(9),
        generation: row.word(10),
        srs: row.optional(11),
    }
}

pub(super) fn index_row(row: Row<'_>) -> IndexRow {
    IndexRow {
        name: text(&row.word(1)),
        position: row.number(2),
        unique: row.is(3, "0"),
        column: row.optional(4).map(|column| text(&column)),
        descending: row.is(5, "D"),
        prefix: row.optional(6).and_then(|text| text.parse().ok()),
        kind: text(&row.word(7)),
        comment: text(&row.word(8)),
        invisible: row.is(9, "1"),
        expression: row.optional(10).map(Cow::into_owned),
    }
}

/// A check, and whether it stands inline in its column.
pub(super) fn check_row(row: Row<'_>, flavour: Flavour) -> (CheckDef, bool) {
    let check = CheckDef {
        name: row.text(1).into(),
        expression: match flavour {
            Flavour::MySql => unescape(&row.word(2)).into(),
            Flavour::MariaDb => row.text(2).into(),
        },
        enforced: row.is(3, "YES"),
    };
    (check, row.is(4, "Column"))
}

pub(super) fn table_name(home: Option<&str>, table: String) -> TableName {
    TableName { database: home.map(|home| Text::Owned(home.to_owned())), table: table.into() }
}

pub(super) fn foreign_key_row(row: Row<'_>, home: Option<&str>, connected: &str) -> ForeignKeyRow {
    let parent = row.word(4);
    ForeignKeyRow {
        name: row.text(0),
        child: table_name(home, row.text(1)),
        position: row.number(2),
        column: row.text(3),
        parent: table_name(Some(&*parent).filter(|database| *database != connected), row.text(5)),
        parent_column: row.text(6),
    }
}

/// The rules of one foreign key, by its table and name.
pub(super) fn rules_row(
    row: Row<'_>,
    home: Option<&str>,
) -> Result<((String, String), Rules), Error> {
    let rule = |column: usize| {
        action(&row.word(column)).ok_or_else(|| Error::Unreadable {
            table: table_name(home, row.text(0)),
            why: format!("its foreign key has the rule {:?}", row.word(column)),
        })
    };
    let rules = Rules {
        on_delete: rule(2)?,
        on_update: rule(3)?,
        parent_has_key: row.optional(4).is_some(),
    };
    Ok(((row.text(0), row.text(1)), rules))
}
