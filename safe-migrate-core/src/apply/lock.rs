//! One decider: a named lock, scoped to the database, waited for within a bound.

use std::time::{Duration, Instant};

use crate::error::{Error, ServerError};
use crate::server::packet::{Rows, send};

use super::Session;

/// MySQL's names have at most 64 characters, and locks are the server's, not the database's:
/// so the name is the database's, hashed. (MySQL 9.7 has no SHA1 any more.)
const NAME: &str = "CONCAT('safe_schema:', LEFT(SHA2(IFNULL(DATABASE(), ''), 256), 40))";

const DOING: &str = "take the migration lock";

/// The lock, held by the session it was taken on.
pub(crate) struct Lock {
    /// How long was waited for it.
    pub(crate) waited: Duration,
}

impl Lock {
    /// Waits for the lock. All three answers of GET_LOCK count: 1 is held, 0 is not yet, NULL
    /// (an error on the server's side) is a failure.
    pub(crate) async fn take(
        session: &mut Session,
        database: &str,
        budget: Duration,
    ) -> Result<Self, Error> {
        let started = Instant::now();
        loop {
            match number(&ask(session, format!("SELECT GET_LOCK({NAME}, 1)")).await?) {
                Some(1) => return Ok(Self { waited: started.elapsed() }),
                Some(_) if started.elapsed() < budget => {
                    tracing::info!(database, "another migration is running, waiting");
                }
                Some(_) => {
                    return Err(Error::Locked {
                        database: database.to_owned(),
                        holder: holder(session).await,
                        waited: started.elapsed().as_secs(),
                    });
                }
                None => {
                    return Err(Error::Query {
                        doing: DOING.to_owned(),
                        server: ServerError::unexpected("GET_LOCK answered NULL"),
                    });
                }
            }
        }
    }

    /// Lets go. Closing the session does the same; this is for the log of the server.
    pub(crate) async fn release(self, session: &mut Session) {
        if let Err(error) = ask(session, format!("DO RELEASE_LOCK({NAME})")).await {
            tracing::debug!(%error, "the lock goes with the session");
        }
    }
}

/// Who holds the lock, as far as this user may see.
async fn holder(session: &mut Session) -> String {
    let question = format!(
        "SELECT ID, USER, HOST, TIME, COALESCE(INFO, STATE, COMMAND) \
         FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK({NAME})"
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
    send(&mut session.connection, sql)
        .await
        .map(|answers| answers.into_iter().next().unwrap_or_default())
        .map_err(|error| Error::Query { doing: DOING.to_owned(), server: error.into() })
}

fn number(rows: &Rows) -> Option<i64> {
    rows.first()?.first()?.as_deref()?.parse().ok()
}
