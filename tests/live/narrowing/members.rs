//! Members of enums and sets: removed, reordered, added; and what else they become.

use super::{Refused, Row, Same, row};
use crate::support::{Database, both};

both! { members, members_are_sorted_as_declared }

async fn members(db: Database) {
    super::run(&db, ROWS).await;
}

const fn set(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    row(from, to, fit, unfit).same(Same::Set)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row("c ENUM('a','b','c')", "c ENUM('a','c')", &["'a'", "'c'", "NULL"], &["'b'"]),
    row("c ENUM('a','b','c')", "c ENUM('c','a')", &["'a'", "'c'"], &["'b'"]),
    row("c ENUM('a','b')", "c ENUM('b','a')", &["'a'", "'b'", "NULL"], &[]),
    row("c ENUM('a','b')", "c ENUM('x','a','b')", &["'a'", "'b'"], &[]),
    row("c ENUM('a','b')", "c ENUM('a','b','c')", &["'a'", "'b'"], &[]),
    row("c ENUM('a','b')", "c ENUM('a','x','b')", &["'a'", "'b'"], &[]),
    row("c ENUM('a','b')", "c ENUM('x','y')", &["NULL"], &["'a'", "'b'"]),
    row("c ENUM('a','b')", "c ENUM('A','b')", &["'b'"], &["'a'"]),
    row("c ENUM('','a')", "c ENUM('a')", &["'a'"], &["''"]),
    row("c ENUM('a','b') NOT NULL", "c ENUM('b') NOT NULL", &["'b'"], &["'a'"]),
    row("c ENUM('a','b') NOT NULL DEFAULT 'b'", "c ENUM('b','c') NOT NULL DEFAULT 'c'", &["'b'"], &["'a'"]),
    set("c SET('a','b','c')", "c SET('a','c')", &["'a,c'", "''", "NULL"], &["'b'", "'a,b'"]),
    set("c SET('a','b')", "c SET('b','a')", &["'a'", "'a,b'", "''"], &[]),
    set("c SET('a','b')", "c SET('x','a','b')", &["'a'", "'a,b'"], &[]),
    set("c SET('a','b','c','d','e','f','g','h')", "c SET('a','b','c','d','e','f','g','h','i')", &["'h'", "'a,h'"], &[]),
    set("c SET('a','b')", "c SET('A','b')", &["'b'"], &["'a'", "'a,b'"]),
    // Texts.
    row("c ENUM('a','bcd')", "c VARCHAR(1)", &["'a'"], &["'bcd'"]),
    row("c ENUM('a','bcd')", "c VARCHAR(3)", &["'a'", "'bcd'"], &[]),
    row("c ENUM('a','bcd')", "c TEXT", &["'a'", "'bcd'"], &[]),
    row("c ENUM('a','bcd')", "c CHAR(9)", &["'a'", "'bcd'"], &[]),
    row("c ENUM('a','中')", "c VARCHAR(9) CHARACTER SET latin1", &["'a'"], &["'中'"]),
    row("c SET('a','b')", "c VARCHAR(1)", &["'a'", "''"], &["'a,b'"]),
    row("c SET('a','b')", "c VARCHAR(3)", &["'a'", "'a,b'"], &[]),
    row("c VARCHAR(20)", "c ENUM('a','b')", &["'a'", "'b'", "NULL"], &["'A'", "'c'", "''", "'a '", "'1'"]),
    row("c CHAR(20)", "c ENUM('a','b')", &["'a'", "'b '"], &["'A'"]),
    row("c TEXT", "c ENUM('ä','b')", &["'ä'"], &["'a'"]),
    row("c VARCHAR(20)", "c ENUM('a','')", &["'a'", "''"], &["' '"]),
    row("c VARCHAR(20)", "c SET('a','b','c')", &["'a'", "'a,c'", "''", "NULL"], &["'c,a'", "'a,a'", "'d'", "'a,'", "'A'", "'a, b'"]),
    // One and the other.
    row("c ENUM('a','b')", "c SET('b','a')", &["'a'", "'b'"], &[]),
    row("c ENUM('a','b')", "c SET('a')", &["'a'"], &["'b'"]),
    row("c SET('a','b')", "c ENUM('b','a')", &["'a'", "'b'"], &["'a,b'", "''"]),
    // What they are not: a server would take their numbers.
    row("c ENUM('1','0')", "c INT", &["NULL"], &["'1'", "'0'"]),
    row("c SET('1','2')", "c INT", &["NULL"], &["'1'"]),
    row("c ENUM('2020-01-01')", "c DATE", &["NULL"], &["'2020-01-01'"]),
    // Under keys.
    row("c ENUM('a','b','c'), UNIQUE KEY u (c)", "c ENUM('a','c'), UNIQUE KEY u (c)", &["'a'", "'c'"], &["'b'"]),
    row("c VARCHAR(9), UNIQUE KEY u (c)", "c ENUM('a','c'), UNIQUE KEY u (c)", &["'a'", "'c'"], &["'b'"]),
    row("c ENUM('a','b'), UNIQUE KEY u (c)", "c VARCHAR(9), UNIQUE KEY u (c)", &["'a'", "'b'"], &[]),
    row("c ENUM('a','A') COLLATE utf8mb4_bin, UNIQUE KEY u (c)", "c VARCHAR(9) COLLATE utf8mb4_general_ci, UNIQUE KEY u (c)", &["'a'"], &["'A'"]).refused(Refused::Values),
];

/// The order of the declaration is the order of the values.
async fn members_are_sorted_as_declared(db: Database) {
    let change = row("c ENUM('a','b','c')", "c ENUM('c','x','a','b')", &["'a'", "'b'", "'c'"], &[]);
    super::run(&db, &[change]).await;
    let sorted = db.rows("SELECT c, c + 0 FROM t0 ORDER BY c").await;
    let sorted: Vec<String> = sorted.iter().flatten().flatten().cloned().collect();
    assert_eq!(sorted, ["c", "1", "a", "3", "b", "4"]);
}
