//! Texts: how long they may be, in characters and in bytes, and what else they may become.

use safe_schema::testing::Kind;

use super::{Row, Same, row};
use crate::support::{Database, both};

both! { texts }

async fn texts(db: Database) {
    super::run(&db, ROWS).await;
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Characters, not bytes.
    row("c VARCHAR(20)", "c VARCHAR(5)", &["'abcde'", "'äöü😀x'", "'😀😀😀😀😀'", "''", "NULL", "'abcd '"], &["'abcdef'", "'abcde '", "'äöü😀x '"]),
    row("c VARCHAR(300)", "c VARCHAR(255)", &["REPEAT('😀', 255)"], &["REPEAT('a', 256)"]),
    row("c VARCHAR(20)", "c VARCHAR(64)", &["'ab  '", "' ab'"], &[]),
    row("c VARCHAR(20)", "c CHAR(20)", &["'ab'", "' a'", "'a b'", "''", "'a\\t'"], &["'ab '", "' '"]),
    row("c VARCHAR(20)", "c CHAR(2)", &["'😀ä'"], &["'abc'", "'a '"]),
    row("c CHAR(20)", "c CHAR(2)", &["'ab'", "'ä '"], &["'abc'"]),
    row("c CHAR(20)", "c VARCHAR(2)", &["'ab'", "'a '"], &["'abc'"]),
    row("c TEXT", "c VARCHAR(3)", &["'abc'", "'😀 '"], &["'abcd'", "'abc '"]),
    row("c LONGTEXT", "c CHAR(3)", &["'abc'"], &["'abcd'", "'ab '"]),
    // Bytes, not characters.
    row("c TEXT", "c TINYTEXT", &["REPEAT('a', 255)", "REPEAT('😀', 63)"], &["REPEAT('a', 256)", "REPEAT('ä', 128)", "REPEAT('😀', 64)"]),
    row("c MEDIUMTEXT", "c TEXT", &["REPEAT('a', 65535)"], &["REPEAT('a', 65536)", "REPEAT('ä', 32768)"]),
    row("c LONGTEXT", "c MEDIUMTEXT", &["'ä'"], &["REPEAT('a', 16777216)"]),
    row("c VARCHAR(255)", "c TINYTEXT", &["REPEAT('a', 255)", "REPEAT('😀', 63)"], &["REPEAT('ä', 128)"]),
    row("c VARCHAR(63)", "c TINYTEXT", &["REPEAT('😀', 63)", "'a '"], &[]),
    row("c VARCHAR(255) CHARACTER SET latin1", "c TINYTEXT CHARACTER SET latin1", &["REPEAT('ä', 255)"], &[]),
    row("c TINYTEXT CHARACTER SET latin1", "c TINYTEXT CHARACTER SET utf8mb4", &["REPEAT('a', 255)", "REPEAT('ä', 127)"], &["REPEAT('ä', 128)"]),
    row("c TINYTEXT", "c VARCHAR(255)", &["REPEAT('a', 255)", "'a '"], &[]),
    // To numbers: only what is written as such a number is.
    row("c VARCHAR(20)", "c INT", &["'7'", "'-7'", "'2147483647'", "NULL"], &["'007'", "'7 '", "' 7'", "'x'", "''", "'2147483648'", "'7.0'", "'+7'", "'-0'", "'7e0'"]),
    row("c VARCHAR(20)", "c TINYINT UNSIGNED", &["'255'", "'0'"], &["'256'", "'-1'"]),
    row("c VARCHAR(20)", "c BOOLEAN", &["'1'", "'0'"], &["'true'", "'128'"]),
    row("c VARCHAR(30)", "c BIGINT", &["'9223372036854775807'", "'-9223372036854775808'"], &["'9223372036854775808'", "'-9223372036854775809'", "'99999999999999999999'"]),
    row("c VARCHAR(30)", "c BIGINT UNSIGNED", &["'9223372036854775807'", "'0'"], &["'18446744073709551616'", "'-1'"]),
    row("c VARCHAR(30)", "c BIGINT UNSIGNED", &["'18446744073709551615'", "'9223372036854775808'"], &["'18446744073709551616'"]).only(Kind::MySql),
    // MariaDB takes no text for a number above the greatest signed one.
    row("c VARCHAR(30)", "c BIGINT UNSIGNED", &[], &["'18446744073709551615'", "'9223372036854775808'"]).only(Kind::MariaDb),
    row("c TEXT", "c INT", &["'7'"], &["'7\\n'", "'७'"]),
    row("c CHAR(5)", "c SMALLINT", &["'7'", "'-7 '"], &["'07'"]),
    row("c VARCHAR(20)", "c DECIMAL(6,2)", &["'1.50'", "'-0.25'", "'9999.99'"], &["'1.5'", "'1.505'", "'12345.00'", "'.50'", "'1,50'"]),
    row("c VARCHAR(20)", "c DECIMAL(6,2) UNSIGNED", &["'1.50'"], &["'-1.50'"]),
    row("c VARCHAR(30)", "c DOUBLE", &["'0.1'", "'-2'", "'1e300'"], &["'1.50'", "'1e999'", "'x'", "'0.1234567890123456789'"]),
    row("c VARCHAR(30)", "c FLOAT", &["'0.1'", "'-2'"], &["'16777217'", "'1e300'", "''"]),
    row("c VARCHAR(9)", "c YEAR", &["'2024'", "'1901'", "'2155'"], &["'1900'", "'24'", "'2024 '", "'x'", "'0'", "'0000'"]),
    row("c VARCHAR(9)", "c BIT(8)", &["NULL"], &["'1'"]),
    // To times.
    row("c VARCHAR(20)", "c DATE", &["'2020-02-29'", "'0000-00-00'", "'9999-12-31'"], &["'2021-02-29'", "'20200229'", "'2020-2-9'", "''", "'2020-02-29 '", "'2020-02-29 00:00:00'"]),
    row("c VARCHAR(30)", "c DATETIME", &["'2020-02-29 01:02:03'", "'1000-01-01 00:00:00'"], &["'2020-02-29'", "'2020-02-29 01:02:03.5'", "'2020-02-29T01:02:03'", "'2020-02-29 24:00:00'"]),
    row("c VARCHAR(30)", "c DATETIME(3)", &["'2020-02-29 01:02:03.500'"], &["'2020-02-29 01:02:03.5'", "'2020-02-29 01:02:03.1234'"]),
    row("c VARCHAR(30)", "c TIMESTAMP NULL", &["'2020-02-29 01:02:03'", "'2038-01-19 03:14:07'"], &["'2038-01-19 03:14:08'", "'1969-12-31 23:59:59'", "'x'"]),
    row("c VARCHAR(30)", "c TIME", &["'01:02:03'", "'-838:59:59'"], &["'1:2:3'", "'839:00:00'", "'01:02'", "'01:02:03.5'"]),
    // To bytes.
    row("c VARCHAR(20)", "c VARBINARY(5)", &["'abcde'", "'äb '"], &["'abcdef'", "'äöü'"]).same(Same::Bytes),
    row("c VARCHAR(20)", "c BINARY(3)", &["'abc'", "'äb'"], &["'ab'", "'abcd'"]).same(Same::Bytes),
    row("c TEXT", "c TINYBLOB", &["REPEAT('a', 255)"], &["REPEAT('ä', 128)"]).same(Same::Bytes),
    row("c TEXT", "c BLOB", &["'ä😀'"], &[]).same(Same::Bytes),
    row("c VARCHAR(9) CHARACTER SET latin1", "c VARBINARY(9)", &["'ä'"], &[]).same(Same::Bytes),
];
