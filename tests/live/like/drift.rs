//! Every single attribute: a table that differs in it alone is found to differ in it alone, named
//! so, brought to the other, and then equal.

use safe_schema::inspect;

use crate::support::{Database, both};

use super::objects::{definitions, exactly};

both! { every_attribute_that_drifts_is_found_and_named }

/// What `t` is like, what it shall be like, and how the difference is told. Where a line begins
/// with a table, `t` is created as the line says; otherwise these are its columns.
type Row = (&'static str, &'static str, &'static str);

const BOTH: &[Row] = &[
    // Types.
    ("a INT", "a BIGINT", "column `a` differs in type"),
    ("a INT", "a INT UNSIGNED", "column `a` differs in type"),
    ("a INT(4) ZEROFILL", "a INT(5) ZEROFILL", "column `a` differs in type"),
    ("a DECIMAL(8,2)", "a DECIMAL(8,3)", "column `a` differs in type"),
    ("a DECIMAL(8,2)", "a DECIMAL(9,2)", "column `a` differs in type"),
    ("a DOUBLE", "a DOUBLE UNSIGNED", "column `a` differs in type"),
    ("a FLOAT(7,3)", "a FLOAT(7,4)", "column `a` differs in type"),
    ("a BIT(5)", "a BIT(6)", "column `a` differs in type"),
    ("a CHAR(5)", "a CHAR(6)", "column `a` differs in type"),
    ("a CHAR(5)", "a VARCHAR(5)", "column `a` differs in type"),
    ("a VARCHAR(255)", "a VARCHAR(256)", "column `a` differs in type"),
    ("a TEXT", "a MEDIUMTEXT", "column `a` differs in type"),
    ("a BINARY(5)", "a VARBINARY(5)", "column `a` differs in type"),
    ("a BLOB", "a LONGBLOB", "column `a` differs in type"),
    ("a DATETIME", "a DATETIME(3)", "column `a` differs in type"),
    ("a DATETIME(3)", "a TIMESTAMP(3) NULL", "column `a` differs in type"),
    ("a TIME", "a TIME(6)", "column `a` differs in type"),
    ("a ENUM('x','y')", "a ENUM('x','y','z')", "column `a` differs in type"),
    ("a ENUM('x','y')", "a ENUM('y','x')", "column `a` differs in type"),
    ("a SET('x')", "a SET('x','it''s')", "column `a` differs in type"),
    ("a GEOMETRY", "a POINT", "column `a` differs in type"),
    ("a JSON", "a LONGTEXT CHARACTER SET latin1", ""),
    // Attributes of columns.
    ("a INT", "a INT NOT NULL", "column `a` differs in NULL"),
    (
        "a VARCHAR(5)",
        "a VARCHAR(5) CHARACTER SET latin1",
        "column `a` differs in character set, collation",
    ),
    ("a VARCHAR(5)", "a VARCHAR(5) COLLATE utf8mb4_bin", "column `a` differs in collation"),
    ("a INT", "a INT DEFAULT 5", "column `a` differs in default"),
    ("a INT DEFAULT 5", "a INT", "column `a` differs in default"),
    ("a INT DEFAULT 5", "a INT DEFAULT 6", "column `a` differs in default"),
    ("a INT DEFAULT 5", "a INT DEFAULT (2 + 3)", "column `a` differs in default"),
    ("a VARCHAR(9)", "a VARCHAR(9) DEFAULT 'NULL'", "column `a` differs in default"),
    ("a VARCHAR(9)", "a VARCHAR(9) DEFAULT ''", "column `a` differs in default"),
    ("a VARCHAR(9) DEFAULT 'a'", "a VARCHAR(9) DEFAULT 'A'", "column `a` differs in default"),
    ("a VARCHAR(9) DEFAULT 'a'", "a VARCHAR(9) DEFAULT 'a '", "column `a` differs in default"),
    (
        "a VARCHAR(9) DEFAULT 'a''b'",
        r"a VARCHAR(9) DEFAULT 'a\\b'",
        "column `a` differs in default",
    ),
    ("a VARCHAR(9) DEFAULT '😀'", "a VARCHAR(9) DEFAULT '😁'", "column `a` differs in default"),
    (
        "a VARBINARY(5) DEFAULT x'ff00'",
        "a VARBINARY(5) DEFAULT x'ff01'",
        "column `a` differs in default",
    ),
    ("a BIT(5) DEFAULT b'101'", "a BIT(5) DEFAULT b'100'", "column `a` differs in default"),
    ("a DECIMAL(5,2) DEFAULT 1.5", "a DECIMAL(5,2) DEFAULT 1.51", "column `a` differs in default"),
    ("a DATETIME", "a DATETIME DEFAULT CURRENT_TIMESTAMP", "column `a` differs in default"),
    (
        "a DATETIME(3)",
        "a DATETIME(3) ON UPDATE CURRENT_TIMESTAMP(3)",
        "column `a` differs in ON UPDATE",
    ),
    ("a INT", "a INT INVISIBLE", "column `a` differs in visibility"),
    ("a INT INVISIBLE", "a INT", "column `a` differs in visibility"),
    ("a INT", "a INT COMMENT 'it''s\n\"\\\\'", "column `a` differs in comment"),
    ("a INT COMMENT 'a'", "a INT COMMENT 'A'", "column `a` differs in comment"),
    (
        "a INT, KEY (a)",
        "a INT AUTO_INCREMENT, KEY (a)",
        "column `a` differs in NULL, AUTO_INCREMENT",
    ),
    (
        "a INT AS (id + 1) VIRTUAL",
        "a INT AS (id + 2) VIRTUAL",
        "column `a` differs in generated value",
    ),
    (
        "a INT AS (id + 1) VIRTUAL",
        "a INT AS (id + 1) STORED",
        "column `a` differs in generated value",
    ),
    ("a INT AS (id + 1) STORED", "a INT", "column `a` differs in generated value"),
    ("a INT", "A INT", "column `a` differs in name"),
    // Columns.
    ("", "a INT", "column `a` is missing"),
    ("a INT", "", "column `a` is superfluous"),
    ("a INT, b INT", "b INT, a INT", "the columns stand in another order"),
    // Keys.
    ("a INT, KEY k (a)", "a INT", "index `k` is superfluous"),
    ("a INT", "a INT, KEY k (a)", "index `k` is missing"),
    ("a INT, KEY k (a)", "a INT, UNIQUE KEY k (a)", "index `k` differs"),
    ("a TEXT, KEY k (a(5))", "a TEXT, KEY k (a(6))", "index `k` differs"),
    ("a TEXT, KEY k (a(5))", "a TEXT, FULLTEXT KEY k (a)", "index `k` differs"),
    ("a INT, KEY k (a)", "a INT, KEY k (a DESC)", "index `k` differs"),
    ("a INT, KEY k (a, id)", "a INT, KEY k (id, a)", "index `k` differs"),
    ("a INT, KEY k (a)", "a INT, KEY k (a, id)", "index `k` differs"),
    ("a INT, KEY k (a)", "a INT, KEY k (a) COMMENT 'c'", "index `k` differs"),
    ("a POINT NOT NULL", "a POINT NOT NULL, SPATIAL KEY k (a)", "index `k` is missing"),
    (
        "a INT, b INT AS (a + 1) VIRTUAL, KEY k (a)",
        "a INT, b INT AS (a + 1) VIRTUAL, KEY k (b)",
        "index `k` differs",
    ),
    // Foreign keys.
    (
        "a INT, KEY a (a)",
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)",
        "foreign key `f` is missing",
    ),
    (
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)",
        "a INT, KEY a (a)",
        "foreign key `f` is superfluous",
    ),
    (
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)",
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE",
        "foreign key `f` is superfluous; foreign key `f` is missing",
    ),
    (
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)",
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id) ON UPDATE SET NULL",
        "foreign key `f` is superfluous; foreign key `f` is missing",
    ),
    (
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)",
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (other)",
        "foreign key `f` is superfluous; foreign key `f` is missing",
    ),
    (
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)",
        "a INT, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id)",
        "foreign key `f` is superfluous; foreign key `f` is missing",
    ),
    // Checks.
    ("a INT", "a INT, CONSTRAINT c CHECK (a > 1)", "check `c` is missing"),
    ("a INT, CONSTRAINT c CHECK (a > 1)", "a INT", "check `c` is superfluous"),
    ("a INT, CONSTRAINT c CHECK (a > 1)", "a INT, CONSTRAINT c CHECK (a > 2)", "check `c` differs"),
    (
        "a VARCHAR(9), CONSTRAINT c CHECK (a <> 'b')",
        "a VARCHAR(9), CONSTRAINT c CHECK (a <> 'B')",
        "check `c` differs",
    ),
    // Primary keys.
    (
        "CREATE TABLE t (a INT NOT NULL)",
        "CREATE TABLE t (a INT PRIMARY KEY)",
        "the table has no primary key; declared is (a)",
    ),
    (
        "CREATE TABLE t (a INT PRIMARY KEY)",
        "CREATE TABLE t (a INT NOT NULL)",
        "the primary key is superfluous",
    ),
    (
        "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b))",
        "CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a))",
        "the primary key is in the order (a, b); declared is (b, a)",
    ),
    (
        "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a))",
        "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (b))",
        "the primary key is (a); declared is (b)",
    ),
    (
        "CREATE TABLE t (a VARCHAR(9), PRIMARY KEY (a))",
        "CREATE TABLE t (a VARCHAR(9), PRIMARY KEY (a(5)))",
        "the primary key is (a); declared is (a(5))",
    ),
    (
        "CREATE TABLE t (a INT, PRIMARY KEY (a))",
        "CREATE TABLE t (a INT, PRIMARY KEY (a DESC))",
        "the primary key is (a); declared is (a DESC)",
    ),
    (
        "CREATE TABLE t (a INT, PRIMARY KEY (a))",
        "CREATE TABLE t (a INT, PRIMARY KEY (a) COMMENT 'c')",
        "the table differs in options of the primary key",
    ),
    // Tables.
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT) COMMENT 'c'",
        "the comment of the table differs",
    ),
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT) ROW_FORMAT=COMPRESSED",
        "the table differs in row format",
    ),
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT) DEFAULT CHARSET=latin1",
        "the table differs in character set, collation",
    ),
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT) COLLATE=utf8mb4_bin",
        "the table differs in collation",
    ),
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT) STATS_PERSISTENT=1",
        "the table differs in STATS_PERSISTENT",
    ),
    (
        "CREATE TABLE t (a INT) MAX_ROWS=5",
        "CREATE TABLE t (a INT) MAX_ROWS=6",
        "the table differs in MAX_ROWS",
    ),
    (
        "CREATE TABLE t (a INT) MAX_ROWS=5",
        "CREATE TABLE t (a INT)",
        "the table differs in MAX_ROWS",
    ),
    (
        "CREATE TABLE t (a INT) ENGINE=MyISAM",
        "CREATE TABLE t (a INT) ENGINE=InnoDB",
        "the table differs in engine",
    ),
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT) PARTITION BY HASH (a) PARTITIONS 2",
        "the partitions differ",
    ),
    (
        "CREATE TABLE t (a INT) PARTITION BY HASH (a) PARTITIONS 2",
        "CREATE TABLE t (a INT) PARTITION BY HASH (a) PARTITIONS 3",
        "the partitions differ",
    ),
    (
        "CREATE TABLE t (a INT) PARTITION BY HASH (a) PARTITIONS 2",
        "CREATE TABLE t (a INT)",
        "the partitions differ",
    ),
    (
        "CREATE TABLE other (a INT)",
        "CREATE TABLE t (a INT); CREATE TABLE other (a INT)",
        "the table is missing",
    ),
    (
        "CREATE TABLE t (a INT); CREATE TABLE other (a INT)",
        "CREATE TABLE other (a INT)",
        "the table is superfluous",
    ),
];

