//! Bytes: how many, how they are filled up, and what texts they are.

use super::{Refused, Row, Same, row};
use crate::support::{Database, both};

both! { bytes }

async fn bytes(db: Database) {
    super::run(&db, ROWS).await;
}

const fn binary(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    row(from, to, fit, unfit).same(Same::Bytes)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    binary("c VARBINARY(20)", "c VARBINARY(3)", &["x'ff00'", "x''", "NULL", "x'ff0000'"], &["x'ff00ff00'", "x'ff000000'"]),
    binary("c VARBINARY(20)", "c BINARY(2)", &["x'ff00'"], &["x'ff'", "x''", "x'ff0000'"]),
    binary("c BINARY(4)", "c BINARY(2)", &["NULL"], &["x'ff'", "x'ffffffff'"]),
    binary("c BINARY(2)", "c BINARY(4)", &["NULL"], &["x'ff00'"]),
    binary("c BINARY(2)", "c VARBINARY(4)", &["x'ff'", "x'ffff'"], &[]),
    binary("c BINARY(4)", "c VARBINARY(2)", &["NULL"], &["x'ff'"]),
    binary("c BLOB", "c TINYBLOB", &["REPEAT('a', 255)"], &["REPEAT('a', 256)"]),
    binary("c MEDIUMBLOB", "c BLOB", &["REPEAT('a', 65535)"], &["REPEAT('a', 65536)"]),
    binary("c LONGBLOB", "c VARBINARY(2)", &["x'ffff'"], &["x'ffff00'"]),
    binary("c VARBINARY(20)", "c BLOB", &["x'ff00'"], &[]),
    // As texts.
    binary("c VARBINARY(20)", "c VARCHAR(3)", &["'abc'", "'äöü'", "'😀 '", "x'00'"], &["x'ff'", "'abcd'", "x'f09f98'"]),
    binary("c VARBINARY(20)", "c VARCHAR(20) CHARACTER SET latin1", &["x'e4'", "x'ff'"], &[]),
    binary("c VARBINARY(20)", "c VARCHAR(20) CHARACTER SET utf8mb3", &["'ä'"], &["'😀'"]),
    binary("c VARBINARY(20)", "c VARCHAR(20) CHARACTER SET ascii", &["'a'"], &["x'e4'"]),
    binary("c VARBINARY(20)", "c CHAR(3)", &["'abc'"], &["'ab '", "x'ff'", "'abcd'"]),
    binary("c BINARY(2)", "c CHAR(2)", &["'ab'"], &["x'ffff'"]),
    binary("c BLOB", "c TEXT", &["'äöü'", "'a '"], &["x'c3'", "x'ff'"]),
    binary("c BLOB", "c TINYTEXT", &["REPEAT('ä', 127)"], &["REPEAT('ä', 128)"]),
    binary("c VARBINARY(9), UNIQUE KEY u (c)", "c VARCHAR(9), UNIQUE KEY u (c)", &["'a'", "'b'"], &["'A'"]).refused(Refused::Values),
    // As what they are not.
    binary("c VARBINARY(9)", "c INT", &["NULL"], &["'1'"]),
    binary("c VARBINARY(9)", "c ENUM('a')", &["NULL"], &["'a'"]),
    binary("c BLOB", "c DATETIME", &["NULL"], &["'2020-01-01'"]),
    // Under keys.
    binary("c VARBINARY(9), UNIQUE KEY u (c)", "c VARBINARY(2), UNIQUE KEY u (c)", &["'a'", "'ab'"], &["'abc'"]).refused(Refused::Values),
    binary("c VARCHAR(9), UNIQUE KEY u (c)", "c VARBINARY(9), UNIQUE KEY u (c)", &["'a'", "'b'"], &[]),
];
