//! New keys and checks on rows that have them or not, and those that are there under a column that
//! becomes something else.

use safe_schema::testing::Kind;

use super::{Refused, Row, Same, row};
use crate::support::{Database, both};

both! { keys_and_checks }

async fn keys_and_checks(db: Database) {
    super::run(&db, ROWS).await;
}

/// A change that values forbid together, or with those of the parent.
const fn key(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    row(from, to, fit, unfit).refused(Refused::Values)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Unique.
    key("c INT", "c INT, UNIQUE KEY u (c)", &["1", "2", "NULL", "NULL"], &["1"]),
    key("c VARCHAR(9), KEY u (c)", "c VARCHAR(9), UNIQUE KEY u (c)", &["'a'", "'b'"], &["'B'"]),
    key("c VARCHAR(9) COLLATE utf8mb4_bin", "c VARCHAR(9) COLLATE utf8mb4_bin, UNIQUE KEY u (c)", &["'a'", "'A'"], &["'a'", "'a '"]),
    key("c VARCHAR(9)", "c VARCHAR(9), UNIQUE KEY u (c(1))", &["'ab'", "'bb'"], &["'ac'"]),
    key("c INT, n INT DEFAULT 1", "c INT, n INT DEFAULT 1, UNIQUE KEY u (n, c)", &["1", "2", "NULL", "NULL"], &["1"]),
    key("c TEXT", "c TEXT, UNIQUE KEY u (c(2))", &["'aa'", "'ab'"], &["'aac'"]),
    key("c DATETIME", "c DATETIME, UNIQUE KEY u (c)", &["'2020-01-01'"], &["'2020-01-01 00:00:00'"]),
    key("c DOUBLE", "c DOUBLE, UNIQUE KEY u (c)", &["0", "1"], &["-0e0"]),
    key("c INT", "c INT, n INT NOT NULL DEFAULT 5, UNIQUE KEY u (n)", &["1"], &["2"]).refused(Refused::AnyRow),
    key("c INT", "c INT, n INT NOT NULL DEFAULT 5, UNIQUE KEY u (n, c)", &["1", "2"], &["2"]),
    key("c VARCHAR(9)", "c VARCHAR(9), UNIQUE KEY u ((LOWER(c)))", &["'a'", "'b'"], &["'A'"]).only(Kind::MySql),
    // Unique, and another type with it.
    key("c INT", "c VARCHAR(9), UNIQUE KEY u (c)", &["1", "2"], &["1"]),
    key("c VARCHAR(9)", "c INT, UNIQUE KEY u (c)", &["'1'", "'2'"], &["'1'"]),
    key("c VARCHAR(9) COLLATE utf8mb4_bin", "c VARCHAR(9) COLLATE utf8mb4_general_ci, UNIQUE KEY u (c)", &["'a'", "'b'"], &["'A'"]),
    key("c DECIMAL(5,2)", "c INT, UNIQUE KEY u (c)", &["1", "2"], &["2.00"]).same(Same::Number),
    key("c DOUBLE", "c DECIMAL(5,2), UNIQUE KEY u (c)", &["1", "0.25"], &["0.25"]).same(Same::Number),
    // Unique before, and another type.
    row("c INT NOT NULL, UNIQUE KEY u (c)", "c TINYINT NOT NULL, UNIQUE KEY u (c)", &["1"], &["300"]),
    row("c INT, UNIQUE KEY u (c)", "c VARCHAR(9), UNIQUE KEY u (c)", &["1", "2"], &[]),
    key("c INT, UNIQUE KEY u (c)", "c VARCHAR(1), UNIQUE KEY u (c)", &["1", "2"], &["11"]),
    row("c VARCHAR(9), UNIQUE KEY u (c)", "c INT, UNIQUE KEY u (c)", &["'1'", "'2'"], &["'x'"]),
    key("c VARCHAR(9), UNIQUE KEY u (c)", "c INT, UNIQUE KEY u (c)", &["'1'", "'2'"], &["'01'"]),
    row("c DECIMAL(5,2), UNIQUE KEY u (c)", "c INT, UNIQUE KEY u (c)", &["1", "2"], &["3.5"]).same(Same::Number),
    row("c BIGINT, UNIQUE KEY u (c)", "c DOUBLE, UNIQUE KEY u (c)", &["1", "2"], &["9007199254740993"]),
    row("c DOUBLE, UNIQUE KEY u (c)", "c BIGINT, UNIQUE KEY u (c)", &["1", "2"], &["3.5"]),
    // The primary key.
    key("id INT AUTO_INCREMENT UNIQUE, c INT NOT NULL", "id INT AUTO_INCREMENT UNIQUE, c INT NOT NULL, PRIMARY KEY (c)", &["1", "2"], &["1"]),
    key("id INT AUTO_INCREMENT PRIMARY KEY, c INT", "id INT AUTO_INCREMENT UNIQUE, c INT NOT NULL, PRIMARY KEY (c)", &["1", "2"], &["NULL", "2"]),
    key("id INT AUTO_INCREMENT PRIMARY KEY, c INT NOT NULL", "id INT AUTO_INCREMENT UNIQUE, c INT NOT NULL PRIMARY KEY", &["1", "2"], &["2"]),
    key("id INT AUTO_INCREMENT UNIQUE, n INT DEFAULT 1, c INT, PRIMARY KEY (n, c)", "id INT AUTO_INCREMENT UNIQUE, n INT DEFAULT 1, c SMALLINT, PRIMARY KEY (n, c)", &["1", "32767"], &["32768"]),
    // Checks.
    row("c INT", "c INT, CONSTRAINT k_{t} CHECK (c < 10)", &["9", "NULL"], &["10"]),
    row("c VARCHAR(9)", "c VARCHAR(9), CONSTRAINT k_{t} CHECK (c <> '')", &["'a'"], &["''"]),
    row("c INT, CONSTRAINT k_{t} CHECK (c < 10)", "c INT, CONSTRAINT k_{t} CHECK (c < 5)", &["4"], &["5"]),
    row("c DECIMAL(5,2), CONSTRAINT k_{t} CHECK (c <> 3)", "c DECIMAL(5,1), CONSTRAINT k_{t} CHECK (c <> 3)", &["2.5"], &["2.99"]).same(Same::Number),
    row("c VARCHAR(9) COLLATE utf8mb4_bin, CONSTRAINT k_{t} CHECK (c <> 'A')", "c VARCHAR(9) COLLATE utf8mb4_general_ci, CONSTRAINT k_{t} CHECK (c <> 'A')", &["'b'"], &["'a'"]),
    // Foreign keys.
    key("c INT, KEY c (c)", "c INT, KEY c (c), CONSTRAINT f_{t} FOREIGN KEY (c) REFERENCES p (id)", &["1", "2", "NULL"], &["3", "0"]),
    key("c VARCHAR(9), KEY c (c)", "c VARCHAR(9), KEY c (c), CONSTRAINT f_{t} FOREIGN KEY (c) REFERENCES p (name)", &["'one'", "'TWO'"], &["'three'", "''"]),
    key("c BIGINT, KEY c (c)", "c INT, KEY c (c), CONSTRAINT f_{t} FOREIGN KEY (c) REFERENCES p (id)", &["1", "2"], &["3", "4294967297"]),
    key("c VARCHAR(9), KEY c (c)", "c INT, KEY c (c), CONSTRAINT f_{t} FOREIGN KEY (c) REFERENCES p (id)", &["'1'", "NULL"], &["'3'", "'x'"]),
    key("c VARCHAR(99) COLLATE utf8mb4_bin, KEY c (c)", "c VARCHAR(9), KEY c (c), CONSTRAINT f_{t} FOREIGN KEY (c) REFERENCES p (name)", &["'One'"], &["'onf'", "'one and more'"]),
    key("c INT", "c INT, n INT DEFAULT 1, KEY n (n), CONSTRAINT f_{t} FOREIGN KEY (n) REFERENCES p (id)", &[], &["1"]).refused(Refused::AnyRow),
    row("c INT", "c INT, n INT, KEY n (n), CONSTRAINT f_{t} FOREIGN KEY (n) REFERENCES p (id)", &["1"], &[]).same(Same::Number),
];
