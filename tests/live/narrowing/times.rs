//! Dates and times: precision, kind, range, and the time zone they are in.

use super::{Refused, Row, Same, row};
use crate::support::{Database, both, pool};

both! { times, times_are_of_utc_whatever_zone_the_pool_is_in }

async fn times(db: Database) {
    super::run(&db, ROWS).await;
}

const fn time(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    row(from, to, fit, unfit).same(Same::Time)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Precision.
    time("c DATETIME(6)", "c DATETIME(3)", &["'2020-01-01 00:00:00.123'", "'0000-00-00'", "NULL"], &["'2020-01-01 00:00:00.1234'", "'2020-01-01 23:59:59.9999'"]),
    time("c DATETIME(6)", "c DATETIME", &["'2020-01-01 00:00:00'", "'9999-12-31 23:59:59'"], &["'2020-01-01 00:00:00.000001'", "'9999-12-31 23:59:59.999999'"]),
    time("c DATETIME", "c DATETIME(6)", &["'2020-01-01 00:00:00'", "'0000-00-00'"], &[]),
    time("c TIME(3)", "c TIME", &["'-838:59:59'", "'12:00:00'"], &["'12:00:00.001'", "'-00:00:00.001'"]),
    time("c TIMESTAMP(6) NULL", "c TIMESTAMP(2) NULL", &["'2020-01-01 00:00:00.12'"], &["'2020-01-01 00:00:00.123'"]),
    time("c TIMESTAMP(6) NULL", "c TIMESTAMP NULL", &["'2038-01-19 03:14:07'"], &["'2038-01-19 03:14:07.999999'"]),
    // Kind.
    time("c DATETIME", "c DATE", &["'2020-01-01 00:00:00'", "'0000-00-00'", "'2020-00-00'"], &["'2020-01-01 00:00:01'"]),
    time("c DATETIME(6)", "c DATE", &["'2020-01-01'"], &["'2020-01-01 00:00:00.000001'"]),
    time("c DATE", "c DATETIME", &["'2020-01-01'", "'1000-01-01'", "'0000-00-00'", "'2020-00-00'"], &[]),
    time("c TIMESTAMP NULL", "c DATE", &["'2020-01-01'", "0"], &["'2020-01-01 00:00:01'"]),
    time("c TIMESTAMP NULL", "c DATETIME", &["'2020-01-01 00:00:00'", "'2021-03-28 02:30:00'", "0", "NULL"], &[]),
    time("c TIMESTAMP(6) NULL", "c DATETIME", &["'2020-01-01 00:00:00'"], &["'2020-01-01 00:00:00.5'"]),
    time("c DATETIME", "c TIMESTAMP NULL", &["'2020-01-01 00:00:00'", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'", "'2021-03-28 02:30:00'", "'0000-00-00'", "NULL"], &["'1970-01-01 00:00:00'", "'1969-12-31 23:59:59'", "'2038-01-19 03:14:08'", "'9999-12-31'", "'2020-00-00'", "'2020-01-00'"]),
    time("c DATETIME(6)", "c TIMESTAMP(6) NULL", &["'2038-01-19 03:14:07.999999'", "'1970-01-01 00:00:01'"], &["'1970-01-01 00:00:00.999999'"]),
    time("c DATETIME(6)", "c TIMESTAMP NULL", &["'2020-01-01 00:00:00'"], &["'2020-01-01 00:00:00.5'"]),
    time("c DATE", "c TIMESTAMP NULL", &["'2020-01-01'", "'2038-01-19'", "'0000-00-00'"], &["'1970-01-01'", "'2038-01-20'", "'1000-01-01'"]),
    // What they are not: the server would cut them, or count them.
    time("c DATETIME", "c TIME", &["NULL"], &["'2020-01-01 10:00:00'"]),
    time("c DATETIME", "c YEAR", &["NULL"], &["'2020-01-01'"]),
    time("c DATE", "c YEAR", &["NULL"], &["'2020-01-01'"]),
    time("c DATE", "c TIME", &["NULL"], &["'2020-01-01'"]),
    time("c TIME", "c DATETIME", &["NULL"], &["'10:00:00'"]),
    time("c TIME", "c INT", &["NULL"], &["'00:00:07'"]),
    time("c DATE", "c INT", &["NULL"], &["'2020-01-01'"]),
    time("c DATETIME", "c BIGINT", &["NULL"], &["'2020-01-01'"]),
    time("c TIMESTAMP NULL", "c BIGINT UNSIGNED", &["NULL"], &["'2020-01-01'"]),
    time("c YEAR", "c DATE", &["NULL"], &["2020"]),
    // Texts.
    row("c DATETIME", "c VARCHAR(19)", &["'2020-01-01 00:00:00'", "'0000-00-00'"], &[]),
    row("c DATETIME(1)", "c VARCHAR(19)", &["NULL"], &["'2020-01-01 00:00:00.5'"]),
    row("c DATETIME(1)", "c CHAR(21)", &["'2020-01-01 00:00:00.5'"], &[]),
    row("c TIMESTAMP NULL", "c VARCHAR(19)", &["'2020-01-01 00:00:00'"], &[]),
    row("c DATE", "c VARCHAR(9)", &["NULL"], &["'2020-01-01'"]),
    row("c DATE", "c VARCHAR(10)", &["'2020-01-01'"], &[]),
    row("c TIME", "c VARCHAR(9)", &["'10:00:00'", "'-10:00:00'"], &["'-838:59:59'"]),
    row("c TIME(6)", "c TEXT", &["'-838:59:58.999999'"], &[]),
    // Under keys.
    time("c DATETIME(6), UNIQUE KEY u (c)", "c DATETIME, UNIQUE KEY u (c)", &["'2020-01-01'", "'2020-01-02'"], &["'2020-01-01 00:00:00.1'"]).refused(Refused::Values),
    time("c DATETIME, UNIQUE KEY u (c)", "c TIMESTAMP NULL, UNIQUE KEY u (c)", &["'2020-01-01'", "'2020-01-02'"], &["'1969-01-01'"]),
    row("c DATE, UNIQUE KEY u (c)", "c VARCHAR(10), UNIQUE KEY u (c)", &["'2020-01-01'", "'2020-01-02'"], &[]),
];

/// A session in another zone reads other texts; what sqlx reads, in UTC, stays the same.
async fn times_are_of_utc_whatever_zone_the_pool_is_in(db: Database) {
    let change = time(
        "c DATETIME",
        "c TIMESTAMP NULL",
        // The first is no time in Berlin; the others are the ends of the range in UTC.
        &["'2021-03-28 02:30:00'", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'"],
        &["'1970-01-01 00:00:00'", "'2038-01-19 03:14:08'"],
    );
    let elsewhere = db.options("root").database(&db.name).timezone(Some("+05:30".to_owned()));
    super::run::run_by(&db, &pool(elsewhere), &[change]).await;
    let first = db.value("SELECT UNIX_TIMESTAMP(MIN(c)) FROM t0").await;
    assert_eq!(first, "1");
}
