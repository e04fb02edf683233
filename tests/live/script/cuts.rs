//! Scripts that are run twice, and that are cut after every statement: the schema is always the
//! same in the end, and nothing fails.

use std::collections::BTreeMap;

use safe_schema::diff::{Desired, Extent};
use safe_schema::plan::Plan;
use safe_schema::{Policy, Schema, inspect};

use super::client::prefixes;
use crate::support::{Database, both};

/// Makes a database like the first, plans it, and puts the script through everything. `desired`
/// gives the schema for a database of that name.
pub(crate) async fn survives(
    db: &Database,
    before: &str,
    desired: impl Fn(&Database) -> Schema,
    has_same_rows: bool,
) -> Plan {
    let fresh = |scenario: &'static str| async move {
        let db = Database::new(db.kind, scenario).await.unwrap();
        db.sql("ALTER DATABASE CHARACTER SET utf8mb4").await;
        if !before.is_empty() {
            db.sql(before).await;
        }
        let rows = db.pictures().await;
        (db, rows)
    };
    // What the engine makes of it itself.
    let (engine, _) = fresh("by-the-engine").await;
    let report = desired(&engine).without_journal().migrate(&engine.root).await;
    report.unwrap_or_else(|error| panic!("{error}"));
    let wanted = shown(&engine).await;

    let is_there = async |db: &Database, rows: &BTreeMap<_, _>, script: &str| {
        assert_eq!(shown(db).await, wanted, "{script}");
        let plan = desired(db).plan(&db.root).await.unwrap();
        assert!(plan.is_empty(), "{plan}\n{script}");
        if has_same_rows {
            db.assert_rows(rows).await;
        }
    };

    let (twice, rows) = fresh("twice").await;
    let plan = desired(&twice).plan(&twice.root).await.unwrap();
    let script = plan.to_script().unwrap_or_else(|error| panic!("{error}\n{plan}"));
    assert!(!plan.is_empty());
    twice.runs(&script, true);
    is_there(&twice, &rows, &script).await;
    let created = altered_at(&twice).await;
    for _ in 0..2 {
        twice.runs(&script, true);
        is_there(&twice, &rows, &script).await;
    }
    assert_eq!(created, altered_at(&twice).await, "it was not passed over:\n{script}");

    // Each cut leaves what the next run finds.
    let (cut, rows) = fresh("cut").await;
    let script = desired(&cut).plan(&cut.root).await.unwrap().to_script().unwrap();
    let all = prefixes(&script);
    for prefix in &all[..all.len() - 1] {
        cut.runs(prefix, false);
    }
    is_there(&cut, &rows, &script).await;

    // From between two steps to the end.
    for step in 0..plan.steps.len() {
        let (db, rows) = fresh("resumed").await;
        let script = desired(&db).plan(&db.root).await.unwrap().to_script().unwrap();
        let from = script.find(&format!("-- step {} of ", step + 1)).unwrap();
        db.runs(&script[..from], false);
        db.runs(&script, true);
        is_there(&db, &rows, &script).await;
    }
    plan
}

/// What the server shows of each table, by names without the database.
async fn shown(db: &Database) -> BTreeMap<String, String> {
    let definitions = db.definitions().await.into_iter();
    definitions.map(|(table, sql)| (table.split_once('.').unwrap().1.to_owned(), sql)).collect()
}

/// The numbers of InnoDB's tables: another one where a table was rebuilt.
async fn altered_at(db: &Database) -> crate::support::Rows {
    let of = if db.is_mariadb() { "INNODB_SYS_TABLES" } else { "INNODB_TABLES" };
    let query = format!(
        "SELECT NAME, TABLE_ID FROM information_schema.{of} WHERE NAME LIKE '{}/%' ORDER BY 1",
        db.name.replace('-', "@002d")
    );
    let rows = db.rows(&query).await;
    assert!(!rows.is_empty());
    rows
}

/// The same as a database that the second statements make.
pub(crate) async fn becomes(db: &Database, before: &str, after: &str, has_same_rows: bool) -> Plan {
    let other = Database::new(db.kind, "wanted").await.unwrap();
    other.sql("ALTER DATABASE CHARACTER SET utf8mb4").await;
    other.sql(after).await;
    let live = inspect(&other.root).await.unwrap();
    let desired = |db: &Database| {
        Schema::like(Desired::like(&live, Extent::Exact))
            .with_policy(Policy::new().accept_data_loss_in(db.name.clone()))
    };
    survives(db, before, desired, has_same_rows).await
}

both! {
    everything_that_is_new,
    columns,
    primary_keys,
    indexes_and_checks,
    foreign_keys,
    a_foreign_key_beside_what_is_dropped,
    foreign_keys_are_away_for_a_while,
    options_and_partitions,
    what_is_dropped,
}

