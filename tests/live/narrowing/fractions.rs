//! Decimals of every scale, precision and sign; floats and doubles.

use safe_schema::testing::Kind;

use super::{Row, Same, row};
use crate::support::{Database, both};

both! { numbers_with_a_point }

async fn numbers_with_a_point(db: Database) {
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

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Scale.
    number("c DECIMAL(10,4)", "c DECIMAL(10,2)", &["1.5000", "-1.2500", "0", "NULL"], &["1.0001", "0.005", "-0.0001"]),
    number("c DECIMAL(10,4)", "c DECIMAL(10,0)", &["3", "-3"], &["0.5", "2.9999"]),
    number("c DECIMAL(40,30)", "c DECIMAL(40,29)", &["0.10000000000000000000000000000"], &["0.000000000000000000000000000001"]),
    number("c DECIMAL(10,2)", "c DECIMAL(10,4)", &["999999.99", "-999999.99"], &["1000000", "-1000000"]),
    // Precision.
    number("c DECIMAL(10,2)", "c DECIMAL(8,2)", &["999999.99", "-999999.99"], &["1000000.00", "-1000000"]),
    number("c DECIMAL(65,0)", "c DECIMAL(60,0)", &["999999999999999999999999999999999999999999999999999999999999"], &["1000000000000000000000000000000000000000000000000000000000000"]),
    number("c DECIMAL(4,4)", "c DECIMAL(2,2)", &["0.99", "-0.99"], &["0.9999"]),
    number("c DECIMAL(5,2)", "c DECIMAL(3,3)", &["0.99"], &["1.00", "-1"]),
    number("c DECIMAL(8,2)", "c DECIMAL(12,4)", &["999999.99"], &[]),
    // Sign.
    number("c DECIMAL(10,2)", "c DECIMAL(10,2) UNSIGNED", &["1.5", "0"], &["-0.01", "-99999999.99"]),
    number("c DECIMAL(10,2) UNSIGNED", "c DECIMAL(10,2)", &["99999999.99"], &[]),
    // To whole numbers.
    number("c DECIMAL(14,2)", "c INT", &["5.00", "-7", "2147483647"], &["5.01", "2147483648", "-0.5"]),
    number("c DECIMAL(20,0)", "c BIGINT", &["9223372036854775807", "-9223372036854775808"], &["9223372036854775808", "-9223372036854775809"]),
    number("c DECIMAL(20,0)", "c BIGINT UNSIGNED", &["9223372036854775807", "0"], &["18446744073709551616", "-1"]),
    number("c DECIMAL(20,0)", "c BIGINT UNSIGNED", &["18446744073709551615"], &["18446744073709551616"]).only(Kind::MariaDb),
    // MySQL makes no number above the greatest signed one of a decimal.
    number("c DECIMAL(20,0)", "c BIGINT UNSIGNED", &[], &["9223372036854775808", "18446744073709551615"]).only(Kind::MySql),
    number("c DECIMAL(5,2)", "c BOOLEAN", &["1", "0.00"], &["0.4", "128"]),
    number("c DECIMAL(5,2)", "c YEAR", &["NULL"], &["20.24"]),
    // To numbers that are not exact.
    number("c DECIMAL(20,2)", "c DOUBLE", &["0.25", "1.10", "-99999999.99"], &["999999999999999999.99"]),
    number("c DECIMAL(65,30)", "c DOUBLE", &["0.1"], &["0.123456789012345678901234567890"]),
    number("c DECIMAL(10,2)", "c FLOAT", &["0.10", "1234.56", "-0.25"], &["12345.67", "99999999.99"]),
    number("c DECIMAL(50,0)", "c FLOAT", &["1000000"], &["1234567", "10000000000000000000000000000000000000000"]),
    number("c DECIMAL(10,2)", "c DOUBLE UNSIGNED", &["0.5"], &["-0.5"]),
    number("c DOUBLE", "c FLOAT", &["0.5", "3", "-0.25", "-0e0"], &["0.1", "1e300", "1e308", "16777216", "3.4028236e38"]),
    number("c DOUBLE", "c DOUBLE UNSIGNED", &["0", "2.5"], &["-2.5"]),
    number("c FLOAT", "c FLOAT UNSIGNED", &["0", "2.5"], &["-2.5"]),
    number("c FLOAT", "c DOUBLE", &["0.5", "3"], &[]),
    number("c DOUBLE", "c DECIMAL(6,2)", &["0.25", "1234.5", "-0e0"], &["0.125", "12345", "1e300"]),
    number("c DOUBLE", "c DECIMAL(65,30)", &["0.5"], &["1e308"]),
    number("c FLOAT", "c DECIMAL(6,2)", &["0.1", "1234.5"], &["0.125", "12345"]),
    number("c FLOAT", "c DECIMAL(6,2) UNSIGNED", &["0.5"], &["-0.5"]),
    // From them to whole numbers.
    number("c DOUBLE", "c INT", &["5", "-3", "-0e0"], &["5.5", "2147483648", "1e300", "1e308", "0.4", "1e-300"]),
    number("c DOUBLE", "c BIGINT", &["9223372036854773760", "-9223372036854773760", "1e15"], &["9223372036854775808", "-9223372036854777856"]),
    // No server makes a number above the greatest signed one of a double.
    number("c DOUBLE", "c BIGINT UNSIGNED", &["9223372036854773760", "1e15"], &["9223372036854775808", "18446744073709549568", "-1"]),
    number("c FLOAT", "c SMALLINT", &["7", "32767"], &["7.5", "40000"]),
    number("c FLOAT", "c BIGINT", &["1024"], &["9223372036854775808"]),
    number("c DOUBLE", "c BOOLEAN", &["1", "0"], &["0.5", "200"]),
    // To texts.
    row("c DECIMAL(6,2)", "c CHAR(5)", &["12.25", "-1.50"], &["123.25", "-12.25"]),
    row("c DECIMAL(65,30)", "c TINYTEXT", &["-1.5"], &[]),
    row("c DOUBLE", "c VARCHAR(5)", &["0.125", "1e300", "-2"], &["0.1234", "-1e300"]),
    row("c DOUBLE", "c VARCHAR(30)", &["0.1", "1e308", "-1e-300", "0.30000000000000004"], &[]),
    row("c DOUBLE", "c TEXT", &["0.1", "1e308", "123456789.123"], &[]),
    row("c FLOAT", "c VARCHAR(12)", &["0.1", "123456", "-0.5"], &["123456.7"]),
    row("c FLOAT", "c TEXT", &["0.1", "3e38"], &["16777217"]),
    // What they are not.
    row("c DECIMAL(20,2)", "c DATETIME", &["NULL"], &["20200101"]),
    row("c DOUBLE", "c DATE", &["NULL"], &["20200101"]),
    row("c DOUBLE", "c BINARY(8)", &["NULL"], &["1"]),
];
