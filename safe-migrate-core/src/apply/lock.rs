//! One decider: a named lock, scoped to the database, waited for within a bound.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::ddl::literal;
use crate::error::{Error, ServerError};
use crate::server::packet::Rows;

use super::session::number;
use super::{Options, Session, Stop};

const DOING: &str = "take the migration lock";
/// How often a waiter says for whom it waits.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// The lock, held by the session it was taken on: one for each database, in the order of their
/// names, so that two services that share a database wait for each other and never both.
pub(crate) struct Lock {
    /// How long was waited for it.
    pub(crate) waited: Duration,
    names: BTreeSet<String>,
}

impl Lock {
    /// Waits for the lock. It goes with the session: letting go of that in whatever way, by an
    /// error or in a future that is dropped, lets go of the lock as soon as the server is done
    /// with the session's last statement.
    #[tracing::instrument(name = "safe_schema.lock", skip_all)]
    pub(crate) async fn take(
        session: &mut Session,
        databases: &BTreeSet<Option<&str>>,
        options: &Options,
        stop: &mut Stop<'_>,
    ) -> Result<Self, Error> {
        let started = Instant::now();
        let names = names(session, databases).await?;
        for database in &names {
            take_one(session, database, started, options.turn_wait, stop).await?;
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

/// The databases as the server tells them apart: the connected one by its name there, and in
/// small letters where case is no difference.
async fn names(
    session: &mut Session,
    databases: &BTreeSet<Option<&str>>,
) -> Result<BTreeSet<String>, Error> {
    let names = databases.iter().map(|database| {
        let name = database.map_or("DATABASE()".to_owned(), literal);
        format!("IF(@@lower_case_table_names = 0, {name}, LOWER({name}))")
    });
    let question = format!("SELECT {}", names.collect::<Vec<_>>().join(", "));
    let rows = ask(session, question).await?;
    Ok(rows.into_iter().flatten().map(Option::unwrap_or_default).collect())
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
    stop: &mut Stop<'_>,
) -> Result<(), Error> {
    let mut told: Option<Instant> = None;
    loop {
        match number::<u8>(&ask(session, format!("SELECT GET_LOCK({}, 1)", name(database))).await?)
        {
            Some(1) => return Ok(()),
            Some(_) if stop.is_wanted().await => return Err(Error::Stopped { done: Vec::new() }),
            Some(_) if started.elapsed() < budget => {
                if told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
                    let holder = holder(session, database).await;
                    let waited = started.elapsed().as_secs();
                    tracing::info!(
                        name: "safe_schema.lock.waiting",
                        database, holder, waited, "another migration is running"
                    );
                    told = Some(Instant::now());
                }
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
                    server: ServerError::unexpected(
                        "GET_LOCK answered NULL: somebody ended the wait (KILL QUERY), or the \
                         server has no memory left",
                    ),
                });
            }
        }
    }
}

/// Who holds the lock and what it has been doing for how long, as far as this user may see.
async fn holder(session: &mut Session, database: &str) -> String {
    let name = name(database);
    let question = format!(
        "SELECT IS_USED_LOCK({name}), p.ID, p.USER, p.HOST, p.TIME, \
           COALESCE(p.INFO, p.STATE, p.COMMAND) \
         FROM (SELECT 1 AS one) o LEFT JOIN information_schema.PROCESSLIST p \
           ON p.ID = IS_USED_LOCK({name})"
    );
    let rows = ask(session, question).await.unwrap_or_default();
    let text = |at: usize| rows.first().and_then(|row| row.get(at).cloned().flatten());
    match (text(0), text(1)) {
        (Some(_), Some(id)) => {
            let [user, host, seconds, doing] = [2, 3, 4, 5].map(|at| text(at).unwrap_or_default());
            format!("connection {id} of {user}@{host}, for {seconds} s in: {doing}")
        }
        (Some(id), None) => {
            format!("connection {id} of another user, whom this user may not see (PROCESS)")
        }
        (None, _) => "it let go just now".to_owned(),
    }
}

async fn ask(session: &mut Session, sql: String) -> Result<Rows, Error> {
    session.ask(sql, || DOING.to_owned()).await
}
