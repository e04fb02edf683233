//! Takes a lease: looks whose it is, waits until it is free, moves it, and waits until the
//! former owner's last statement is over.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::future::{Either, select};

use crate::ddl::{Dialect, create_table};
use crate::error::{Error, ServerError};
use crate::server::codes;
use crate::server::packet::{Rows, run, send};

use super::super::lost::still_runs;
use super::super::{Options, Session, Stop};
use super::{Held, Owner, sql, table};

const DOING: &str = "take the lease on the database";
/// How often a waiter says for whom it waits.
const TELL_EVERY: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// One who waits for its turn, and for how long it may.
pub(in crate::apply) struct Turn<'a, 's> {
    pub(in crate::apply) owner: &'a Owner,
    pub(in crate::apply) options: &'a Options,
    pub(in crate::apply) started: Instant,
    pub(in crate::apply) stop: &'a mut Stop<'s>,
}

/// The lease's row as it was read.
struct Row {
    fence: u64,
    owner: Option<String>,
    /// Whether its time is not over.
    is_running: bool,
    holder: String,
    /// The connection of the former owner and its statement, where they are this server's.
    statement: Option<(u64, String)>,
    /// When it was read, by the server's clock.
    seen: String,
}

/// Takes the lease on the database. When this is an error, it is not held; when the session
/// could not be waited for, it is marked as abandoned.
pub(in crate::apply) async fn take(
    session: &mut Session,
    database: &str,
    turn: &mut Turn<'_, '_>,
) -> Result<Held, Error> {
    let name = Dialect::default().table(&table::table(database).qualified_name());
    let mut pause = FIRST_PAUSE;
    let mut told: Option<Instant> = None;
    let mut holder = "it let go just now".to_owned();
    loop {
        // What another one did at the same moment is seen by looking again, with all that follows.
        let row = match turn.bound(session, database, &holder, look(&name, database)).await? {
            Look::Found(row) => Some(row),
            Look::Again => None,
        };
        if let Some(row) = row {
            let is_own = row.owner.as_ref() == Some(&turn.owner.token);
            if is_own || !row.is_running {
                let time = turn.options.lease_time;
                let move_it = sql::take(&name, (row.fence, &row.seen), turn.owner, time);
                let moved = turn.bound(session, database, &row.holder, change(move_it)).await?;
                if moved == Some(1) {
                    let held = Held {
                        table: name,
                        fence: row.fence + 1,
                        token: turn.owner.token.clone(),
                        time,
                    };
                    if let Err(error) = settle(session, database, &held, row, turn).await {
                        if !session.is_abandoned {
                            super::release(session, &held).await;
                        }
                        return Err(error);
                    }
                    return Ok(held);
                }
            } else {
                holder = row.holder;
                if told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
                    let waited = turn.started.elapsed().as_secs();
                    tracing::info!(
                        name: "safe_schema.lock.waiting",
                        database, holder, waited, "another migration is running"
                    );
                    told = Some(Instant::now());
                }
            }
        }
        turn.pause(pause, database, &holder).await?;
        pause = (pause * 3 / 2).min(LONGEST_PAUSE);
    }
}

/// The lease is ours, and its former owner is gone, but not what the server does for it.
async fn settle(
    session: &mut Session,
    database: &str,
    held: &Held,
    former: Row,
    turn: &mut Turn<'_, '_>,
) -> Result<(), Error> {
    if let Some((connection, statement)) = former.statement {
        let holder = format!("a statement of {}: {statement}", former.holder);
        while still_runs(session, connection, &[&statement]).await? {
            let renew = sql::renew(&held.table, held.fence, &held.token, held.time);
            turn.bound(session, database, &holder, change(renew)).await?;
            tracing::debug!(
                name: "safe_schema.lost.waiting",
                connection, "the server goes on with a statement whose owner is gone"
            );
            turn.pause(FIRST_PAUSE, database, &holder).await?;
        }
    }
    Ok(())
}

/// What a look at the lease found.
enum Look {
    Found(Row),
    /// There was no table or no row; there is now, or somebody else is making it.
    Again,
}

type Step<'s, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 's>>;

