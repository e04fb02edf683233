//! The first minute of a service: a server that is not up yet is waited for, one that will never
//! let it in is told at once.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::{Connection, MySqlPool};
use tokio::time::{sleep, timeout};

use crate::ddl::identifier;
use crate::error::{Address, Error, ServerError};
use crate::server::{codes, packet};

use super::session::no_answer_within;

/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(5);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Waits for a server that is not up yet, before the first migration.
///
/// A server that refuses connections, has no name yet, is starting or has too many connections is
/// asked again, with growing pauses. A wrong password, a user without access, or a database that
/// is not there will be no better in a minute: they are an error at once.
///
/// ```no_run
/// # async fn start(url: &str, schema: safe_migrate_core::Schema)
/// # -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use safe_migrate_core::StartUp;
///
/// let pool = sqlx::MySqlPool::connect_lazy(url)?; // does not connect yet
/// StartUp::new().within(Duration::from_secs(120)).create_database().wait_for_server(&pool).await?;
/// schema.migrate(&pool).await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "nothing is waited for before `wait_for_server`"]
pub struct StartUp {
    budget: Duration,
    create_database: bool,
}

impl StartUp {
    /// Waits for a minute, and creates nothing.
    pub const fn new() -> Self {
        Self { budget: Duration::from_secs(60), create_database: false }
    }

    /// For how long to wait.
    pub const fn within(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// Where the database of the URL is not there, it is created, in the character set `utf8mb4`.
    /// The user needs the privilege CREATE on it.
    pub const fn create_database(mut self) -> Self {
        self.create_database = true;
        self
    }

    /// Waits until the server lets the pool's user in, on a connection beside the pool. How long
    /// that took.
    ///
    /// # Errors
    /// [`Error::Connect`] where waiting is in vain, at once; [`Error::NotUp`] after the time.
    pub async fn wait_for_server(&self, pool: &MySqlPool) -> Result<Duration, Error> {
        let options = pool.connect_options();
        let started = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let error = match timeout(ATTEMPT, attempt(&options)).await {
                Ok(Ok(())) => return Ok(started.elapsed()),
                Ok(Err(error)) => Some(error),
                Err(_) => None,
            };
            let is_worth_waiting = error.as_ref().is_none_or(is_not_up_yet);
            let server = error.map_or_else(|| no_answer_within(ATTEMPT), ServerError::from);
            let address = || Box::new(Address::from(&*options));
            if self.create_database && server.code == Some(codes::UNKNOWN_DATABASE) {
                create(&options).await?;
                continue;
            }
            if !is_worth_waiting {
                return Err(Error::Connect { address: address(), server });
            }
            if started.elapsed() + pause > self.budget {
                let waited = started.elapsed().as_secs();
                return Err(Error::NotUp { address: address(), waited, server });
            }
            tracing::info!(name: "safe_schema.waiting", %server, "the server is not up yet");
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

impl Default for StartUp {
    fn default() -> Self {
        Self::new()
    }
}

async fn attempt(options: &MySqlConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = MySqlConnection::connect_with(options).await?;
    // A node of a cluster lets everybody in before it is ready for questions.
    packet::run(&mut connection, "SELECT 1".to_owned()).await?;
    connection.close().await
}

/// Creates the database, on a connection to the one that every server has.
async fn create(options: &MySqlConnectOptions) -> Result<(), Error> {
    let name = options.get_database().unwrap_or_default();
    let failed = |error: sqlx::Error| Error::Query {
        doing: format!("create the database `{name}` (it needs the privilege CREATE on it)"),
        done: Vec::new(),
        server: error.into(),
    };
    let home = options.clone().database("information_schema");
    let mut connection = MySqlConnection::connect_with(&home).await.map_err(failed)?;
    let sql = format!("CREATE DATABASE IF NOT EXISTS {} CHARACTER SET utf8mb4", identifier(name));
    packet::run(&mut connection, sql).await.map_err(failed)?;
    tracing::info!(name: "safe_schema.database.created", database = name, "database created");
    connection.close().await.map_err(failed)
}

/// Whether a later attempt may be let in without anybody's doing something.
fn is_not_up_yet(error: &sqlx::Error) -> bool {
    if let sqlx::Error::Io(error) = error {
        // A name that is not known, too, may be the one of a container that starts.
        return !matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::InvalidInput);
    }
    let database = error.as_database_error();
    database
        .and_then(|error| error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>())
        .is_some_and(|error| codes::is_not_up_yet(error.number()))
}
