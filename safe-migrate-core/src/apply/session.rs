//! A connection of the engine's own, with the settings that keep data as it is.
//!
//! Never given back to the pool: its settings would stay behind, and a cancelled migration could
//! give back a connection that still holds the lock. Dropping this one closes it, and the server
//! then lets go of the lock by itself.

use std::collections::BTreeMap;
use std::time::Duration;

use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::pool::PoolConnection;
use sqlx::{Connection, MySql, MySqlPool};
use tokio::time::timeout;

use crate::ddl::{literal, session_settings};
use crate::error::{Error, ServerError};
use crate::server::Cluster;
use crate::server::packet::{Rows, send};

use super::Options;

/// How long a server may take to answer an attempt that only asks why there is no connection.
const PROBE: Duration = Duration::from_secs(5);

/// The engine's own connection.
pub(crate) struct Session {
    pub(crate) connection: MySqlConnection,
    /// The server's number of it, by which other sessions see it.
    pub(crate) id: u64,
    /// The cluster that the server is one of.
    pub(crate) cluster: Option<Cluster>,
    /// Whether it answers by more than one connection: a proxy hands out whichever is free.
    pub(crate) is_pooled: bool,
    /// Whether nobody waits for its last statement any more, so that there is no goodbye to say.
    pub(crate) is_abandoned: bool,
}

impl Session {
    /// Takes a connection out of the pool for good (with all that the user's own hooks do to a
    /// new one), and sets up the session. The pool makes itself another in its place.
    pub(crate) async fn open(pool: &MySqlPool, options: &Options) -> Result<Self, Error> {
        let mut connection = acquire(pool).await?.detach();
        let answers = send(&mut connection, set_up(options))
            .await
            .map_err(|error| no_connection(&pool.connect_options(), error))?;
        let mut answers = answers.into_iter().rev();
        let id = answers.next().as_ref().and_then(number).unwrap_or_default();
        let cluster = Cluster::from_variables(&variables(answers.next().unwrap_or_default()));
        Ok(Self { cluster, id, ..Self::of(connection) })
    }

    fn of(connection: MySqlConnection) -> Self {
        Self { connection, id: 0, cluster: None, is_pooled: false, is_abandoned: false }
    }

    /// Notes by which connection the server answered now.
    pub(super) fn answered_by(&mut self, id: Option<u64>) {
        self.is_pooled |= id.is_some_and(|id| id != self.id);
    }

    /// The rows that one statement answers.
    pub(crate) async fn ask(
        &mut self,
        sql: String,
        doing: impl FnOnce() -> String,
    ) -> Result<Rows, Error> {
        ask_on(&mut self.connection, sql, doing).await
    }

    /// Sets up the session again, after a user's function had it.
    pub(crate) async fn set_up(&mut self, options: &Options) -> Result<(), Error> {
        let doing = || "set up the session again".to_owned();
        ask_on(&mut self.connection, settings(options).join(";\n"), doing).await.map(drop)
    }

    /// Says goodbye. The lock, if any, goes with the session.
    pub(crate) async fn close(self) {
        if self.is_abandoned {
            return;
        }
        if let Err(error) = self.connection.close().await {
            tracing::debug!(%error, "the session was gone already");
        }
    }
}

/// The rows that one statement answers.
pub(super) async fn ask_on(
    connection: &mut MySqlConnection,
    sql: String,
    doing: impl FnOnce() -> String,
) -> Result<Rows, Error> {
    match send(connection, sql).await {
        Ok(answers) => Ok(answers.into_iter().next().unwrap_or_default()),
        Err(error) => Err(Error::Query { doing: doing(), done: Vec::new(), server: error.into() }),
    }
}

/// A connection of the pool. A pool that can't connect only says that it timed out; one attempt
/// beside it tells why.
pub(crate) async fn acquire(pool: &MySqlPool) -> Result<PoolConnection<MySql>, Error> {
    let error = match pool.acquire().await {
        Ok(connection) => return Ok(connection),
        Err(error) => error,
    };
    let options = pool.connect_options();
    if !matches!(error, sqlx::Error::PoolTimedOut) {
        return Err(no_connection(&options, error));
    }
    match timeout(PROBE, MySqlConnection::connect_with(&options)).await {
        Ok(Ok(connection)) => {
            Session::of(connection).close().await;
            Err(Error::PoolExhausted { connections: pool.options().get_max_connections() })
        }
        Ok(Err(error)) => Err(no_connection(&options, error)),
        Err(_) => Err(no_connection(&options, no_answer_within(PROBE))),
    }
}

fn no_connection(options: &MySqlConnectOptions, server: impl Into<ServerError>) -> Error {
    Error::Connect { address: Box::new(options.into()), server: server.into() }
}

pub(super) fn no_answer_within(time: Duration) -> ServerError {
    ServerError::new(format!(
        "the server takes the connection, and does not answer within {} s",
        time.as_secs()
    ))
}

/// The number that a question answered.
pub(super) fn number<N: std::str::FromStr>(rows: &Rows) -> Option<N> {
    rows.first()?.first()?.as_deref()?.parse().ok()
}

/// The settings that [`ddl`](crate::ddl) says.
pub(super) fn settings(options: &Options) -> [String; 2] {
    session_settings(options.lock_wait.as_secs().max(1))
}

/// The settings; then the questions of what kind the server is, and which connection this is.
fn set_up(options: &Options) -> String {
    let names: Vec<String> = Cluster::VARIABLES.iter().map(|name| literal(name)).collect();
    format!(
        "{};\nSHOW VARIABLES WHERE Variable_name IN ({});\nSELECT CONNECTION_ID()",
        settings(options).join(";\n"),
        names.join(", ")
    )
}

fn variables(rows: Rows) -> BTreeMap<String, String> {
    let pair = |row: Vec<Option<String>>| {
        let mut row = row.into_iter();
        Some((row.next()??, row.next()??))
    };
    rows.into_iter().filter_map(pair).collect()
}
