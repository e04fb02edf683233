//! The plan and its steps.

use crate::ddl::{self, Batches, LENIENT, STRICT};
use crate::diff::{Change, Undeclared};
use crate::schema::TableName;
use crate::server::ServerInfo;

use super::{Act, Algorithm, AllowedLoss, Loss, PlannedFix, Probe, Refusal, Risk};

/// What would bring the database to the declaration, judged. [`Display`](std::fmt::Display)
/// shows it to a person; [`to_sql`](Plan::to_sql) is the statements alone.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Plan {
    /// The version of the form that it is serialised in. It grows when a reader of the former one
    /// could be misled.
    pub format: u32,
    /// The server it was made for.
    pub server: ServerInfo,
    /// The data fixes that have to do with what rows refuse of it.
    pub fixes: Vec<PlannedFix>,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// What is refused. Not empty: nothing of the plan runs.
    pub refusals: Vec<Refusal>,
    /// What was noticed and is left alone.
    pub notes: Vec<Note>,
    /// What the same migration had done before this plan was made: a plan is made again when
    /// somebody else changes the database, or a connection is lost.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub done: Vec<String>,
}

/// One statement of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Step {
    /// The table.
    pub table: TableName,
    /// What it does, a line for each change.
    pub summary: Vec<String>,
    /// The changes it makes.
    pub changes: Vec<Change>,
    /// What it does, as SQL; [`statement`](Step::statement) adds the algorithm.
    pub sql: String,
    /// The algorithm that it asks for: the least disruptive one that this server is known to accept
    /// for it. `None` where there is nothing to choose: what is no ALTER, partitions, engines other
    /// than InnoDB. A server that refuses it is asked for the next one, as far as the policy lets
    /// the table be rebuilt.
    pub algorithm: Option<Algorithm>,
    /// The highest risk of its changes.
    pub risk: Risk,
    /// Whether the server writes the table's rows anew for it.
    pub rebuilds: bool,
    /// Whether the policy lets the server rebuild the table, or keep its writers waiting.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) may_rebuild: bool,
    /// About how many rows the table has, as the server estimates.
    pub rows_estimate: u64,
    /// About how many bytes the table has, as the server estimates.
    pub bytes_estimate: u64,
    /// Whether the statement is run again and again until it changes no row (a backfill).
    pub repeats: bool,
    /// Where it repeats along a key: the statements that are sent instead.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) batches: Option<Batches>,
    /// The questions to the data that decide whether it may run.
    pub probes: Vec<Probe>,
    /// What it loses for good, whatever the rows hold.
    pub losses: Vec<Loss>,
    /// What of that, and of what the rows answered, a person allowed to be lost.
    pub allowed_losses: Vec<AllowedLoss>,
    /// Whether it is run outside strict mode, as a person allowed values to be lost.
    pub bends_values: bool,
    /// What forbids it already, without asking the data.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) blocked: Vec<Refusal>,
    /// What the statement does, clause by clause.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) acts: Vec<Act>,
    /// The losses of its questions that a person allowed.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) allowed: Vec<Loss>,
}

impl Step {
    /// An additive step that asks nothing.
    pub(crate) fn new(table: &TableName, summary: impl Into<String>, sql: String) -> Self {
        Self {
            table: table.clone(),
            summary: vec![summary.into()],
            changes: Vec::new(),
            sql,
            algorithm: None,
            risk: Risk::Additive,
            rebuilds: false,
            may_rebuild: false,
            repeats: false,
            batches: None,
            rows_estimate: 0,
            bytes_estimate: 0,
            probes: Vec::new(),
            losses: Vec::new(),
            allowed_losses: Vec::new(),
            bends_values: false,
            blocked: Vec::new(),
            acts: Vec::new(),
            allowed: Vec::new(),
        }
    }
}

/// Something noticed about a table that no step changes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Note {
    /// The table.
    pub table: TableName,
    /// What was noticed.
    pub text: String,
    /// Whether somebody should look at it.
    pub is_warning: bool,
    /// What nobody declared, where the note is about that.
    pub undeclared: Option<Undeclared>,
}

impl Plan {
    /// The present version of the form.
    pub(crate) const FORMAT: u32 = 1;

    /// Whether the database is as declared: nothing to do, nothing refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.refusals.is_empty()
    }

    /// The statements, each ended by a semicolon. They guard nothing: run by hand, they are
    /// for the database as it was when the plan was made.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.steps.iter().map(|step| format!("{};\n", step.statement())).collect()
    }

    /// The same for a client to read from a file, whatever its session is set to: with the
    /// character set and the `sql_mode` of a migration, which is another where a step may cut or
    /// bend values. Empty where there is nothing to do.
    #[must_use]
    pub fn to_sql_file(&self) -> String {
        if self.steps.is_empty() {
            return String::new();
        }
        let mut sql = ddl::file_head();
        for step in &self.steps {
            let statement = step.statement();
            sql.push_str(&match step.bends_values {
                true => format!("{LENIENT};\n{statement};\n{STRICT};\n"),
                false => format!("{statement};\n"),
            });
        }
        sql
    }
}
