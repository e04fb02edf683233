//! What the server itself shows: definitions and rows, before and after.

use std::collections::BTreeMap;

use super::{Database, Rows};

/// The rows of a table, in the columns it had when the picture was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    columns: Vec<String>,
    rows: Rows,
}

impl Database {
    /// SHOW CREATE TABLE.
    pub(crate) async fn show_create(&self, table: &str) -> String {
        let rows = self.rows(&format!("SHOW CREATE TABLE {table}")).await;
        rows[0][1].clone().unwrap()
    }

    /// The tables and views of the scenario's databases, quoted; not the engine's journal.
    pub(crate) async fn tables(&self, kind: &str) -> Vec<String> {
        let mut tables = Vec::new();
        for database in std::iter::once(self.name.as_str()).chain(self.others.iter().copied()) {
            let names = self
                .rows(&format!(
                    "SELECT TABLE_NAME FROM information_schema.TABLES \
                     WHERE TABLE_SCHEMA = '{database}' AND TABLE_TYPE LIKE '{kind}' \
                       AND TABLE_NAME <> '_safe_schema_journal' ORDER BY 1"
                ))
                .await;
            let quoted = |name: Option<String>| format!("`{database}`.`{}`", name.unwrap());
            tables.extend(names.into_iter().flatten().map(quoted));
        }
        tables
    }

    /// The definition of everything there is.
    pub(crate) async fn definitions(&self) -> BTreeMap<String, String> {
        let mut definitions = BTreeMap::new();
        for table in self.tables("%").await {
            let definition = self.show_create(&table).await;
            definitions.insert(table, definition);
        }
        definitions
    }

    /// The rows of every table.
    pub(crate) async fn pictures(&self) -> BTreeMap<String, Picture> {
        let mut pictures = BTreeMap::new();
        for table in self.tables("BASE TABLE").await {
            let columns: Vec<String> = self
                .rows(&format!("SHOW COLUMNS FROM {table} WHERE Extra NOT LIKE '%INVISIBLE%'"))
                .await
                .into_iter()
                .map(|row| row[0].clone().unwrap())
                .collect();
            let rows = self.picture_of(&table, &columns).await;
            pictures.insert(table, Picture { columns, rows });
        }
        pictures
    }

    /// Panics unless the rows of the pictures are still there, all of them and no others.
    pub(crate) async fn assert_rows(&self, pictures: &BTreeMap<String, Picture>) {
        for (table, before) in pictures {
            let after = self.picture_of(table, &before.columns).await;
            assert_eq!(before.rows, after, "rows of {table}, columns {:?}", before.columns);
        }
    }

    async fn picture_of(&self, table: &str, columns: &[String]) -> Rows {
        let columns: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
        let mut rows = self.rows(&format!("SELECT {} FROM {table}", columns.join(", "))).await;
        rows.sort();
        rows
    }

    /// The primary key's columns, in order, as the server tells.
    pub(crate) async fn primary_key(&self, table: &str) -> Vec<String> {
        self.index(table, "PRIMARY").await
    }

    /// An index's columns, in order, as the server tells; empty is no such index.
    pub(crate) async fn index(&self, table: &str, index: &str) -> Vec<String> {
        let rows = self
            .rows(&format!(
                "SELECT COLUMN_NAME FROM information_schema.STATISTICS \
                 WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' \
                   AND INDEX_NAME = '{index}' ORDER BY SEQ_IN_INDEX"
            ))
            .await;
        rows.into_iter().flatten().flatten().collect()
    }

    /// A column as the server tells: type, nullable, default, extra, comment.
    pub(crate) async fn column(&self, table: &str, column: &str) -> Option<Column> {
        let rows = self
            .rows(&format!(
                "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, \
                   COLUMN_COMMENT \
                 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() \
                   AND TABLE_NAME = '{table}' AND COLUMN_NAME = '{column}'"
            ))
            .await;
        let row = rows.into_iter().next()?;
        let text = |at: usize| row[at].clone().unwrap_or_default();
        Some(Column {
            name: text(0),
            // MariaDB shows a width that MySQL does not: `int(11)`.
            ty: without_width(&text(1)),
            nullable: text(2) == "YES",
            default: row[3].clone().filter(|default| !(self.is_mariadb() && default == "NULL")),
            extra: text(4),
            comment: text(5),
        })
    }
}

/// A column as the server tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) ty: String,
    pub(crate) nullable: bool,
    pub(crate) default: Option<String>,
    pub(crate) extra: String,
    pub(crate) comment: String,
}

fn without_width(ty: &str) -> String {
    match (ty.find("int("), ty.find(')')) {
        (Some(open), Some(close)) if !ty.starts_with("tinyint(1)") => {
            format!("{}{}", &ty[..open + 3], &ty[close + 1..])
        }
        _ => ty.to_owned(),
    }
}
