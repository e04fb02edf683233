//! What must hold after every repair of a key: the rows, the keys as the server writes them,
//! foreign keys that work, no moment without a key, and nothing to do the second time.

use safe_schema::Schema;

use crate::support::Database;

/// A foreign key that is tried out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joint {
    /// An INSERT of a row whose parent is not there.
    pub(super) orphan: &'static str,
    /// An INSERT of a row whose parent is there.
    pub(super) valid: &'static str,
    /// A DELETE of a parent that has rows.
    pub(super) parent: &'static str,
}

/// What is expected of a repair.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    /// The lines of SHOW CREATE TABLE that are keys, of each table.
    pub(super) keys: &'a [(&'a str, &'a [&'a str])],
    /// The foreign keys.
    pub(super) joints: &'a [Joint],
}

impl Database {
    /// Migrates, and checks all of it. The statements that changed definitions.
    pub(super) async fn repair(&self, schema: &Schema, expected: &Expected<'_>) -> Vec<String> {
        let before = self.pictures().await;
        let (pool, user) = self.pool().await;
        let report = schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
        assert!(!report.is_unchanged(), "nothing was repaired");
        self.assert_rows(&before).await;
        let ddl: Vec<String> =
            self.statements(&user).await.ddl().into_iter().map(str::to_owned).collect();
        for sql in &ddl {
            let drops = sql.contains("DROP PRIMARY KEY") || sql.contains("DROP COLUMN `my_row_id`");
            assert!(!drops || sql.contains("ADD PRIMARY KEY"), "a moment without a key: {sql}");
        }
        self.assert_keys(expected.keys).await;
        self.second_run(schema).await;
        self.assert_joints(expected.joints).await;
        ddl
    }

    /// The keys of the tables, as the server writes them.
    pub(super) async fn assert_keys(&self, keys: &[(&str, &[&str])]) {
        for (table, expected) in keys {
            assert_eq!(self.key_lines(table).await, *expected, "keys of {table}");
        }
    }

    /// The lines of SHOW CREATE TABLE that are keys.
    async fn key_lines(&self, table: &str) -> Vec<String> {
        let definition = self.show_create(&format!("`{table}`")).await;
        let lines = definition.lines().map(|line| line.trim().trim_end_matches(','));
        let words = ["PRIMARY KEY", "UNIQUE KEY", "KEY", "FULLTEXT KEY", "CONSTRAINT"];
        lines
            .filter(|line| words.iter().any(|word| line.starts_with(word)))
            .map(str::to_owned)
            .collect()
    }

    /// Every foreign key works, in every direction.
    pub(super) async fn assert_joints(&self, joints: &[Joint]) {
        for joint in joints {
            let orphan = self.try_sql(joint.orphan).await;
            assert_eq!(orphan.expect_err(joint.orphan).code, 1452, "{}", joint.orphan);
            self.try_sql(joint.valid).await.expect(joint.valid);
            let parent = self.try_sql(joint.parent).await;
            assert_eq!(parent.expect_err(joint.parent).code, 1451, "{}", joint.parent);
        }
        if self.is_mariadb() {
            // It shows a broken foreign key only so.
            let broken = self
                .rows(
                    "SELECT CONSTRAINT_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS \
                     WHERE (UNIQUE_CONSTRAINT_SCHEMA = DATABASE() OR CONSTRAINT_SCHEMA = DATABASE()) \
                       AND UNIQUE_CONSTRAINT_NAME IS NULL",
                )
                .await;
            assert!(broken.is_empty(), "broken: {broken:?}");
        }
    }
}
