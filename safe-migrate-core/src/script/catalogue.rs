//! Objects -> conditions in SQL that ask the catalogue for them.

use crate::ddl::{Dialect, one_line_literal as literal};
use crate::schema::{
    CheckDef, ForeignKeyDef, IndexDef, IndexKind, IndexPart, IndexTarget, ReferentialAction,
    TableName,
};
use crate::server::{Flavour, ServerInfo, Version};

/// The catalogue of the server that the plan was made for.
#[derive(Clone, Copy)]
pub(super) struct Catalogue<'a> {
    pub(super) server: &'a ServerInfo,
}

impl Catalogue<'_> {
    pub(super) fn is_mariadb(self) -> bool {
        self.server.flavour == Flavour::MariaDb
    }

    fn database(self, table: &TableName) -> String {
        literal(table.database.as_deref().unwrap_or(&self.server.database))
    }

    /// A table's name; by `IN`, as MariaDB opens every table for a condition on an expression.
    fn name(self, name: &str) -> String {
        let lower = name.to_lowercase();
        if self.server.table_names_ignore_case && lower != name {
            format!("IN ({}, {})", literal(name), literal(&lower))
        } else {
            format!("= {}", literal(name))
        }
    }

    fn rows(self, of: &str, table: &TableName, conditions: &[String]) -> String {
        let mut sql = format!(
            "FROM information_schema.{of} WHERE TABLE_SCHEMA = {} AND TABLE_NAME {}",
            self.database(table),
            self.name(&table.table)
        );
        for condition in conditions {
            sql.push_str(" AND ");
            sql.push_str(condition);
        }
        sql
    }

    /// The table is there, and is so.
    pub(super) fn table(self, table: &TableName, facts: &[String]) -> String {
        format!("EXISTS (SELECT 1 {})", self.rows("TABLES", table, facts))
    }

    /// The column is there, and is so.
    pub(super) fn column(self, table: &TableName, column: &str, facts: &[String]) -> String {
        let mut conditions = vec![format!("COLUMN_NAME = {}", literal(column))];
        conditions.extend_from_slice(facts);
        format!("EXISTS (SELECT 1 {})", self.rows("COLUMNS", table, &conditions))
    }

    /// The table has exactly these columns, each of which is so.
    pub(super) fn columns(self, table: &TableName, columns: &[(&str, Vec<String>)]) -> String {
        let each: Vec<String> = columns
            .iter()
            .map(|(name, facts)| {
                let name = format!("COLUMN_NAME = {}", literal(name));
                let all: Vec<&str> =
                    std::iter::once(&*name).chain(facts.iter().map(String::as_str)).collect();
                all.join(" AND ")
            })
            .collect();
        let one_of = vec![format!("({})", each.join(" OR "))];
        // A key that MySQL made by itself is no column of the plan.
        let own = vec!["COLUMN_NAME <> 'my_row_id'".to_owned()];
        let count = columns.len();
        format!(
            "(SELECT COUNT(*) {}) = {count} AND (SELECT COUNT(*) {}) <= {count}",
            self.rows("COLUMNS", table, &one_of),
            self.rows("COLUMNS", table, &own),
        )
    }

    /// The columns stand in this order.
    pub(super) fn order<'n>(
        self,
        table: &TableName,
        names: impl Iterator<Item = &'n str>,
    ) -> String {
        let names: Vec<&str> = names.collect();
        format!(
            "(SELECT GROUP_CONCAT(COLUMN_NAME ORDER BY ORDINAL_POSITION) {}) <=> {}",
            self.rows("COLUMNS", table, &[]),
            literal(&names.join(","))
        )
    }

    /// An index of the name is there.
    pub(super) fn any_index(self, table: &TableName, name: &str) -> String {
        let named = vec![format!("INDEX_NAME = {}", literal(name))];
        format!("EXISTS (SELECT 1 {})", self.rows("STATISTICS", table, &named))
    }

    /// The index of the name is there, and the optimiser sees it or not.
    pub(super) fn index_is(self, table: &TableName, name: &str, is_visible: bool) -> String {
        let named = vec![format!("INDEX_NAME = {}", literal(name)), self.visible(is_visible)];
        format!("EXISTS (SELECT 1 {})", self.rows("STATISTICS", table, &named))
    }

    /// The index is there, over these parts. (What an expression says is not asked.)
    pub(super) fn index(self, table: &TableName, index: &IndexDef, facts: &[String]) -> String {
        let kind = match &index.kind {
            IndexKind::Plain => "NON_UNIQUE = 1 AND INDEX_TYPE NOT IN ('FULLTEXT', 'SPATIAL')",
            IndexKind::Unique => "NON_UNIQUE = 0",
            IndexKind::Fulltext => "INDEX_TYPE = 'FULLTEXT'",
            IndexKind::Spatial => "INDEX_TYPE = 'SPATIAL'",
            IndexKind::Other(kind) => &format!("INDEX_TYPE = {}", literal(kind)),
        };
        let has_prefixes = match &index.kind {
            IndexKind::Plain | IndexKind::Unique | IndexKind::Other(_) => true,
            // The catalogue says 32 for every part of a spatial index.
            IndexKind::Fulltext | IndexKind::Spatial => false,
        };
        let mut conditions = vec![kind.to_owned()];
        conditions.extend_from_slice(facts);
        self.parts(table, &index.name, &index.parts, has_prefixes, &conditions)
    }

    /// The primary key is this one.
    pub(super) fn primary_key(self, table: &TableName, parts: &[IndexPart]) -> String {
        self.parts(table, "PRIMARY", parts, true, &[])
    }

    fn parts(
        self,
        table: &TableName,
        name: &str,
        parts: &[IndexPart],
        has_prefixes: bool,
        conditions: &[String],
    ) -> String {
        // MariaDB before 10.8 forgets that a part is descending.
        let has_order = !self.is_mariadb() || self.server.version >= Version::new(10, 8, 0);
        let mut columns = vec!["COALESCE(COLUMN_NAME, '()')"];
        columns.extend(has_prefixes.then_some("SUB_PART"));
        columns.extend((has_prefixes && has_order).then_some("IF(COLLATION = 'D', 'D', NULL)"));
        let wanted: Vec<String> = parts
            .iter()
            .map(|part| {
                let mut text = match &part.target {
                    IndexTarget::Column(name) => name.to_string(),
                    IndexTarget::Expression(_) => "()".to_owned(),
                };
                if let Some(prefix) = part.prefix.filter(|_| has_prefixes) {
                    text.push_str(&format!(":{prefix}"));
                }
                if part.descending && has_prefixes && has_order {
                    text.push_str(":D");
                }
                text
            })
            .collect();
        let mut all = vec![format!("INDEX_NAME = {}", literal(name))];
        all.extend_from_slice(conditions);
        format!(
            "(SELECT GROUP_CONCAT(CONCAT_WS(':', {}) ORDER BY SEQ_IN_INDEX) {}) <=> {}",
            columns.join(", "),
            self.rows("STATISTICS", table, &all),
            literal(&wanted.join(","))
        )
    }

    /// A foreign key of the name is there.
    pub(super) fn any_foreign_key(self, table: &TableName, name: &str) -> String {
        format!(
            "EXISTS (SELECT 1 FROM information_schema.REFERENTIAL_CONSTRAINTS \
             WHERE CONSTRAINT_SCHEMA = {} AND TABLE_NAME {} AND CONSTRAINT_NAME = {})",
            self.database(table),
            self.name(&table.table),
            literal(name)
        )
    }

    /// The foreign key is there, and is this one.
    pub(super) fn foreign_key(self, table: &TableName, key: &ForeignKeyDef) -> String {
        let rule = |action| match action {
            ReferentialAction::Restrict => "IN ('RESTRICT', 'NO ACTION')",
            ReferentialAction::Cascade => "= 'CASCADE'",
            ReferentialAction::SetNull => "= 'SET NULL'",
            ReferentialAction::SetDefault => "= 'SET DEFAULT'",
        };
        let pairs: Vec<String> = key
            .columns
            .iter()
            .zip(key.parent_columns.iter())
            .map(|(own, other)| format!("{own}:{other}"))
            .collect();
        let named = vec![
            format!("CONSTRAINT_NAME = {}", literal(&key.name)),
            format!("REFERENCED_TABLE_NAME {}", self.name(&key.parent.table)),
        ];
        format!(
            "EXISTS (SELECT 1 FROM information_schema.REFERENTIAL_CONSTRAINTS \
             WHERE CONSTRAINT_SCHEMA = {} AND TABLE_NAME {} AND CONSTRAINT_NAME = {} \
             AND DELETE_RULE {} AND UPDATE_RULE {}) \
             AND (SELECT GROUP_CONCAT(CONCAT(COLUMN_NAME, ':', REFERENCED_COLUMN_NAME) \
             ORDER BY ORDINAL_POSITION) {}) <=> {}",
            self.database(table),
            self.name(&table.table),
            literal(&key.name),
            rule(key.on_delete),
            rule(key.on_update),
            self.rows("KEY_COLUMN_USAGE", table, &named),
            literal(&pairs.join(","))
        )
    }

    /// The check is there, with this said of its clause (`CHECK_CLAUSE`).
    pub(super) fn check(self, table: &TableName, name: &str, facts: &[String]) -> String {
        let mut conditions = vec![format!("CONSTRAINT_NAME = {}", literal(name))];
        conditions.extend_from_slice(facts);
        if self.is_mariadb() {
            return format!(
                "EXISTS (SELECT 1 FROM information_schema.CHECK_CONSTRAINTS \
                 WHERE CONSTRAINT_SCHEMA = {} AND TABLE_NAME {} AND {})",
                self.database(table),
                self.name(&table.table),
                conditions.join(" AND ")
            );
        }
        format!(
            "EXISTS (SELECT 1 FROM information_schema.TABLE_CONSTRAINTS \
             JOIN information_schema.CHECK_CONSTRAINTS USING (CONSTRAINT_SCHEMA, CONSTRAINT_NAME) \
             WHERE TABLE_SCHEMA = {} AND TABLE_NAME {} AND CONSTRAINT_TYPE = 'CHECK' AND {})",
            self.database(table),
            self.name(&table.table),
            conditions.join(" AND ")
        )
    }

    /// The sequence (MariaDB), which can be read as a table, is so.
    pub(super) fn sequence(self, sequence: &TableName, facts: &[String]) -> String {
        let dialect = Dialect { database: Some(&self.server.database) };
        format!("EXISTS (SELECT 1 FROM {} WHERE {})", dialect.table(sequence), facts.join(" AND "))
    }

    /// What the server says of the check's being enforced. MariaDB enforces every one.
    pub(super) fn enforced(self, check: &CheckDef) -> Option<String> {
        let word = if check.enforced { "YES" } else { "NO" };
        (!self.is_mariadb()).then(|| format!("ENFORCED = '{word}'"))
    }

    /// What the server says of the index's being seen by the optimiser.
    pub(super) fn visible(self, is_visible: bool) -> String {
        let word = |yes| if yes { "YES" } else { "NO" };
        if self.is_mariadb() {
            format!("IGNORED = '{}'", word(!is_visible))
        } else {
            format!("IS_VISIBLE = '{}'", word(is_visible))
        }
    }
}

/// The text is this one, to the byte.
pub(super) fn same(column: &str, text: &str) -> String {
    format!("CAST({column} AS BINARY) = CAST({} AS BINARY)", literal(text))
}

/// Not this; what is NULL is not.
pub(super) fn not(condition: &str) -> String {
    format!("NOT COALESCE({condition}, FALSE)")
}
