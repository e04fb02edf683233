//! A step or a data fix that failed, with what was done before it.

use crate::report::Blocker;
use crate::schema::TableName;

use super::ServerError;
use super::next::done_text;

/// A statement that failed, and what was done before it.
#[derive(Debug, thiserror::Error)]
#[error(
    "step {number} of {of} failed, on table `{table}`: {server}\n  statement: {sql}\n  {}\n  next: {next}",
    done_text(done)
)]
#[non_exhaustive]
pub struct FailedStep {
    /// The table.
    pub table: TableName,
    /// Which step of the plan, from 1.
    pub number: usize,
    /// How many steps the plan has.
    pub of: usize,
    /// The statement.
    pub sql: String,
    /// What the server said.
    pub server: ServerError,
    /// Who held the lock that it waited for, as far as the server shows that to this user.
    pub blockers: Vec<Blocker>,
    /// What was done before.
    pub done: Vec<String>,
    /// What to do next.
    pub next: String,
}

/// A data fix that failed, and what was done before it.
#[derive(Debug, thiserror::Error)]
#[error(
    "data fix `{name}` of table `{table}` failed: {server}\n{}  {}\n  next: {next}",
    statements_text(statements.as_deref()),
    before_text(done, *stands)
)]
#[non_exhaustive]
pub struct FailedFix {
    /// Its name.
    pub name: String,
    /// Its table.
    pub table: TableName,
    /// Its statements; `None` where it is a function.
    pub statements: Option<String>,
    /// What the server said, or the function.
    pub server: ServerError,
    /// Whether what it did is there nevertheless, as a statement of it ended its transaction.
    pub stands: bool,
    /// What was done before.
    pub done: Vec<String>,
    /// What to do next.
    pub next: String,
}

fn before_text(done: &[String], stands: bool) -> String {
    match (done, stands) {
        // The database is not as it was.
        ([], true) => "done before it: nothing".to_owned(),
        (done, _) => done_text(done),
    }
}

fn statements_text(sql: Option<&str>) -> String {
    sql.map_or(String::new(), |sql| format!("  statements: {sql}\n"))
}
