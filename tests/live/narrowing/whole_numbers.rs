//! Integers of every width and sign, booleans, bits and years.

use super::{Row, Same, row};
use crate::support::{Database, both};

both! { whole_numbers }

async fn whole_numbers(db: Database) {
    super::run(&db, ROWS).await;
}

const fn number(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    row(from, to, fit, unfit).same(Same::Number)
}

const fn bits(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    row(from, to, fit, unfit).same(Same::Bits)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Width.
    number("c BIGINT", "c INT", &["2147483647", "-2147483648", "0", "NULL"], &["2147483648", "-2147483649"]),
    number("c BIGINT", "c MEDIUMINT", &["8388607", "-8388608"], &["8388608", "-8388609"]),
    number("c BIGINT", "c SMALLINT", &["32767", "-32768"], &["32768", "-32769"]),
    number("c BIGINT", "c TINYINT", &["127", "-128"], &["128", "-129", "9223372036854775807"]),
    number("c INT", "c MEDIUMINT", &["8388607", "-8388608"], &["8388608", "-8388609"]),
    number("c INT", "c SMALLINT", &["32767", "-32768"], &["32768", "-32769"]),
    number("c INT", "c TINYINT", &["127", "-128"], &["128", "-129"]),
    number("c MEDIUMINT", "c SMALLINT", &["32767", "-32768"], &["32768", "-32769"]),
    number("c SMALLINT", "c TINYINT", &["127", "-128"], &["128", "-129"]),
    number("c BIGINT UNSIGNED", "c INT UNSIGNED", &["4294967295", "0"], &["4294967296", "18446744073709551615"]),
    number("c INT UNSIGNED", "c MEDIUMINT UNSIGNED", &["16777215"], &["16777216"]),
    number("c MEDIUMINT UNSIGNED", "c SMALLINT UNSIGNED", &["65535"], &["65536"]),
    number("c SMALLINT UNSIGNED", "c TINYINT UNSIGNED", &["255"], &["256"]),
    // Sign.
    number("c BIGINT", "c BIGINT UNSIGNED", &["0", "9223372036854775807"], &["-1", "-9223372036854775808"]),
    number("c BIGINT UNSIGNED", "c BIGINT", &["9223372036854775807"], &["9223372036854775808", "18446744073709551615"]),
    number("c INT UNSIGNED", "c INT", &["2147483647"], &["2147483648", "4294967295"]),
    number("c INT", "c INT UNSIGNED", &["2147483647", "0"], &["-1"]),
    number("c INT", "c SMALLINT UNSIGNED", &["0", "65535"], &["-1", "65536"]),
    number("c SMALLINT", "c TINYINT UNSIGNED", &["0", "255"], &["-1", "256"]),
    number("c TINYINT", "c TINYINT UNSIGNED", &["0", "127"], &["-1"]),
    number("c TINYINT UNSIGNED", "c TINYINT", &["127"], &["128"]),
    number("c MEDIUMINT UNSIGNED", "c MEDIUMINT", &["8388607"], &["8388608"]),
    // Wider: nothing to lose.
    number("c TINYINT", "c BIGINT", &["127", "-128", "NULL"], &[]),
    number("c INT UNSIGNED", "c BIGINT", &["4294967295"], &[]),
    number("c INT UNSIGNED", "c BIGINT UNSIGNED", &["4294967295"], &[]),
    // Booleans.
    number("c MEDIUMINT", "c BOOLEAN", &["1", "0", "127"], &["128", "-129"]),
    number("c TINYINT UNSIGNED", "c BOOLEAN", &["1", "0"], &["255"]),
    number("c BOOLEAN", "c TINYINT UNSIGNED", &["1", "0"], &["-1"]),
    number("c BOOLEAN", "c INT", &["1", "0", "-128"], &[]),
    // Bits.
    bits("c BIT(8)", "c BIT(4)", &["15", "0", "NULL"], &["16", "255"]),
    bits("c BIT(64)", "c BIT(63)", &["9223372036854775807"], &["9223372036854775808"]),
    bits("c BIT(1)", "c BOOLEAN", &["b'0'", "b'1'"], &[]),
    bits("c BIT(8)", "c TINYINT", &["127"], &["128"]),
    bits("c BIT(64)", "c BIGINT", &["9223372036854775807"], &["18446744073709551615"]),
    bits("c BIT(64)", "c BIGINT UNSIGNED", &["18446744073709551615"], &[]),
    bits("c BIT(8)", "c DECIMAL(2,0)", &["99"], &["100"]),
    bits("c INT", "c BIT(8)", &["255", "0", "NULL"], &["256", "-1"]),
    bits("c BIGINT", "c BIT(64)", &["9223372036854775807"], &["-1"]),
    bits("c BIGINT UNSIGNED", "c BIT(64)", &["18446744073709551615"], &[]),
    bits("c BOOLEAN", "c BIT(1)", &["1", "0"], &["2", "-1"]),
    bits("c BIT(8)", "c VARCHAR(9)", &["NULL"], &["65"]),
    // Years.
    number("c INT", "c YEAR", &["1901", "2155", "0", "NULL"], &["1900", "2156", "99", "-1", "1"]),
    number("c BIGINT UNSIGNED", "c YEAR", &["2024"], &["18446744073709551615"]),
    number("c YEAR", "c TINYINT UNSIGNED", &["0"], &["2000"]),
    number("c YEAR", "c SMALLINT", &["0", "1901", "2155"], &[]),
    number("c YEAR", "c BOOLEAN", &["0"], &["1901"]),
    // To numbers with a point.
    number("c BIGINT", "c DECIMAL(5,2)", &["999", "-999"], &["1000", "-1000"]),
    number("c BIGINT UNSIGNED", "c DECIMAL(20,0)", &["18446744073709551615"], &[]),
    number("c BIGINT UNSIGNED", "c DECIMAL(19,0)", &["9999999999999999999"], &["10000000000000000000", "18446744073709551615"]),
    number("c INT", "c DECIMAL(10,2) UNSIGNED", &["99999999", "0"], &["-1", "100000000"]),
    number("c BIGINT", "c DOUBLE", &["9007199254740992", "-9007199254740992"], &["9007199254740993", "-9007199254740993"]),
    number("c BIGINT UNSIGNED", "c DOUBLE", &["9007199254740992"], &["18446744073709551615"]),
    number("c INT", "c DOUBLE", &["2147483647", "-2147483648"], &[]),
    number("c INT", "c FLOAT", &["999999", "-999999"], &["16777217", "-16777217"]),
    number("c SMALLINT", "c FLOAT", &["32767", "-32768"], &[]),
    number("c YEAR", "c FLOAT", &["2155"], &[]),
    // To texts.
    row("c INT", "c VARCHAR(3)", &["123", "-12", "NULL"], &["1234", "-123"]),
    row("c BIGINT UNSIGNED", "c CHAR(20)", &["18446744073709551615"], &[]),
    row("c BIGINT", "c CHAR(19)", &["9223372036854775807"], &["-9223372036854775808"]),
    row("c BIGINT", "c TINYTEXT", &["-9223372036854775808"], &[]),
    row("c BOOLEAN", "c VARCHAR(1)", &["1", "0"], &["-1", "12"]),
    row("c YEAR", "c VARCHAR(3)", &["NULL"], &["2000"]),
    row("c YEAR", "c VARCHAR(4)", &["2000", "0"], &[]),
    row("c INT", "c VARBINARY(3)", &["123"], &["1234"]),
    // What numbers are not.
    row("c INT", "c DATE", &["NULL"], &["20200101"]),
    row("c INT", "c DATETIME", &["NULL"], &["20200101"]),
    row("c INT", "c TIME", &["NULL"], &["10203"]),
    row("c INT", "c ENUM('a','b')", &["NULL"], &["1"]),
    row("c INT", "c SET('a','b')", &["NULL"], &["3"]),
];