/// With a cycle of foreign keys.
async fn everything_that_is_new(db: Database) {
    let plan = becomes(
        &db,
        "",
        "CREATE TABLE a (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, b INT UNSIGNED, \
           name VARCHAR(70) NOT NULL DEFAULT 'it''s', at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6)); \
         CREATE TABLE b (id INT UNSIGNED PRIMARY KEY, a BIGINT UNSIGNED, j JSON, e ENUM('x','y''z'), \
           flag TINYINT(1), f DOUBLE, d DECIMAL(9,2), y YEAR, t TIME(3), bin BINARY(16), tx LONGTEXT, \
           g INT GENERATED ALWAYS AS (id * 2) STORED, KEY ka (a), \
           CONSTRAINT to_a FOREIGN KEY (a) REFERENCES a (id) ON DELETE SET NULL); \
         ALTER TABLE a ADD CONSTRAINT to_b FOREIGN KEY (b) REFERENCES b (id)",
        true,
    )
    .await;
    assert_eq!(plan.steps.len(), 3, "{plan}");
}

async fn columns(db: Database) {
    becomes(
        &db,
        "CREATE TABLE t (id INT PRIMARY KEY, wider INT, longer VARCHAR(10) DEFAULT 'a', word VARCHAR(9), \
           nothing INT, something INT NOT NULL, said VARCHAR(9) COMMENT 'old', \
           latin VARCHAR(9) CHARACTER SET latin1, kind ENUM('a','b'), made INT GENERATED ALWAYS AS (id + 1) VIRTUAL, \
           changed DATETIME DEFAULT CURRENT_TIMESTAMP, shown INT, number INT DEFAULT 5, at DATETIME, \
           bytes VARBINARY(16) NOT NULL, smile VARCHAR(9) DEFAULT '?'); \
         INSERT INTO t (id, wider, longer, word, nothing, something, said, latin, kind, shown, at, bytes) \
           VALUES (1, 2, 'b', 'c', 3, 4, 'd', 'é', 'a', 5, '2020-01-01', 'b'), (2, NULL, '', '', 0, 0, '', '', 'b', 0, NULL, '')",
        "CREATE TABLE t (id INT PRIMARY KEY, wider BIGINT, longer VARCHAR(300) DEFAULT 'b', word VARCHAR(9) NOT NULL, \
           nothing INT NOT NULL, something INT, said VARCHAR(9) COMMENT 'it''s \\\\ new\n😀', \
           latin VARCHAR(9) CHARACTER SET utf8mb4, kind ENUM('a','b','c\\\\'), made INT GENERATED ALWAYS AS (id + 2) VIRTUAL, \
           changed DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, shown INT INVISIBLE, \
           number INT DEFAULT (1 + 2), at DATETIME(6), \
           bytes VARBINARY(16) NOT NULL DEFAULT x'610062', smile VARCHAR(9) DEFAULT '😀', new_one VARCHAR(20) NOT NULL DEFAULT 'x', another INT)",
        false,
    )
    .await;
}

async fn primary_keys(db: Database) {
    let table = |columns: &str| {
        format!("CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, c VARCHAR(9){columns})")
    };
    let rows = "INSERT INTO t (a, b) VALUES (1, 1), (2, 1)";
    for (from, to) in [
        ("", ", PRIMARY KEY (a)"),
        (", PRIMARY KEY (a)", ", PRIMARY KEY (a, b)"),
        (", PRIMARY KEY (a, b)", ", PRIMARY KEY (b, a)"),
        (", PRIMARY KEY (b, a)", ", PRIMARY KEY (a), UNIQUE KEY u (b, a)"),
        (", PRIMARY KEY (a)", ""),
        (", PRIMARY KEY (a)", ", id BIGINT NOT NULL AUTO_INCREMENT, PRIMARY KEY (id)"),
    ] {
        let before = format!("{}; {rows}", table(from));
        let plan = becomes(&db, &before, &table(to), true).await;
        assert!(!plan.steps.is_empty());
    }
    becomes(
        &db,
        "CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, code CHAR(3) NOT NULL); \
         INSERT INTO t VALUES (1, 'a'), (2, 'b')",
        "CREATE TABLE t (id BIGINT NOT NULL AUTO_INCREMENT, code CHAR(3) NOT NULL, \
           PRIMARY KEY (code), KEY numbers (id))",
        true,
    )
    .await;
}

async fn indexes_and_checks(db: Database) {
    becomes(
        &db,
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(100), c VARCHAR(20), w TEXT, \
           KEY goes (a), KEY other (a, b), KEY prefix (b(10)), KEY hides (c), KEY said (c, a) COMMENT 'x', \
           CONSTRAINT gone CHECK (a > 1), CONSTRAINT changed CHECK (a > 2)); \
         INSERT INTO t VALUES (1, 7, 'x', 'y', 'z w')",
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(100), c VARCHAR(20), w TEXT, \
           UNIQUE KEY other (b, a DESC), KEY prefix (b(20)), KEY said (c, a) COMMENT 'y', \
           KEY hides (c) /*!80000 INVISIBLE *//*M!100600 IGNORED */, FULLTEXT KEY words (w), \
           CONSTRAINT changed CHECK (a > 3 and c <> 'it''s \\\\'), CONSTRAINT came CHECK (b like 'x%'))",
        true,
    )
    .await;
    // And back: from expressions as the server spells them.
    becomes(
        &db,
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, c VARCHAR(9), \
           CONSTRAINT changed CHECK (a > 3 and c <> 'it''s')); INSERT INTO t VALUES (1, 7, 'y')",
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, c VARCHAR(9), CONSTRAINT changed CHECK (a between 3 and 9))",
        true,
    )
    .await;
}

