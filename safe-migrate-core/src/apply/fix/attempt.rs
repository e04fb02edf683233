//! Fixes in one transaction on the session that holds the lock: run, and then kept or taken back.

use std::time::Instant;

use sqlx::mysql::MySqlConnection;
use sqlx::{Connection, MySql, Transaction};

use crate::error::ServerError;
use crate::report::{Fixed, StepState};
use crate::server::{codes, packet};

use super::super::Guard;
use super::super::journal::Journal;
use super::{Action, Fix};

/// A mark that is gone when something has ended the transaction.
const MARK: &str = "safe_schema_fix";

/// Why a fix was not done.
pub(crate) struct Failure {
    /// What the server said, or the function.
    pub(crate) server: ServerError,
    /// Whether what it did can't be undone, as its transaction was ended by a statement of it.
    pub(crate) stands: bool,
}

impl Failure {
    /// Whether it changed nothing, and may work when it is run again.
    pub(crate) fn is_transient(&self) -> bool {
        !self.stands && self.server.code.is_some_and(codes::is_transient)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self { server: error.into(), stands: false }
    }
}

/// The transaction. Dropped, it is rolled back.
pub(crate) struct Attempt<'c> {
    transaction: Transaction<'c, MySql>,
}

impl<'c> Attempt<'c> {
    pub(crate) async fn begin(connection: &'c mut MySqlConnection) -> Result<Self, Failure> {
        let mut transaction = connection.begin().await?;
        packet::run(&mut transaction, format!("SAVEPOINT {MARK}")).await?;
        Ok(Self { transaction })
    }

    /// What the rows are is asked here: it sees what the fixes did.
    pub(crate) fn connection(&mut self) -> &mut MySqlConnection {
        &mut self.transaction
    }

    /// Runs one fix.
    #[tracing::instrument(
        name = "safe_schema.fix", skip_all, fields(fix = %fix.name, table = %fix.table)
    )]
    pub(crate) async fn run(&mut self, fix: &Fix, attempts: u32) -> Result<Fixed, Failure> {
        tracing::info!(
            name: "safe_schema.fix.begun", fix = %fix.name, table = %fix.table, "data fix"
        );
        let started = Instant::now();
        let rows = match &fix.action {
            Action::Sql(sql) => {
                let sent = packet::run_all(&mut self.transaction, sql.to_string()).await;
                match sent.error {
                    None => sent.changed.iter().sum(),
                    Some(error) => return Err(self.judged(error.into()).await),
                }
            }
            Action::Run(function) => match function(&mut self.transaction).await {
                Ok(rows) => rows,
                Err(error) => return Err(self.judged(said(&*error)).await),
            },
        };
        let fixed = Fixed {
            name: fix.name.to_string(),
            table: fix.table.clone(),
            rows,
            duration: started.elapsed(),
            attempts,
            is_answered: true,
        };
        // Asked after each, so that the one is named that ended the transaction.
        match self.is_whole().await {
            Ok(true) => Ok(fixed),
            Ok(false) => Err(Failure { server: ended(), stands: true }),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes down that the fixes are done, and commits that together with them; where a lease
    /// decides, only while it is still held.
    pub(crate) async fn keep(
        mut self,
        journal: &Journal,
        guard: &Guard,
        steps: &[u32],
        fixed: &[Fixed],
    ) -> Result<(), Failure> {
        let rows = fixed.iter().zip(steps).filter_map(|(fixed, step)| {
            let duration = Some(fixed.duration);
            journal.end_of_fix(*step, &fixed.name, StepState::Done, None, duration)
        });
        let rows: Vec<String> = rows.chain(guard.leases("a data fix")).collect();
        packet::run(&mut self.transaction, rows.join(";\n")).await?;
        Ok(self.transaction.commit().await?)
    }

    pub(crate) async fn take_back(self) -> Result<(), Failure> {
        Ok(self.transaction.rollback().await?)
    }

    /// A failure, with what became of what was done before it.
    async fn judged(&mut self, server: ServerError) -> Failure {
        // A deadlock ends the transaction too, and undoes it; a lost connection as well.
        let is_undone = server.is_lost() || server.code == Some(codes::DEADLOCK);
        let stands = !is_undone && matches!(self.is_whole().await, Ok(false));
        Failure { server, stands }
    }

    /// Whether it is still the transaction that was begun: its mark is there, and set anew.
    async fn is_whole(&mut self) -> Result<bool, sqlx::Error> {
        let ask = format!("RELEASE SAVEPOINT {MARK};\nSAVEPOINT {MARK}");
        let Some(error) = packet::run_all(&mut self.transaction, ask).await.error else {
            return Ok(true);
        };
        let code = ServerError::of(&error).code;
        if code == Some(codes::NO_SUCH_SAVEPOINT) { Ok(false) } else { Err(error) }
    }
}

fn ended() -> ServerError {
    ServerError::new(
        "a statement of it ended its transaction (DDL, COMMIT, LOCK TABLES and their kin do), so \
         what it did stands, and the journal does not have it as done",
    )
}

/// What the function's error says; where sqlx is its cause, what the server said.
fn said(error: &(dyn std::error::Error + Send + Sync + 'static)) -> ServerError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if let Some(error) = one.downcast_ref::<sqlx::Error>() {
            return ServerError::of(error);
        }
        cause = one.source();
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(one) = cause {
        // Some repeat their cause themselves.
        let one_text = one.to_string();
        if !text.contains(&one_text) {
            text.push_str(&format!(": {one_text}"));
        }
        cause = one.source();
    }
    ServerError::new(text)
}
