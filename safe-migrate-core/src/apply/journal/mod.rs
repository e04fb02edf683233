//! What a run writes into the journal: statements that travel with the steps they tell of.
//!
//! The journal informs, and is never in the way: what can't be written is left out with a
//! warning. The truth is the database as the next look finds it. (Of data fixes it decides:
//! `fix`.)

mod fix;
mod read;
mod table;
mod who;

pub(crate) use fix::{Recorded, recorded_fixes};
pub(crate) use read::{Leftover, history, history_sql, leftovers};
pub(crate) use table::table;
pub(crate) use who::{Who, run_id};

use crate::ddl::literal;
use crate::error::ServerError;
use crate::plan::Step;
use crate::report::StepState;
use crate::server::packet;

use super::Session;

/// A server's message is cut at so many characters.
const ERROR_LENGTH: usize = 4_000;

/// The journal, as one run writes it.
pub(crate) struct Journal {
    is_wanted: bool,
    table: Option<String>,
    run: String,
    step: u32,
    who: Who,
    /// Rows that go with the next ones: how steps of former runs ended.
    settled: Vec<String>,
    warning: Option<String>,
}

impl Journal {
    /// A journal that is not written until it is opened, and never where nobody wants one.
    pub(crate) fn new(who: Who, is_wanted: bool) -> Self {
        let (table, settled, warning) = (None, Vec::new(), None);
        Self { is_wanted, table, run: who::run_id(), step: 0, who, settled, warning }
    }

    /// Whether it is to be written.
    pub(crate) fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    /// From here on it is written: its table is there.
    pub(crate) fn open(&mut self, table: String) {
        self.table = Some(table);
    }

    /// The run, where something of it was written.
    pub(crate) fn run(&self) -> Option<String> {
        (self.step > 0 && self.table.is_some()).then(|| self.run.clone())
    }

    /// Why it is not written, though it was to be.
    pub(crate) fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// No more of it.
    pub(crate) fn give_up(&mut self, why: &str) {
        tracing::warn!(name: "safe_schema.journal.off", why, "the journal is not written");
        self.is_wanted = false;
        self.table = None;
        self.warning = Some(why.to_owned());
    }

    /// How a step ended whose end nobody had written down; goes with the next row.
    pub(crate) fn settle(&mut self, leftover: &Leftover, state: StepState) {
        self.settled.push(format!(
            "({}, {}, {}, NULL, NULL)",
            literal(&leftover.run),
            leftover.step,
            literal(state.name())
        ));
    }

    /// The statements before a step's own.
    pub(crate) fn begin(&mut self, step: &Step) -> Vec<String> {
        let mut sql: Vec<String> = self.settling().into_iter().collect();
        if let Some(started) = self.started(&step.table.to_string(), &step.sql, None) {
            sql.push("SET @safe_schema_started = NOW(6)".to_owned());
            sql.push(started);
        }
        sql
    }

    /// The row that says that the next step of the run begins.
    fn started(&mut self, name: &str, statement: &str, fix: Option<&str>) -> Option<String> {
        let table = self.table.as_ref()?;
        self.step += 1;
        let Who { service, engine, host, process } = &self.who;
        let (column, fix) =
            fix.map_or_else(|| ("", String::new()), |fix| (" fix,", format!(" {},", literal(fix))));
        Some(format!(
            "INSERT INTO {table} (run, step, state,{column} table_name, statement, service, \
             engine, host, process, connection) VALUES ({}, {}, 'started',{fix} {}, {}, {}, {}, {}, \
             {process}, CONNECTION_ID())",
            literal(&self.run),
            self.step,
            literal(name),
            literal(statement),
            literal(service),
            literal(engine),
            literal(host),
        ))
    }

    /// The statement after a step's own.
    pub(crate) fn end(&self, state: StepState, error: Option<&str>) -> Option<String> {
        let table = self.table.as_ref()?;
        Some(format!(
            "INSERT INTO {table} (run, step, state, error, duration_us) VALUES ({}, {}, {}, \
             {}, TIMESTAMPDIFF(MICROSECOND, @safe_schema_started, NOW(6)))",
            literal(&self.run),
            self.step,
            literal(state.name()),
            error_literal(error),
        ))
    }

    /// Writes down how a step ended, where that could not travel with it.
    pub(crate) async fn write_end(
        &mut self,
        session: &mut Session,
        state: StepState,
        error: Option<&str>,
    ) {
        if let Some(sql) = self.end(state, error) {
            self.write(session, sql).await;
        }
    }

    /// Writes what no further step will take along.
    pub(crate) async fn write_settled(&mut self, session: &mut Session) {
        if let Some(sql) = self.settling() {
            self.write(session, sql).await;
        }
    }

    fn settling(&mut self) -> Option<String> {
        let table = self.table.as_ref()?;
        let rows = std::mem::take(&mut self.settled);
        (!rows.is_empty()).then(|| {
            format!(
                "INSERT INTO {table} (run, step, state, error, duration_us) VALUES {}",
                rows.join(", ")
            )
        })
    }

    /// Writes what goes with no step.
    pub(crate) async fn write(&mut self, session: &mut Session, sql: String) {
        if let Err(error) = packet::run(&mut session.connection, sql).await {
            let error = ServerError::from(error);
            // A connection that is gone is for the next statement to find out.
            if !error.is_lost() {
                self.give_up(&error.to_string());
            }
        }
    }
}

fn error_literal(error: Option<&str>) -> String {
    error.map_or("NULL".to_owned(), |error| {
        literal(&error.chars().take(ERROR_LENGTH).collect::<String>())
    })
}