const MYSQL: &[Row] = &[
    ("a POINT NOT NULL SRID 0", "a POINT NOT NULL SRID 4326", "column `a` differs in type"),
    ("a VECTOR(3)", "a VECTOR(4)", "column `a` differs in type"),
    ("a INT", "a INT COLUMN_FORMAT FIXED", "column `a` differs in attributes"),
    (
        "a VARCHAR(9) DEFAULT (uuid())",
        "a VARCHAR(9) DEFAULT (concat('x', uuid()))",
        "column `a` differs in default",
    ),
    ("a INT, KEY k ((a + 1))", "a INT, KEY k ((a + 2))", "index `k` differs"),
    ("a INT, KEY k (a)", "a INT, KEY k (a) INVISIBLE", "index `k` is not invisible"),
    ("a INT, KEY k (a) INVISIBLE", "a INT, KEY k (a)", "index `k` is invisible"),
    (
        "a TEXT, FULLTEXT KEY k (a)",
        "a TEXT, FULLTEXT KEY k (a) WITH PARSER ngram",
        "index `k` differs",
    ),
    (
        "a INT, CONSTRAINT c CHECK (a > 1)",
        "a INT, CONSTRAINT c CHECK (a > 1) NOT ENFORCED",
        "check `c` differs",
    ),
    (
        "a INT, CONSTRAINT c CHECK (a > 1) NOT ENFORCED",
        "a INT, CONSTRAINT c CHECK (a > 1)",
        "check `c` differs",
    ),
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT) COMPRESSION='zlib'",
        "the table differs in COMPRESSION",
    ),
    (
        "CREATE TABLE t (a INT) PARTITION BY KEY (a) PARTITIONS 2",
        "CREATE TABLE t (a INT) PARTITION BY KEY ALGORITHM=1 (a) PARTITIONS 2",
        "the partitions differ",
    ),
    (
        "CREATE TABLE t (a INT) PARTITION BY KEY ALGORITHM=1 (a) PARTITIONS 2",
        "CREATE TABLE t (a INT) PARTITION BY KEY (a) PARTITIONS 2",
        "the partitions differ",
    ),
];

