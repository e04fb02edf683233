//! A connection of the engine's own, with the settings that keep data as it is.
//!
//! Never given back to the pool: its settings would stay behind, and a cancelled migration could
//! give back a connection that still holds the lock. Dropping this one closes it, and the server
//! then lets go of the lock by itself.

use std::time::Duration;

use sqlx::mysql::MySqlConnection;
use sqlx::{Connection, MySqlPool};
use tokio::time::timeout;

use crate::error::{Error, ServerError};
use crate::server::packet::send;

use super::Options;

/// How long a server may take to answer an attempt that only asks why there is no connection.
const PROBE: Duration = Duration::from_secs(5);

/// The engine's own connection.
pub(crate) struct Session {
    pub(crate) connection: MySqlConnection,
}

impl Session {
    /// Takes a connection out of the pool for good (with all that the user's own hooks do to a
    /// new one), and sets up the session. The pool makes itself another in its place.
    pub(crate) async fn open(pool: &MySqlPool, options: &Options) -> Result<Self, Error> {
        let mut connection = pool
            .acquire()
            .await
            .map_err(|error| Error::Connect { server: ServerError::from(error) })?
            .detach();
        send(&mut connection, settings(options))
            .await
            .map_err(|error| Error::Connect { server: ServerError::from(error) })?;
        Ok(Self { connection })
    }

    /// Whether a connection can be had at all, beside the pool.
    pub(crate) async fn probe(pool: &MySqlPool) -> Result<(), Error> {
        let options = pool.connect_options();
        let connection = timeout(PROBE, MySqlConnection::connect_with(&options))
            .await
            .unwrap_or_else(|_| Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()))
            .map_err(|error| Error::Connect { server: ServerError::from(error) })?;
        Self { connection }.close().await;
        Ok(())
    }

    /// Says goodbye. The lock, if any, goes with the session.
    pub(crate) async fn close(self) {
        if let Err(error) = self.connection.close().await {
            tracing::debug!(%error, "the session was gone already");
        }
    }
}

/// - Strict: a value that does not fit is an error, never cut.
/// - `NO_AUTO_VALUE_ON_ZERO`: making a column AUTO_INCREMENT does not renumber a 0.
/// - `||` joins texts, as on every connection of sqlx.
/// - Foreign keys are checked when they are added.
/// - Both lock timeouts: one bounds waiting for the table, the other for its rows.
/// - Statement time limits: an ALTER takes as long as it takes.
/// - Statistics are as fresh as the server has them: they decide how large a table is.
fn settings(options: &Options) -> String {
    let lock_wait = options.lock_wait.as_secs().max(1);
    format!(
        "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,\
         NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,PIPES_AS_CONCAT', \
         time_zone = '+00:00', foreign_key_checks = 1, unique_checks = 1, \
         lock_wait_timeout = {lock_wait}, innodb_lock_wait_timeout = {lock_wait}, \
         wait_timeout = 28800 \
         /*!80000 , information_schema_stats_expiry = 0, max_execution_time = 0 */\
         /*!80030 , show_gipk_in_create_table_and_information_schema = ON */\
         /*M!100600 , max_statement_time = 0 */"
    )
}
