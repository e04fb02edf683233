//! One decider: a named lock, scoped to the database, waited for within a bound.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::ddl::literal;
use crate::error::{Error, ServerError};
use crate::server::packet::Rows;

use super::Session;

const DOING: &str = "take the migration lock";

/// The lock, held by the session it was taken on: one for each database, in the order of their
/// names, so that two services that share a database wait for each other and never both.
pub(crate) struct Lock {
    /// How long was waited for it.
    pub(crate) waited: Duration,
    names: Vec<String>,
}

impl Lock {
    /// Waits for the lock.
    pub(crate) async fn take(
        session: &mut Session,
        databases: &BTreeSet<Option<&str>>,
        budget: Duration,
    ) -> Result<Self, Error> {
        let started = Instant::now();
        let mut names: Vec<String> = Vec::new();
        for database in databases {
            // The server's own spelling of the connected database's name.
            let database = match database {
                Some(database) => (*database).to_owned(),
                None => ask(session, "SELECT DATABASE()".to_owned())
                    .await?
                    .into_iter()
                    .next()
                    .and_then(|row| row.into_iter().next()?)
                    .unwrap_or_default(),
            };
            names.push(database);
        }
        names.sort();
        names.dedup();
        for database in &names {
            take_one(session, database, started, budget).await?;
        }
        Ok(Self { waited: started.elapsed(), names })
    }

    /// Lets go. Closing the session does the same; this is for the log of the server.
    pub(crate) async fn release(self, session: &mut Session) {
        for database in &self.names {
            if let Err(error) = ask(session, format!("DO RELEASE_LOCK({})", name(database))).await {
                tracing::debug!(%error, "the lock goes with the session");
            }
        }
    }
}

/// MySQL's names have at most 64 characters, and locks are the server's, not the database's: so
/// the name is the database's, hashed. (MySQL 9.7 has no SHA1 any more.)
fn name(database: &str) -> String {
    format!("CONCAT('safe_schema:', LEFT(SHA2({}, 256), 40))", literal(database))
}

/// All three answers of GET_LOCK count: 1 is held, 0 is not yet, NULL (an error on the server's
/// side) is a failure.
async fn take_one(
    session: &mut Session,
    database: &str,
    started: Instant,
    budget: Duration,
) -> Result<(), Error> {
    loop {
        match number(&ask(session, format!("SELECT GET_LOCK({}, 1)", name(database))).await?) {
            Some(1) => return Ok(()),
            Some(_) if started.elapsed() < budget => {
                tracing::info!(database, "another migration is running, waiting");
            }
            Some(_) => {
                return Err(Error::Locked {
                    database: database.to_owned(),
                    holder: holder(session, database).await,
                    waited: started.elapsed().as_secs(),
                });
            }
            None => {
                return Err(Error::Query {
                    doing: DOING.to_owned(),
                    done: Vec::new(),
                    server: ServerError::unexpected("GET_LOCK answered NULL"),
                });
            }
        }
    }
}

/// Who holds the lock, as far as this user may see.
async fn holder(session: &mut Session, database: &str) -> String {
    let question = format!(
        "SELECT ID, USER, HOST, TIME, COALESCE(INFO, STATE, COMMAND) \
         FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK({})",
        name(database)
    );
    match ask(session, question).await.ok().and_then(|rows| rows.into_iter().next()) {
        Some(row) => {
            let text = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
            format!(
                "connection {} of {}@{}, {} s in: {}",
                text(0),
                text(1),
                text(2),
                text(3),
                text(4)
            )
        }
        None => "the holder is not to be seen by this user".to_owned(),
    }
}

async fn ask(session: &mut Session, sql: String) -> Result<Rows, Error> {
    session.ask(sql, || DOING.to_owned()).await
}

fn number(rows: &Rows) -> Option<i64> {
    rows.first()?.first()?.as_deref()?.parse().ok()
}