/// Reads the row; makes table and row where they are not there yet, as others may at the same
/// moment.
fn look<'n>(
    name: &'n str,
    database: &'n str,
) -> impl for<'s> FnOnce(&'s mut Session) -> Step<'s, Look> + use<'n> {
    let (read, insert) = (sql::read(name), sql::insert(name));
    let create = create_table(&table::table(database), Dialect::default());
    move |session| {
        Box::pin(async move {
            match send(&mut session.connection, read).await {
                Ok(answers) => {
                    let rows = answers.into_iter().next().unwrap_or_default();
                    if let Some(row) = row(rows) {
                        return Ok(Look::Found(row));
                    }
                    change(insert)(session).await?;
                }
                Err(error) => {
                    let server = ServerError::from(error);
                    if server.code == Some(codes::NO_SUCH_TABLE) {
                        change(create)(session).await?;
                        change(insert)(session).await?;
                    } else if !server.code.is_some_and(codes::is_transient) {
                        return Err(failed(server));
                    }
                }
            }
            Ok(Look::Again)
        })
    }
}

/// How many rows the statement changed; `None` where somebody else was faster.
fn change(sql: String) -> impl for<'s> FnOnce(&'s mut Session) -> Step<'s, Option<u64>> {
    move |session| {
        Box::pin(async move {
            match run(&mut session.connection, sql).await.map_err(ServerError::from) {
                Ok(changed) => Ok(Some(changed)),
                Err(server) if server.code.is_some_and(codes::lost_a_race) => Ok(None),
                Err(server) => Err(failed(server)),
            }
        })
    }
}

fn failed(server: ServerError) -> Error {
    Error::Query { doing: DOING.to_owned(), done: Vec::new(), server }
}

fn row(rows: Rows) -> Option<Row> {
    let mut row = rows.into_iter().next()?.into_iter();
    let mut next = || row.next().flatten();
    let fence = next()?.parse().ok()?;
    let owner = next();
    let is_running = next().is_some_and(|running| running == "1");
    let [who, since, left, connection, statement, seen] = [(); 6].map(|()| next());
    let [who, since] = [who, since].map(Option::unwrap_or_default);
    let holder = match left {
        Some(left) if is_running => format!(
            "{who}, for {since} s; its lease runs out in {left} s unless it is renewed until then"
        ),
        Some(_) | None if owner.is_some() => format!("{who}, whose lease ran out"),
        Some(_) | None => "it let go just now".to_owned(),
    };
    let connection = connection.and_then(|connection| connection.parse().ok());
    let statement = connection.zip(statement);
    Some(Row { fence, owner, is_running, holder, statement, seen: seen? })
}

impl Turn<'_, '_> {
    fn left(&self) -> Duration {
        self.options.turn_wait.saturating_sub(self.started.elapsed())
    }

    fn is_over(&self, database: &str, holder: &str) -> Error {
        Error::Locked {
            database: database.to_owned(),
            holder: holder.to_owned(),
            waited: self.started.elapsed().as_secs(),
            done: Vec::new(),
        }
    }

    /// Does something on the session, but no longer than there is time: on Galera even a small
    /// change waits for the end of an ALTER, on whatever node. Where that is longer, the session
    /// is abandoned.
    async fn bound<T>(
        &mut self,
        session: &mut Session,
        database: &str,
        holder: &str,
        work: impl for<'s> FnOnce(&'s mut Session) -> Step<'s, T>,
    ) -> Result<T, Error> {
        // A server that answers at once is let answer, whatever the time.
        let left = self.left().max(Duration::from_secs(1));
        let outcome = {
            let (work, time) = (work(session), pin!(self.stop.pause(left)));
            match select(work, time).await {
                Either::Left((outcome, _)) => Some(outcome),
                Either::Right(_) => None,
            }
        };
        match outcome {
            Some(outcome) => outcome,
            None => {
                session.is_abandoned = true;
                Err(self.ended(database, holder).await)
            }
        }
    }

    /// Lets time go by.
    async fn pause(&mut self, pause: Duration, database: &str, holder: &str) -> Result<(), Error> {
        let left = self.left();
        if left.is_zero() {
            return Err(self.is_over(database, holder));
        }
        self.stop.pause(pause.min(left)).await;
        if self.stop.is_wanted().await {
            return Err(Error::Stopped { done: Vec::new() });
        }
        Ok(())
    }

    async fn ended(&mut self, database: &str, holder: &str) -> Error {
        match self.stop.is_wanted().await {
            true => Error::Stopped { done: Vec::new() },
            false => self.is_over(database, holder),
        }
    }
}
