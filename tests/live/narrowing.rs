//! Narrowing and breaking changes, one row of a table for each: rows that would lose are refused
//! before anything is changed, rows that would not are brought over.

use safe_schema::diff::{Desired, Extent};
use safe_schema::{Error, Schema, inspect};

use crate::support::{Database, both};

both! { what_would_lose_is_refused_and_what_would_not_is_done }

/// A column (and keys) `c`, what it becomes, values that stay, values that would not.
struct Row {
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
}

const fn row(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    Row { from, to, fit, unfit }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Whole numbers.
    row("c BIGINT", "c INT", &["2147483647", "-2147483648", "NULL"], &["2147483648", "-2147483649"]),
    row("c INT", "c TINYINT", &["127", "-128"], &["128", "-129"]),
    row("c INT", "c SMALLINT UNSIGNED", &["0", "65535"], &["-1", "65536"]),
    row("c INT UNSIGNED", "c INT", &["2147483647"], &["2147483648", "4294967295"]),
    row("c BIGINT", "c BIGINT UNSIGNED", &["0", "9223372036854775807"], &["-1"]),
    row("c BIGINT UNSIGNED", "c BIGINT", &["9223372036854775807"], &["9223372036854775808"]),
    row("c MEDIUMINT", "c BOOLEAN", &["1", "0", "127"], &["128"]),
    row("c BIT(8)", "c BIT(4)", &["15"], &["16", "255"]),
    row("c BIGINT", "c DECIMAL(5,2)", &["999", "-999"], &["1000", "-1000"]),
    row("c BIGINT", "c DOUBLE", &["9007199254740992"], &["9007199254740993", "-9007199254740993"]),
    row("c INT", "c FLOAT", &["999999"], &["16777217"]),
    row("c INT", "c YEAR", &["1901", "2155", "NULL"], &["1900", "2156", "99"]),
    row("c YEAR", "c TINYINT UNSIGNED", &["0"], &["2000"]),
    row("c INT", "c VARCHAR(3)", &["123", "-12"], &["1234", "-123"]),
    row("c INT NOT NULL, UNIQUE KEY u (c)", "c TINYINT NOT NULL, UNIQUE KEY u (c)", &["1"], &["300"]),
    // Numbers with a point.
    row("c DECIMAL(10,4)", "c DECIMAL(10,2)", &["1.5000", "-1.2500"], &["1.0001", "0.005"]),
    row("c DECIMAL(10,2)", "c DECIMAL(8,2)", &["999999.99", "-999999.99"], &["1000000.00", "-1000000"]),
    row("c DECIMAL(10,2)", "c DECIMAL(10,4)", &["999999.99"], &["1000000"]),
    row("c DECIMAL(10,2)", "c DECIMAL(10,2) UNSIGNED", &["1.5"], &["-0.01"]),
    row("c DECIMAL(14,2)", "c INT", &["5.00", "-7"], &["5.01", "2147483648"]),
    row("c DECIMAL(65,0)", "c DECIMAL(60,0)", &["1"], &["100000000000000000000000000000000000000000000000000000000000000"]),
    row("c DECIMAL(20,2)", "c DOUBLE", &["0.25", "1.10"], &["999999999999999999.99"]),
    row("c DOUBLE", "c INT", &["5", "-3"], &["5.5", "2147483648", "1e300"]),
    row("c DOUBLE", "c FLOAT", &["0.5", "3"], &["0.1", "1e300"]),
    row("c DOUBLE", "c DECIMAL(6,2)", &["0.25", "1234.5"], &["0.125", "12345"]),
    row("c DOUBLE", "c DOUBLE UNSIGNED", &["0", "2.5"], &["-2.5"]),
    row("c FLOAT", "c SMALLINT", &["7"], &["7.5", "40000"]),
    row("c DECIMAL(6,2)", "c CHAR(5)", &["12.25"], &["123.25"]),
    // Texts.
    row("c VARCHAR(20)", "c VARCHAR(5)", &["'abcde'", "'äöü😀x'", "NULL"], &["'abcdef'", "'abcde '"]),
    row("c VARCHAR(20)", "c CHAR(20)", &["'ab'", "' a'"], &["'ab '"]),
    row("c CHAR(20)", "c CHAR(2)", &["'ab'"], &["'abc'"]),
    row("c TEXT", "c VARCHAR(3)", &["'abc'"], &["'abcd'"]),
    row("c TEXT", "c TINYTEXT", &["REPEAT('a', 255)"], &["REPEAT('a', 256)", "REPEAT('ä', 128)"]),
    row("c MEDIUMTEXT", "c TEXT", &["REPEAT('a', 65535)"], &["REPEAT('a', 65536)"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET latin1", &["'ä€'"], &["'😀'", "'中'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET ascii", &["'a?'"], &["'ä'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET utf8mb3", &["'中'"], &["'😀'"]),
    row("c TINYTEXT CHARACTER SET latin1", "c TINYTEXT CHARACTER SET utf8mb4", &["REPEAT('a', 255)"], &["REPEAT('ä', 255)"]),
    row("c VARCHAR(20)", "c INT", &["'7'", "'-7'", "NULL"], &["'007'", "'7 '", "'x'", "''", "'2147483648'", "'7.0'"]),
    row("c VARCHAR(30)", "c BIGINT UNSIGNED", &["'999999999999999999'"], &["'18446744073709551616'", "'-1'"]),
    row("c VARCHAR(20)", "c DECIMAL(6,2)", &["'1.50'", "'-0.25'"], &["'1.5'", "'1.505'", "'12345.00'"]),
    row("c VARCHAR(20)", "c DATE", &["'2020-02-29'"], &["'2021-02-29'", "'20200229'", "'2020-2-9'", "''"]),
    row("c VARCHAR(30)", "c DATETIME", &["'2020-02-29 01:02:03'"], &["'2020-02-29'", "'2020-02-29 01:02:03.5'"]),
    row("c VARCHAR(20)", "c ENUM('a','b')", &["'a'", "'b'"], &["'A'", "'c'", "''", "'a '"]),
    row("c VARCHAR(20)", "c VARBINARY(5)", &["'abcde'", "'äb'"], &["'abcdef'", "'äöü'"]),
    row("c VARCHAR(20) COLLATE utf8mb4_bin, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_general_ci, UNIQUE KEY u (c)", &["'a'", "'b'"], &["'A'", "'á'"]),
    row("c VARCHAR(20) COLLATE utf8mb4_bin NOT NULL, UNIQUE KEY u (c(1))", "c VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL, UNIQUE KEY u (c(1))", &["'ab'", "'bb'"], &["'Ac'"]),
    // Bytes.
    row("c VARBINARY(20)", "c VARBINARY(3)", &["x'ff00'"], &["x'ff00ff00'"]),
    row("c VARBINARY(20)", "c BINARY(2)", &["x'ff00'"], &["x'ff'", "x'ff0000'"]),
    row("c BLOB", "c TINYBLOB", &["REPEAT('a', 255)"], &["REPEAT('a', 256)"]),
    row("c BINARY(2)", "c BINARY(4)", &["NULL"], &["x'ff00'"]),
    row("c VARBINARY(20)", "c VARCHAR(3)", &["'abc'", "'äöü'"], &["x'ff'", "'abcd'"]),
    row("c BLOB", "c TEXT", &["'äöü'"], &["x'c3'"]),
    row("c VARBINARY(9), UNIQUE KEY u (c)", "c VARCHAR(9), UNIQUE KEY u (c)", &["'a'", "'b'"], &["'A'"]),
    // Members.
    row("c ENUM('a','b','c')", "c ENUM('a','c')", &["'a'", "'c'", "NULL"], &["'b'"]),
    row("c ENUM('a','b')", "c ENUM('b','a')", &["'a'", "'b'"], &[]),
    row("c ENUM('a','b')", "c ENUM('x','a','b')", &["'a'", "'b'"], &[]),
    row("c ENUM('a','b')", "c ENUM('A','b')", &["'b'"], &["'a'"]),
    row("c ENUM('a','bcd')", "c VARCHAR(1)", &["'a'"], &["'bcd'"]),
    row("c SET('a','b','c')", "c SET('a','c')", &["'a,c'", "''"], &["'b'", "'a,b'"]),
    row("c SET('a','b')", "c SET('b','a')", &["'a'", "'a,b'"], &[]),
    // Times.
    row("c DATETIME(6)", "c DATETIME(3)", &["'2020-01-01 00:00:00.123'"], &["'2020-01-01 00:00:00.1234'"]),
    row("c DATETIME(6)", "c DATETIME", &["'2020-01-01 00:00:00'"], &["'2020-01-01 00:00:00.000001'"]),
    row("c TIME(3)", "c TIME", &["'-838:59:59'", "'12:00:00'"], &["'12:00:00.001'"]),
    row("c TIMESTAMP(6) NULL", "c TIMESTAMP(2) NULL", &["'2020-01-01 00:00:00.12'"], &["'2020-01-01 00:00:00.123'"]),
    row("c DATETIME", "c DATE", &["'2020-01-01 00:00:00'"], &["'2020-01-01 00:00:01'"]),
    row("c DATETIME", "c TIMESTAMP NULL", &[], &["'2020-01-01 00:00:00'"]),
    row("c TIMESTAMP NULL", "c DATETIME", &[], &["'2020-01-01 00:00:00'"]),
    row("c DATE", "c INT", &[], &["'2020-01-01'"]),
    row("c DATETIME", "c VARCHAR(19)", &["'2020-01-01 00:00:00'"], &[]),
    row("c DATETIME(1)", "c VARCHAR(19)", &[], &["'2020-01-01 00:00:00.5'"]),
    // What rows decide otherwise.
    row("c INT", "c INT NOT NULL", &["1", "2"], &["NULL"]),
    row("c INT", "c INT, UNIQUE KEY u (c)", &["1", "2", "NULL", "NULL"], &["1"]),
    row("c VARCHAR(9), KEY u (c)", "c VARCHAR(9), UNIQUE KEY u (c)", &["'a'", "'b'"], &["'B'"]),
    row("c INT", "c INT, CONSTRAINT k CHECK (c < 10)", &["9", "NULL"], &["10"]),
    row("c INT, KEY c (c)", "c INT, KEY c (c), CONSTRAINT f FOREIGN KEY (c) REFERENCES p (id)", &["1", "NULL"], &["2"]),
];

async fn prepare(db: &Database, body: &str) {
    db.sql(&format!(
        "DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS p;
         CREATE TABLE p (id INT PRIMARY KEY); INSERT INTO p VALUES (1);
         CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, {body})"
    ))
    .await;
}

async fn insert(db: &Database, value: &str) {
    let inserted = db.try_sql(&format!("INSERT INTO t (c) VALUES ({value})")).await;
    inserted.unwrap_or_else(|error| panic!("{value}: {error:?}"));
}

/// Every row, to the last byte.
async fn bytes(db: &Database) -> Vec<Vec<Option<String>>> {
    db.rows("SELECT id, HEX(c) FROM t ORDER BY id").await
}

async fn values(db: &Database) -> Vec<Option<String>> {
    let rows = db.rows("SELECT CONVERT(c USING utf8mb4) FROM t ORDER BY id").await;
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

/// Whether both say the same: one number may be written in two ways, and a date that has lost
/// midnight is the same date; a set is the same in any order.
fn is_same(before: &Option<String>, after: &Option<String>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return before == after };
    let is_number = || before.parse::<f64>().is_ok_and(|value| after.parse() == Ok(value));
    let bare = |text: &str| {
        let text = match text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => text.to_owned(),
        };
        text.trim_end_matches(" 00:00:00").to_owned()
    };
    // The members of a set have no order of their own.
    let members = |text: &str| {
        let mut members: Vec<String> = text.split(',').map(str::to_owned).collect();
        members.sort();
        members
    };
    before == after
        || members(before) == members(after)
        || is_number()
        || bare(before) == bare(after)
}