const MARIADB: &[Row] = &[
    ("a INET4", "a INET6", "column `a` differs in type"),
    ("a CHAR(36)", "a UUID", "column `a` differs in type, character set, collation"),
    ("a INT", "a INT CHECK (a > 1)", "column `a` differs in check"),
    ("a INT CHECK (a > 1)", "a INT CHECK (a > 2)", "column `a` differs in check"),
    ("a INT CHECK (a > 1)", "a INT", "column `a` differs in check"),
    (
        "a LONGTEXT COLLATE utf8mb4_bin CHECK (json_valid(a))",
        "a LONGTEXT COLLATE utf8mb4_unicode_ci CHECK (json_valid(a))",
        "column `a` differs in type, character set, collation, check",
    ),
    (
        "a LONGTEXT COLLATE utf8mb4_unicode_ci CHECK (json_valid(a))",
        "a JSON",
        "column `a` differs in type, character set, collation, check",
    ),
    (
        "a LONGTEXT COLLATE utf8mb4_unicode_ci CHECK (json_valid(a))",
        "a LONGTEXT COLLATE utf8mb4_general_ci CHECK (json_valid(a))",
        "column `a` differs in collation",
    ),
    ("a BLOB DEFAULT x'00ff'", "a BLOB DEFAULT 0x00fe", "column `a` differs in default"),
    ("a TEXT", "a TEXT COMPRESSED", "column `a` differs in attributes"),
    ("a INT, KEY k (a)", "a INT, KEY k (a) IGNORED", "index `k` is not invisible"),
    ("a INT, KEY k (a) IGNORED", "a INT, KEY k (a)", "index `k` is invisible"),
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT) PAGE_COMPRESSED=1",
        "the table differs in PAGE_COMPRESSED",
    ),
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT) WITH SYSTEM VERSIONING",
        "the table differs in system versioning",
    ),
    ("CREATE SEQUENCE s", "CREATE SEQUENCE s INCREMENT BY 2", "the sequence differs"),
    (
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (a INT); CREATE SEQUENCE s",
        "the sequence is missing",
    ),
    (
        "CREATE TABLE t (a INT); CREATE SEQUENCE s",
        "CREATE TABLE t (a INT)",
        "the sequence is superfluous",
    ),
];

