//! NULL: columns that may no longer be it, columns that would be it, and columns without a value.

use super::{Refused, Row, Same, row};
use crate::support::{Database, both};

both! { null_and_no_value }

async fn null_and_no_value(db: Database) {
    super::run(&db, ROWS).await;
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row("c INT", "c INT NOT NULL", &["1", "0", "-1"], &["NULL"]),
    row("c INT", "c INT NOT NULL DEFAULT 7", &["1"], &["NULL"]),
    row("c VARCHAR(9)", "c VARCHAR(9) NOT NULL", &["'a'", "''"], &["NULL"]),
    row("c TEXT", "c TEXT NOT NULL", &["''"], &["NULL"]),
    row("c DATETIME", "c DATETIME NOT NULL", &["'2020-01-01'", "0"], &["NULL"]).same(Same::Time),
    row("c TIMESTAMP NULL", "c TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP", &["'2020-01-01'"], &["NULL"]).same(Same::Time),
    row("c ENUM('a','b')", "c ENUM('a','b') NOT NULL", &["'b'"], &["NULL"]),
    row("c SET('a','b')", "c SET('a','b') NOT NULL", &["''"], &["NULL"]).same(Same::Set),
    row("c JSON", "c JSON NOT NULL", &["'null'"], &["NULL"]).same(Same::Document),
    row("c BIT(8)", "c BIT(8) NOT NULL", &["0"], &["NULL"]).same(Same::Bits),
    row("c VARBINARY(9)", "c VARBINARY(9) NOT NULL", &["''"], &["NULL"]).same(Same::Bytes),
    row("c DECIMAL(5,2)", "c DECIMAL(5,2) NOT NULL", &["0"], &["NULL"]).same(Same::Number),
    row("c INT", "c BIGINT NOT NULL", &["1"], &["NULL"]).same(Same::Number),
    row("c BIGINT", "c INT NOT NULL", &["1"], &["NULL", "2147483648"]).same(Same::Number),
    row("c INT NOT NULL", "c INT", &["1", "0"], &[]),
    // A new column that no row has a value for.
    row("c INT", "c INT, n INT", &["1", "2"], &[]),
    row("c INT", "c INT, n INT NOT NULL DEFAULT 5", &["1", "2"], &[]),
    row("c INT", "c INT, n INT NOT NULL", &[], &["1"]).refused(Refused::AnyRow),
    row("c INT", "c INT, n VARCHAR(9) NOT NULL", &[], &["1"]).refused(Refused::AnyRow),
    row("c INT", "c INT, n DATETIME NOT NULL", &[], &["1"]).refused(Refused::AnyRow),
];
