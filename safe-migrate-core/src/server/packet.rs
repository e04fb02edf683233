//! The one place where SQL made at run time is handed to sqlx, and where its answers are read.
//!
//! Everything goes by the text protocol: catalogue queries and DDL are sent once, and a
//! prepared statement would cost further round trips.

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
    /// What ended the packet early: it is the next statement's.
    pub(crate) error: Option<sqlx::Error>,
}

/// Sends statements that answer no rows in one packet; the server ends it at the first error.
pub(crate) async fn run_all(connection: &mut MySqlConnection, sql: String) -> Sent {
    let mut changed = Vec::new();
    let mut stream = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql)));
    loop {
        match stream.try_next().await {
            Ok(Some(Either::Left(done))) => changed.push(done.rows_affected()),
            Ok(Some(Either::Right(_))) => {}
            Ok(None) => return Sent { changed, error: None },
            Err(error) => return Sent { changed, error: Some(error) },
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

fn values(row: &MySqlRow) -> Result<Vec<Option<String>>, sqlx::Error> {
    (0..row.len())
        .map(|column| {
            // By bytes: the catalogues' columns are text, but some are marked as binary.
            let bytes: Option<&[u8]> = row.try_get_unchecked(column)?;
            Ok(bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
        })
        .collect()
}
