//! Rows of the catalogue, column by column, as the packet asks for them.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::schema::{CheckDef, TableName, Text};
use crate::server::Flavour;
use crate::server::packet::Rows;

use super::column::{ColumnRow, unescape};
use super::key::{ForeignKeyRow, IndexRow, Rules, action};

/// A row of the catalogue, by column number.
pub(super) struct Row(pub(super) Vec<Option<String>>);

impl Row {
    pub(super) fn text(&self, column: usize) -> String {
        self.optional(column).unwrap_or_default()
    }

    pub(super) fn optional(&self, column: usize) -> Option<String> {
        self.0.get(column).cloned().flatten()
    }

    pub(super) fn number<N: std::str::FromStr + Default>(&self, column: usize) -> N {
        self.0
            .get(column)
            .and_then(Option::as_deref)
            .and_then(|text| text.parse().ok())
            .unwrap_or_default()
    }

    pub(super) fn is(&self, column: usize, value: &str) -> bool {
        self.0.get(column).and_then(Option::as_deref) == Some(value)
    }
}

pub(super) fn group<T>(rows: Rows, read: impl Fn(&Row) -> T) -> BTreeMap<String, Vec<T>> {
    let mut groups: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for row in rows {
        let row = Row(row);
        groups.entry(row.text(0)).or_default().push(read(&row));
    }
    groups
}

pub(super) fn column_row(row: &Row) -> ColumnRow {
    ColumnRow {
        name: row.text(1),
        position: row.number(2),
        default: row.optional(3),
        nullable: row.is(4, "YES"),
        ty: row.text(5),
        charset: row.optional(6),
        collation: row.optional(7),
        extra: row.text(8),
        comment: row.text(9),
        generation: row.text(10),
        srs: row.optional(11),
    }
}

pub(super) fn index_row(row: &Row) -> IndexRow {
    IndexRow {
        name: row.text(1),
        position: row.number(2),
        unique: row.is(3, "0"),
        column: row.optional(4),
        descending: row.is(5, "D"),
        prefix: row.optional(6).and_then(|text| text.parse().ok()),
        kind: row.text(7),
        comment: row.text(8),
        invisible: row.is(9, "1"),
        expression: row.optional(10),
    }
}

/// A check, and whether it stands inline in its column.
pub(super) fn check_row(row: &Row, flavour: Flavour) -> (CheckDef, bool) {
    let check = CheckDef {
        name: row.text(1).into(),
        expression: match flavour {
            Flavour::MySql => unescape(&row.text(2)).into(),
            Flavour::MariaDb => row.text(2).into(),
        },
        enforced: row.is(3, "YES"),
    };
    (check, row.is(4, "Column"))
}

pub(super) fn table_name(home: Option<&str>, table: String) -> TableName {
    TableName { database: home.map(|home| Text::Owned(home.to_owned())), table: table.into() }
}

pub(super) fn foreign_key_rows(
    rows: Rows,
    home: Option<&str>,
    connected: &str,
) -> Vec<ForeignKeyRow> {
    rows.into_iter()
        .map(|row| {
            let row = Row(row);
            ForeignKeyRow {
                name: row.text(0),
                child: table_name(home, row.text(1)),
                position: row.number(2),
                column: row.text(3),
                parent: table_name(
                    Some(row.text(4)).as_deref().filter(|database| *database != connected),
                    row.text(5),
                ),
                parent_column: row.text(6),
            }
        })
        .collect()
}

pub(super) fn rules_by_name(
    rows: Rows,
    home: Option<&str>,
) -> Result<BTreeMap<(String, String), Rules>, Error> {
    rows.into_iter()
        .map(|row| {
            let row = Row(row);
            let rule = |column: usize| {
                action(&row.text(column)).ok_or_else(|| Error::Unreadable {
                    table: table_name(home, row.text(0)),
                    why: format!("its foreign key has the rule {:?}", row.text(column)),
                })
            };
            let id = (row.text(0), row.text(1));
            let rules = Rules {
                on_delete: rule(2)?,
                on_update: rule(3)?,
                parent_has_key: row.optional(4).is_some(),
            };
            Ok((id, rules))
        })
        .collect()
}