async fn foreign_keys(db: Database) {
    let parents = "CREATE TABLE p (id INT PRIMARY KEY, code INT NOT NULL, UNIQUE KEY u (code)); \
         CREATE TABLE q (id INT PRIMARY KEY); ";
    becomes(
        &db,
        &format!(
            "{parents} CREATE TABLE c (id INT PRIMARY KEY, p INT, q INT, r INT, KEY kp (p), KEY kq (q), KEY kr (r), \
               CONSTRAINT goes FOREIGN KEY (p) REFERENCES p (id), \
               CONSTRAINT other FOREIGN KEY (q) REFERENCES q (id)); \
             INSERT INTO p VALUES (1, 1); INSERT INTO q VALUES (1); INSERT INTO c VALUES (1, 1, 1, 1)"
        ),
        &format!(
            "{parents} CREATE TABLE c (id INT PRIMARY KEY, p INT, q INT, r INT, KEY kp (p), KEY kq (q), KEY kr (r), \
               CONSTRAINT other FOREIGN KEY (q) REFERENCES q (id) ON DELETE CASCADE, \
               CONSTRAINT came FOREIGN KEY (r) REFERENCES p (code) ON UPDATE CASCADE ON DELETE SET NULL)"
        ),
        true,
    )
    .await;
}

/// The rows are asked when columns that the question was made with have gone.
async fn a_foreign_key_beside_what_is_dropped(db: Database) {
    becomes(
        &db,
        "CREATE TABLE p (id VARCHAR(9) PRIMARY KEY); \
         CREATE TABLE c (id INT PRIMARY KEY, gone INT, p VARCHAR(20), old INT, \
           made INT GENERATED ALWAYS AS (gone + 1) VIRTUAL, KEY kp (p)); \
         INSERT INTO p VALUES ('x'); INSERT INTO c (id, gone, p) VALUES (1, 2, 'x')",
        "CREATE TABLE p (id VARCHAR(9) PRIMARY KEY); \
         CREATE TABLE c (id INT PRIMARY KEY, p VARCHAR(9), more INT DEFAULT 3, KEY kp (p), \
           CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id))",
        false,
    )
    .await;
}

/// The key looks alike before and after; what happens between tells.
async fn foreign_keys_are_away_for_a_while(db: Database) {
    let tables = |ty: &str, rows: &str| {
        format!(
            "CREATE TABLE p (id {ty} PRIMARY KEY); \
             CREATE TABLE c (id INT PRIMARY KEY, p {ty}, KEY kp (p), \
               CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id)); {rows}"
        )
    };
    let rows = "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)";
    let plan = becomes(&db, &tables("INT", rows), &tables("BIGINT", ""), true).await;
    assert!(plan.steps.len() >= 4, "{plan}");
}

async fn options_and_partitions(db: Database) {
    becomes(
        &db,
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(9) CHARACTER SET utf8mb4) DEFAULT CHARSET=latin1 COMMENT 'old' \
           PARTITION BY HASH (id) PARTITIONS 2; INSERT INTO t VALUES (1, 2, 'é')",
        "CREATE TABLE t (id INT PRIMARY KEY, a BIGINT, b VARCHAR(9)) DEFAULT CHARSET=utf8mb4 COMMENT 'it''s \"new\"' STATS_PERSISTENT=1 ROW_FORMAT=COMPRESSED \
           PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
        true,
    )
    .await;
    becomes(
        &db,
        "CREATE TABLE t (a INT, b INT) COMMENT 'x'",
        "CREATE TABLE t (b INT, c INT, a INT) PARTITION BY HASH (a) PARTITIONS 2",
        true,
    )
    .await;
}

async fn what_is_dropped(db: Database) {
    becomes(
        &db,
        "CREATE TABLE gone (id INT PRIMARY KEY); \
         CREATE TABLE t (id INT PRIMARY KEY, gone INT, stays INT, KEY k (gone), \
           CONSTRAINT f FOREIGN KEY (gone) REFERENCES gone (id)); \
         CREATE TABLE gone_too (id INT PRIMARY KEY, t INT, CONSTRAINT g FOREIGN KEY (t) REFERENCES t (id)); \
         INSERT INTO gone VALUES (1); INSERT INTO t VALUES (1, 1, 7); INSERT INTO gone_too VALUES (1, 1)",
        "CREATE TABLE t (id INT PRIMARY KEY, stays SMALLINT)",
        false,
    )
    .await;
}
