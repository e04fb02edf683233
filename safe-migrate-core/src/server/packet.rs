//! The one place where SQL made at run time is handed to sqlx, and where its answers are read.
//!
//! Everything goes by the text protocol: catalogue queries and DDL are sent once, and a
//! prepared statement would cost further round trips.

use std::borrow::Cow;

use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlConnection, MySqlRow};
use sqlx::{AssertSqlSafe, Either, Executor, Row};

/// The rows of one statement, as text; `None` is NULL.
pub(crate) type Rows = Vec<Vec<Option<String>>>;

/// Sends one statement, and returns how many rows it changed or found.
pub(crate) async fn run(connection: &mut MySqlConnection, sql: String) -> Result<u64, sqlx::Error> {
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(|done| done.rows_affected())
}

/// How far the server got in a packet.
pub(crate) struct Sent {
    /// How many rows each statement that was answered changed.
    pub(crate) changed: Vec<u64>,
    /// The rows of those that ask.
    pub(crate) rows: Rows,
    /// What ended the packet early: it is the next statement's.
    pub(crate) error: Option<sqlx::Error>,
}

/// Sends statements in one packet; the server ends it at the first error.
pub(crate) async fn run_all(connection: &mut MySqlConnection, sql: String) -> Sent {
    run_each(connection, sql, |_| {}).await
}

/// The same, and tells of each statement that is answered by its number, from 0.
pub(crate) async fn run_each(
    connection: &mut MySqlConnection,
    sql: String,
    mut answered: impl FnMut(usize),
) -> Sent {
    let mut sent = Sent { changed: Vec::new(), rows: Vec::new(), error: None };
    let mut stream = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql)));
    loop {
        let item = match stream.try_next().await {
            Ok(Some(Either::Left(done))) => {
                answered(sent.changed.len());
                sent.changed.push(done.rows_affected());
                continue;
            }
            Ok(Some(Either::Right(row))) => values(&row),
            Ok(None) => return sent,
            Err(error) => Err(error),
        };
        match item {
            Ok(row) => sent.rows.push(row),
            Err(error) => {
                sent.error = Some(error);
                return sent;
            }
        }
    }
}

/// Sends statements in one packet, and returns the rows of each.
///
/// Every statement is built by this crate from quoted identifiers and quoted literals.
pub(crate) async fn send(
    connection: &mut MySqlConnection,
    sql: String,
) -> Result<Vec<Rows>, sqlx::Error> {
    let mut answers = Vec::new();
    let mut rows = Vec::new();
    let mut stream = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql)));
    while let Some(item) = stream.try_next().await? {
        match item {
            Either::Left(_) => answers.push(std::mem::take(&mut rows)),
            Either::Right(row) => rows.push(values(&row)?),
        }
    }
    Ok(answers)
}

/// One row of an answer, read where it lies.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a>(&'a MySqlRow);

impl<'a> Cells<'a> {
    /// The text in a column; `None` is NULL, or no such column.
    pub(crate) fn get(&self, column: usize) -> Option<Cow<'a, str>> {
        // By bytes: the catalogues' columns are text, but some are marked as binary.
        let bytes: Option<&'a [u8]> = self.0.try_get_unchecked(column).ok()?;
        bytes.map(String::from_utf8_lossy)
    }

    /// The text in the last column.
    pub(crate) fn last(&self) -> Option<Cow<'a, str>> {
        self.get(self.0.len().checked_sub(1)?)
    }
}

/// Sends statements in one packet, and hands each row over as it comes, with the number of its
/// statement from 0. How many statements were answered.
pub(crate) async fn read(
    connection: &mut MySqlConnection,
    sql: String,
    mut take: impl FnMut(usize, Cells<'_>),
) -> Result<usize, sqlx::Error> {
    let mut answered = 0;
    let mut stream = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql)));
    while let Some(item) = stream.try_next().await? {
        match item {
            Either::Left(_) => answered += 1,
            Either::Right(row) => take(answered, Cells(&row)),
        }
    }
    Ok(answered)
}

fn values(row: &MySqlRow) -> Result<Vec<Option<String>>, sqlx::Error> {
    (0..row.len())
        .map(|column| {
            // By bytes: the catalogues' columns are text, but some are marked as binary.
            let bytes: Option<&[u8]> = row.try_get_unchecked(column)?;
            Ok(bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
        })
        .collect()
}
