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

/// How a step ended.
pub(crate) struct End<'a> {
    pub(crate) state: StepState,
    pub(crate) error: Option<&'a str>,
    /// The SQL of how many microseconds it took.
    pub(crate) took: String,
}

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

/// The columns of a row that says that something begins.
const STARTED: &str = "run, step, state, table_name, statement, service, engine, host, process, \
                       connection";

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
        let mut sql = self.begin_together(std::slice::from_ref(step));
        if let Some(rows) = sql.pop() {
            sql.extend(["SET @safe_schema_started = NOW(6)".to_owned(), rows]);
        }
        sql
    }

    /// The statements before those of steps that go together: a row for each, all in one.
    pub(crate) fn begin_together(&mut self, steps: &[Step]) -> Vec<String> {
        let Some(table) = self.table.clone() else { return Vec::new() };
        let mut sql: Vec<String> = self.settling().into_iter().collect();
        let rows: Vec<String> = steps
            .iter()
            .map(|step| format!("({})", self.started(&step.table.to_string(), &step.sql)))
            .collect();
        sql.push(format!("INSERT INTO {table} ({STARTED}) VALUES {}", rows.join(", ")));
        sql
    }

    /// The values of the row that says that the next step of the run begins.
    fn started(&mut self, table: &str, statement: &str) -> String {
        self.step += 1;
        let Who { service, engine, host, process } = &self.who;
        let (run, service) = (literal(&self.run), literal(service));
        let (engine, host) = (literal(engine), literal(host));
        format!(
            "{run}, {}, 'started', {}, {}, {service}, {engine}, {host}, {process}, CONNECTION_ID()",
            self.step,
            literal(table),
            literal(statement),
        )
    }

    /// The statement after a step's own.
    pub(crate) fn end(&self, state: StepState, error: Option<&str>) -> Option<String> {
        let took = "TIMESTAMPDIFF(MICROSECOND, @safe_schema_started, NOW(6))".to_owned();
        self.end_together(&[End { state, error, took }])
    }

    /// The statement after those of the last steps, which went together.
    pub(crate) fn end_together(&self, ends: &[End<'_>]) -> Option<String> {
        let table = self.table.as_ref()?;
        let first = u64::from(self.step) + 1 - ends.len() as u64;
        let run = literal(&self.run);
        let rows = (first..).zip(ends).map(|(step, End { state, error, took })| {
            let error = error_literal(*error);
            format!("({run}, {step}, {}, {error}, {took})", literal(state.name()))
        });
        Some(format!(
            "INSERT INTO {table} (run, step, state, error, duration_us) VALUES {}",
            rows.collect::<Vec<_>>().join(", ")
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

    /// Writes at once what goes with no step.
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
