//! One decider: a named lock, scoped to the database, waited for within a bound; or a lease,
//! where the named lock does not reach everybody.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::{Duration, Instant};

use sqlx::MySqlPool;

use crate::ddl::literal;
use crate::error::{Error, ServerError};
use crate::schema::LEASE;
use crate::server::packet::Rows;

use super::lease::{self, Guard, Held, Turn};
use super::session::{number, settings};
use super::{Options, Owner, Session, Stop};

const DOING: &str = "take the migration lock";
/// How often a waiter says for whom it waits.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// The lock, held by the session it was taken on: one for each database, in the order of their
/// names, so that two services that share a database wait for each other and never both.
pub(crate) struct Lock {
    /// How long was waited for it.
    pub(crate) waited: Duration,
    names: BTreeSet<String>,
    /// The leases on the same databases. Each server of a cluster has named locks of its own, and
    /// through a proxy that pools sessions nobody knows who holds one.
    leases: Vec<Held>,
}

impl Lock {
    /// Waits for the lock. It goes with the session: letting go of that in whatever way, by an
    /// error or in a future that is dropped, lets go of the lock as soon as the server is done
    /// with the session's last statement.
    #[tracing::instrument(name = "safe_schema.lock", skip_all)]
    pub(crate) async fn take(
        session: &mut Session,
        pool: &MySqlPool,
        databases: &BTreeSet<Option<&str>>,
        options: &Options,
        owner: &Owner,
        stop: &mut Stop<'_>,
    ) -> Result<Self, Error> {
        let started = Instant::now();
        let names = names(session, databases).await?;
        let mut lock = Self { waited: Duration::ZERO, names: BTreeSet::new(), leases: Vec::new() };
        let mut needs_leases = session.cluster.is_some() || session.is_pooled;
        if !needs_leases {
            for database in &names {
                if session.is_pooled {
                    break;
                }
                take_one(session, database, started, options.turn_wait, stop).await?;
                lock.names.insert(database.clone());
            }
            needs_leases = !names_are_enough(session, &names).await?;
        }
        if needs_leases {
            let mut turn = Turn { owner, options, started, stop };
            for database in &names {
                // The wait for one may be longer than the time of those before it.
                let taking = lease::take(session, database, &mut turn);
                match lease::keep(&lock.leases, pool, taking).await {
                    Ok(held) => lock.leases.push(held),
                    Err(error) => {
                        if !session.is_abandoned && !error.is_lost() {
                            lock.release(session).await;
                        }
                        return Err(error);
                    }
                }
            }
        }
        if let Some(cluster) = session.cluster {
            // From here on it waits for what others have written; before, it would have waited
            // for the end of their ALTER as well, without a bound.
            if let Err(error) = ask(session, cluster.in_step().to_owned()).await {
                lock.release(session).await;
                return Err(error);
            }
        }
        Ok(Self { waited: started.elapsed(), ..lock })
    }

    /// What goes before every step, so that it is run only while the lock is held.
    pub(crate) fn guard(&self, session: &Session, options: &Options) -> Guard {
        let settings = if session.is_pooled { settings(options).to_vec() } else { Vec::new() };
        Guard::new(self.leases.clone(), settings)
    }

    /// Does the work with the lock held for as long as it takes.
    pub(crate) async fn keep<T>(&self, pool: &MySqlPool, work: impl Future<Output = T>) -> T {
        match self.leases.as_slice() {
            [] => work.await,
            leases => lease::keep(leases, pool, work).await,
        }
    }

    /// Lets go. Closing the session does the same to the named lock, for which this is for the
    /// log of the server.
    pub(crate) async fn release(self, session: &mut Session) {
        for held in &self.leases {
            lease::release(session, held).await;
        }
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
    let question = format!("SELECT CONNECTION_ID(), {}", names.collect::<Vec<_>>().join(", "));
    let rows = ask(session, question).await?;
    session.answered_by(number(&rows));
    Ok(rows.into_iter().flatten().skip(1).map(Option::unwrap_or_default).collect())
}

/// Whether the locks just taken are those of this session, and nobody had to take a lease here
/// (whose way leads through a proxy, or who saw a cluster).
async fn names_are_enough(session: &mut Session, names: &BTreeSet<String>) -> Result<bool, Error> {
    let held = names.iter().map(|database| format!("IS_USED_LOCK({})", name(database)));
    let databases: Vec<String> = names.iter().map(|database| literal(database)).collect();
    let question = format!(
        "SELECT CONNECTION_ID(), COALESCE(CONNECTION_ID() = {}, 0), \
           EXISTS (SELECT 1 FROM information_schema.TABLES \
             WHERE TABLE_SCHEMA IN ({}) AND TABLE_NAME = {})",
        held.collect::<Vec<_>>().join(" AND CONNECTION_ID() = "),
        databases.join(", "),
        literal(LEASE),
    );
    let rows = ask(session, question).await?;
    let is = |at: usize| {
        rows.first().and_then(|row| row.get(at)?.as_deref()).is_some_and(|value| value == "1")
    };
    session.answered_by(number(&rows));
    session.is_pooled |= !is(1);
    Ok(is(1) && !is(2) && !session.is_pooled)
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
        let question = format!("SELECT GET_LOCK({}, 1), CONNECTION_ID()", name(database));
        let rows = ask(session, question).await?;
        session.answered_by(rows.first().and_then(|row| row.get(1)?.as_deref()?.parse().ok()));
        if session.is_pooled {
            // The lock, if it was had, is of a connection that others get next.
            ask(session, format!("DO RELEASE_LOCK({})", name(database))).await?;
            return Ok(());
        }
        match number::<u8>(&rows) {
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
                    done: Vec::new(),
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