/// The statements of a side of a row.
fn statements(side: &str) -> String {
    match side.starts_with("CREATE") {
        true => side.to_owned(),
        false => {
            let comma = if side.is_empty() { "" } else { "," };
            format!(
                "CREATE TABLE p (id INT PRIMARY KEY, other INT NOT NULL UNIQUE); \
                 CREATE TABLE t (id INT PRIMARY KEY{comma} {side})"
            )
        }
    }
}

async fn empty(db: &Database) {
    db.sql(&format!(
        "DROP DATABASE `{0}`; CREATE DATABASE `{0}` CHARACTER SET utf8mb4; USE `{0}`",
        db.name
    ))
    .await;
}

/// What is wrong with how that row is treated, if anything.
async fn wrong(row: Row, actual: &Database, desired: &Database) -> Option<String> {
    let (from, to, told) = row;
    empty(actual).await;
    empty(desired).await;
    actual.sql(&statements(from)).await;
    desired.sql(&statements(to)).await;
    let schema = exactly(&inspect(&desired.root).await.unwrap(), &actual.name);
    let diff = match schema.diff(&actual.root).await {
        Ok(diff) => diff,
        Err(error) => return Some(format!("diff: {error}")),
    };
    let changes = diff.iter().flat_map(|table| &table.changes);
    let found = changes.map(ToString::to_string).collect::<Vec<_>>().join("; ");
    if found.is_empty() || (found != told && !told.is_empty()) {
        return Some(format!("told as `{found}`"));
    }
    if let Err(error) = schema.migrate(&actual.root).await {
        return Some(format!("{error}"));
    }
    if definitions(desired).await != definitions(actual).await {
        return Some(format!("ends as {:?}", definitions(actual).await));
    }
    match schema.migrate(&actual.root).await {
        Ok(report) if report.is_unchanged() => None,
        again => Some(format!("again: {again:?}")),
    }
}

async fn every_attribute_that_drifts_is_found_and_named(db: Database) {
    let other = Database::new(db.kind, "as-it-shall-be").await.unwrap();
    let own = if db.is_mariadb() { MARIADB } else { MYSQL };
    let mut failures = Vec::new();
    for row in BOTH.iter().chain(own) {
        if let Some(why) = wrong(*row, &db, &other).await {
            failures.push(format!("{}\n  -> {}\n  {why}", row.0, row.1));
        }
    }
    assert!(failures.is_empty(), "{} row(s):\n{}", failures.len(), failures.join("\n"));
}