async fn wrong(row: &Row, actual: &Database, schema: &Schema) -> Result<(), String> {
    for unfit in row.unfit {
        prepare(actual, row.from).await;
        for value in row.fit.iter().chain([unfit]) {
            insert(actual, value).await;
        }
        let (before, table) = (bytes(actual).await, actual.rows("SHOW CREATE TABLE t").await);
        match schema.migrate(&actual.root).await {
            Err(Error::Refused(_)) => {}
            other => return Err(format!("{unfit} was not refused: {other:?}")),
        }
        if bytes(actual).await != before || actual.rows("SHOW CREATE TABLE t").await != table {
            return Err(format!("{unfit} was refused, and something changed"));
        }
    }
    prepare(actual, row.from).await;
    for value in row.fit {
        insert(actual, value).await;
    }
    let before = values(actual).await;
    schema.migrate(&actual.root).await.map_err(|error| format!("what fits: {error}"))?;
    let after = values(actual).await;
    let same = before.len() == after.len()
        && before.iter().zip(&after).all(|(before, after)| is_same(before, after));
    match same {
        true => Ok(()),
        false => Err(format!("{before:?} became {after:?}")),
    }
}

async fn what_would_lose_is_refused_and_what_would_not_is_done(db: Database) {
    let other = Database::new(db.kind, "narrower").await.unwrap();
    for database in [&db, &other] {
        database.sql(&format!("ALTER DATABASE `{}` CHARACTER SET utf8mb4", database.name)).await;
    }
    let mut failures = Vec::new();
    for row in ROWS {
        prepare(&other, row.to).await;
        let desired = Desired::like(&inspect(&other.root).await.unwrap(), Extent::Described);
        if let Err(why) = wrong(row, &db, &Schema::like(desired)).await {
            failures.push(format!("{} -> {}\n  {why}", row.from, row.to));
        }
    }
    assert!(ROWS.len() >= 60);
    assert!(failures.is_empty(), "{} row(s):\n{}", failures.len(), failures.join("\n"));
}
