//! How far the server is with a step: asked on a second connection, and only where somebody wants
//! to know.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use sqlx::Connection;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};

use crate::plan::Step;
use crate::report::{Callback, Progress, Stage};
use crate::server::Flavour;
use crate::server::packet::send;

const EVERY: Duration = Duration::from_millis(250);

/// Tells somebody how far the steps are.
pub(crate) struct Watcher {
    callback: Callback,
    options: Arc<MySqlConnectOptions>,
    connection: Option<MySqlConnection>,
}

/// The step that is watched.
pub(super) struct Watched<'a> {
    pub(super) step: &'a Step,
    pub(super) number: usize,
    pub(super) of: usize,
    pub(super) flavour: Flavour,
    /// The server's number of the connection it runs on.
    pub(super) connection: u64,
}

impl Watched<'_> {
    fn at(&self, stage: Stage) -> Progress {
        Progress {
            step: self.number,
            of: self.of,
            table: self.step.table.clone(),
            summary: self.step.summary.clone(),
            stage,
        }
    }
}

impl Watcher {
    pub(crate) fn new(callback: Callback, options: Arc<MySqlConnectOptions>) -> Self {
        Self { callback, options, connection: None }
    }

    /// Waits for the step, and tells how far it is meanwhile.
    pub(super) async fn watch<T>(
        &mut self,
        watched: &Watched<'_>,
        step: impl Future<Output = T>,
    ) -> T {
        self.begun(watched);
        let step = pin!(step);
        match select(step, pin!(self.look_on(watched))).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(((), step)) => step.await,
        }
    }

    pub(super) fn begun(&self, watched: &Watched<'_>) {
        (self.callback.0)(&watched.at(Stage::Begun));
    }

    pub(super) fn done(&self, watched: &Watched<'_>) {
        (self.callback.0)(&watched.at(Stage::Done));
    }

    /// Until the step is done, or there is nothing to be seen.
    async fn look_on(&mut self, watched: &Watched<'_>) {
        let question = question(watched);
        let mut last = None;
        loop {
            tokio::time::sleep(EVERY).await;
            let connection = match &mut self.connection {
                Some(connection) => connection,
                None => match MySqlConnection::connect_with(&self.options).await {
                    Ok(connection) => self.connection.insert(connection),
                    Err(_) => return,
                },
            };
            let Ok(answers) = send(connection, question.clone()).await else {
                // Not to be seen by this user, or not on this server.
                self.connection = None;
                return;
            };
            let row = answers.into_iter().flatten().next();
            let stage = row.and_then(|row| stage(row, watched.step.rows_estimate));
            if let Some(stage) = stage
                && last.as_ref() != Some(&stage)
            {
                (self.callback.0)(&watched.at(stage.clone()));
                last = Some(stage);
            }
        }
    }
}

/// What is done, in words; how much is done, and of how much, in units of the server's own.
fn question(watched: &Watched<'_>) -> String {
    let id = watched.connection;
    match watched.flavour {
        // Needs SELECT on performance_schema, and its consumer `events_stages_current`.
        Flavour::MySql => format!(
            "SELECT SUBSTRING_INDEX(e.EVENT_NAME, '/', -1), e.WORK_COMPLETED, e.WORK_ESTIMATED \
             FROM performance_schema.events_stages_current e \
             JOIN performance_schema.threads t ON t.THREAD_ID = e.THREAD_ID \
             WHERE t.PROCESSLIST_ID = {id} AND e.WORK_ESTIMATED > 0"
        ),
        Flavour::MariaDb => format!(
            "SELECT STATE, PROGRESS, 100 FROM information_schema.PROCESSLIST \
             WHERE ID = {id} AND PROGRESS > 0"
        ),
    }
}

fn stage(row: Vec<Option<String>>, rows: u64) -> Option<Stage> {
    let mut row = row.into_iter();
    let doing = row.next()??;
    let done: f64 = row.next()??.parse().ok()?;
    let of: f64 = row.next()??.parse().ok()?;
    if of <= 0.0 {
        return None;
    }
    // An estimate of an estimate: what is left of the fraction does not matter.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let done = (done / of * rows as f64) as u64;
    Some(Stage::Working { doing, rows: done.min(rows), of: rows })
}
