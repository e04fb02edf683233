//! What a run writes into the journal of data fixes, and reads there: the one thing that the
//! journal decides is that a fix which it has as done is not run again.

use std::time::Duration;

use sqlx::mysql::MySqlConnection;

use crate::ddl::literal;
use crate::error::{Error, ServerError};
use crate::report::StepState;
use crate::server::{codes, packet};

use super::super::fix::Fix;
use super::{Journal, STARTED, error_literal};

/// A fix that the journal has as done.
pub(crate) struct Recorded {
    /// The run that did it.
    pub(crate) run: String,
    pub(crate) name: String,
}

impl Journal {
    /// Its table, where it is written.
    pub(crate) fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// The name of this run.
    pub(crate) fn is_this_run(&self, run: &str) -> bool {
        self.run == run
    }

    /// The statements before the fixes, and the step that the first of them is; `None` where the
    /// journal is not written.
    pub(crate) fn begin_fixes(&mut self, fixes: &[&Fix]) -> Option<(u32, Vec<String>)> {
        let table = self.table.clone()?;
        let first = self.step + 1;
        let mut sql: Vec<String> = self.settling().into_iter().collect();
        for fix in fixes {
            let statement = fix.as_sql().map_or("(a function)", |sql| sql);
            let row = self.started(&fix.table.to_string(), statement);
            let name = literal(&fix.name);
            sql.push(format!("INSERT INTO {table} ({STARTED}, fix) VALUES ({row}, {name})"));
        }
        Some((first, sql))
    }

    /// The statement that says how a fix ended.
    pub(crate) fn end_of_fix(
        &self,
        step: u32,
        name: &str,
        state: StepState,
        error: Option<&str>,
        duration: Option<Duration>,
    ) -> Option<String> {
        let table = self.table.as_ref()?;
        let duration =
            duration.map_or("NULL".to_owned(), |duration| duration.as_micros().to_string());
        Some(format!(
            "INSERT INTO {table} (run, step, state, fix, error, duration_us) VALUES ({}, {step}, \
             {}, {}, {}, {duration})",
            literal(&self.run),
            literal(state.name()),
            literal(name),
            error_literal(error),
        ))
    }
}

/// The fixes that the journal has as done; none where there is no journal, or one of a version
/// that had no fixes.
pub(crate) async fn recorded_fixes(
    connection: &mut MySqlConnection,
    table: &str,
) -> Result<Vec<Recorded>, Error> {
    let question = format!(
        "SELECT run, fix FROM {table} WHERE fix IS NOT NULL AND state = {}",
        literal(StepState::Done.name())
    );
    match packet::send(connection, question).await.map_err(ServerError::from) {
        Ok(answers) => {
            let rows = answers.into_iter().flatten();
            let recorded = rows.filter_map(|row| {
                let mut row = row.into_iter();
                Some(Recorded { run: row.next()??, name: row.next()?? })
            });
            Ok(recorded.collect())
        }
        Err(server) if server.code.is_some_and(codes::is_missing) => Ok(Vec::new()),
        Err(server) => Err(Error::Query {
            doing: "read in the journal which data fixes were done".to_owned(),
            done: Vec::new(),
            server,
        }),
    }
}
