//! Dates and times, of chrono and of time: from the first day to the last, to the microsecond.

use chrono::Datelike as _;
use sqlx::types::chrono::{DateTime, Local, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use sqlx::types::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

use crate::support::{Database, both, round_trip};

/// (year, day of the year), with the first and last that the servers keep, and a leap day.
const DAYS: [(u16, u16); 6] = [(1, 1), (1000, 1), (1970, 1), (2024, 60), (2038, 18), (9999, 365)];
/// (hour, minute, second, microsecond).
const TIMES: [(u8, u8, u8, u32); 4] =
    [(0, 0, 0, 0), (0, 0, 0, 1), (12, 30, 0, 500_000), (23, 59, 59, 999_999)];

fn naive_dates() -> Vec<NaiveDate> {
    DAYS.iter()
        .map(|&(year, day)| NaiveDate::from_yo_opt(year.into(), day.into()).unwrap())
        .collect()
}

fn naive_times() -> Vec<NaiveTime> {
    TIMES
        .iter()
        .map(|&(hour, minute, second, micro)| {
            NaiveTime::from_hms_micro_opt(hour.into(), minute.into(), second.into(), micro).unwrap()
        })
        .collect()
}

fn naive_moments() -> Vec<NaiveDateTime> {
    let times = naive_times();
    naive_dates().iter().flat_map(|date| times.iter().map(|time| date.and_time(*time))).collect()
}

/// The moments that sqlx can send to every MariaDB as a moment of UTC: it calls them timestamps,
/// which end in 2038 there.
fn near_moments() -> Vec<NaiveDateTime> {
    naive_moments().into_iter().filter(|moment| (1970..2039).contains(&moment.year())).collect()
}

fn is_near(moment: &PrimitiveDateTime) -> bool {
    (1970..2039).contains(&moment.year())
}

fn dates() -> Vec<Date> {
    DAYS.iter().map(|&(year, day)| Date::from_ordinal_date(year.into(), day).unwrap()).collect()
}

fn times() -> Vec<Time> {
    TIMES
        .iter()
        .map(|&(hour, minute, second, micro)| {
            Time::from_hms_micro(hour, minute, second, micro).unwrap()
        })
        .collect()
}

fn moments() -> Vec<PrimitiveDateTime> {
    let times = times();
    dates()
        .iter()
        .flat_map(|date| times.iter().map(|time| PrimitiveDateTime::new(*date, *time)))
        .collect()
}

round_trip! {
    of_naive_date: NaiveDate = naive_dates();
    of_naive_time: NaiveTime = naive_times();
    of_naive_date_time: NaiveDateTime = naive_moments();
    of_utc: DateTime<Utc> = near_moments().iter().map(NaiveDateTime::and_utc).collect::<Vec<_>>();
    of_local: DateTime<Local> = near_moments()
        .iter()
        .map(|moment| moment.and_utc().with_timezone(&Local))
        .collect::<Vec<_>>();
    of_date: Date = dates();
    of_time: Time = times();
    of_primitive_date_time: PrimitiveDateTime = moments();
    of_offset_date_time: OffsetDateTime =
        moments().into_iter().filter(is_near).map(PrimitiveDateTime::assume_utc).collect::<Vec<_>>();
    #[safe_schema(sql_type = "timestamp(6)", default_sql = "CURRENT_TIMESTAMP(6)")]
    of_timestamp: DateTime<Utc> = [
        DateTime::from_timestamp_micros(1_000_000).unwrap(),
        DateTime::from_timestamp_micros(2_147_483_647_999_999).unwrap(),
    ];
    #[safe_schema(sql_type = "datetime(3)")]
    of_milliseconds: NaiveDateTime = [
        NaiveDate::from_yo_opt(9999, 365).unwrap().and_hms_milli_opt(23, 59, 59, 999).unwrap(),
    ];
}

both! { of_far_moments }

/// A moment of UTC that is no timestamp reaches MySQL; to MariaDB 10.11 it is NULL.
async fn of_far_moments(db: Database) {
    #[derive(safe_schema::SafeSchema)]
    struct Moment {
        #[safe_schema(primary_key)]
        id: u32,
        at: DateTime<Utc>,
    }

    db.takes::<Moment>().await;
    let moments: Vec<DateTime<Utc>> = naive_moments().iter().map(NaiveDateTime::and_utc).collect();
    for (id, moment) in moments.iter().enumerate() {
        let inserted = sqlx::query("INSERT INTO moment VALUES (?, ?)")
            .bind(u32::try_from(id).unwrap())
            .bind(moment)
            .execute(&db.pool)
            .await;
        let near = (1970..2039).contains(&moment.year());
        assert_eq!(inserted.is_ok(), near || !db.is_mariadb(), "{moment}");
    }
    if !db.is_mariadb() {
        let read: Vec<DateTime<Utc>> = sqlx::query_scalar("SELECT at FROM moment ORDER BY id")
            .fetch_all(&db.pool)
            .await
            .unwrap();
        assert_eq!(read, moments);
    }
}
