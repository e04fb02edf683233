//! Tables, sequences, and the schema of them.

use safe_schema::testing::Kind;

use super::key::parts;
use super::{Charset, Check, Column, ForeignKey, Index, Part, name, quoted};

/// A schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Schema {
    pub(crate) tables: Vec<Table>,
    /// MariaDB only.
    pub(crate) sequences: Vec<Sequence>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) primary_key: Vec<Part>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    pub(crate) checks: Vec<Check>,
    pub(crate) charset: Charset,
    /// `ROW_FORMAT=COMPACT`, `STATS_PERSISTENT=1` and the like.
    pub(crate) options: Vec<String>,
    pub(crate) comment: String,
    pub(crate) partitions: Option<Partitions>,
    /// MariaDB only.
    pub(crate) versioned: bool,
}

/// How rows are partitioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Partitions {
    /// The column of all unique keys that decides.
    pub(crate) column: String,
    /// The SQL, with `{}` where the column goes.
    pub(crate) sql: String,
}

/// A sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sequence {
    pub(crate) name: String,
    /// What stands behind the name.
    pub(crate) sql: String,
}

impl Table {
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The character set that the column has.
    pub(crate) fn charset_of(&self, column: &Column) -> Charset {
        column.charset.unwrap_or(self.charset)
    }

    /// The statement that makes it, without its foreign keys.
    fn sql(&self, kind: Kind) -> String {
        let mut lines: Vec<String> = self.columns.iter().map(|column| column.sql(kind)).collect();
        if !self.primary_key.is_empty() {
            lines.push(format!("PRIMARY KEY ({})", parts(&self.primary_key)));
        }
        lines.extend(self.indexes.iter().map(|index| index.sql(kind)));
        lines.extend(self.checks.iter().map(Check::sql));
        let mut sql = format!(
            "CREATE TABLE {} (\n  {}\n) ENGINE=InnoDB DEFAULT CHARSET={} COLLATE={}",
            name(&self.name),
            lines.join(",\n  "),
            self.charset.set,
            self.charset.collation,
        );
        for option in &self.options {
            sql += &format!(" {option}");
        }
        if !self.comment.is_empty() {
            sql += &format!(" COMMENT={}", quoted(&self.comment));
        }
        if self.versioned {
            sql += " WITH SYSTEM VERSIONING";
        }
        if let Some(partitions) = &self.partitions {
            sql += &format!("\n{}", partitions.sql.replace("{}", &name(&partitions.column)));
        }
        sql
    }
}

impl Schema {
    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The statements that make it: sequences, tables, foreign keys.
    pub(crate) fn sql(&self, kind: Kind) -> Vec<String> {
        let sequences = self
            .sequences
            .iter()
            .map(|sequence| format!("CREATE SEQUENCE {} {}", name(&sequence.name), sequence.sql));
        let tables = self.tables.iter().map(|table| table.sql(kind));
        let keys = self.tables.iter().filter(|table| !table.foreign_keys.is_empty()).map(|table| {
            let keys: Vec<String> =
                table.foreign_keys.iter().map(|key| format!("ADD {}", key.sql())).collect();
            format!("ALTER TABLE {}\n  {}", name(&table.name), keys.join(",\n  "))
        });
        sequences.chain(tables).chain(keys).collect()
    }
}
