//! A data fix: what a user wants done to rows that are in the way of a change, as a value.

mod attempt;
mod ends;

pub(crate) use attempt::{Attempt, Failure};
pub(crate) use ends::{STAY, ends_transaction};

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use sqlx::error::BoxDynError;
use sqlx::mysql::MySqlConnection;

use crate::schema::{TableName, Text};

/// What the function of a [`Fix`] returns: how many rows it changed, for the report.
pub type FixFuture<'c> = Pin<Box<dyn Future<Output = Result<u64, BoxDynError>> + Send + 'c>>;

/// Something done once to the rows of a table, before a change that they are in the way of.
///
/// It has a name, by which the journal of the database remembers that it was done; it is then
/// never run again, by no process and no later release. It belongs to one table, and runs only
/// where rows of that table are why the plan would be refused (duplicates of a new key, NULLs,
/// orphans, values that do not fit), and where nothing else is in the way of the plan.
///
/// It runs with the lock held, before the first step of the plan (so what the plan renames has its
/// former name still), in a transaction. In the same transaction the rows are asked
/// again (and further fixes run, where those before brought up what they are for): when none is in
/// the way any more, what it did and the journal's row about it are
/// committed at one stroke, and the plan runs. Otherwise all of it is rolled back, and the plan
/// refused. So a fix that fails, falls short, or whose process is killed leaves nothing behind,
/// and may be corrected under its name.
///
/// The transaction is READ COMMITTED, the `sql_mode` strict, and the time zone UTC. (What is
/// written to a table of an engine without transactions is not undone.)
///
/// ```
/// use safe_migrate_core::{Fix, schema::TableName};
///
/// let unique = Fix::sql(
///     "make client_id unique",
///     TableName::new("applications"),
///     "UPDATE applications a JOIN applications b ON b.client_id = a.client_id AND b.id < a.id \
///      SET a.client_id = CONCAT(a.client_id, '-', a.id)",
/// )
/// .of_column("client_id");
///
/// let secrets = Fix::run("give each a secret", TableName::new("applications"), |connection| {
///     Box::pin(async move {
///         let ids: Vec<(u64,)> = sqlx::query_as("SELECT id FROM applications WHERE secret IS NULL")
///             .fetch_all(&mut *connection)
///             .await?;
///         for (id,) in &ids {
///             sqlx::query("UPDATE applications SET secret = ? WHERE id = ?")
///                 .bind(format!("secret of {id}"))
///                 .bind(id)
///                 .execute(&mut *connection)
///                 .await?;
///         }
///         Ok(ids.len() as u64)
///     })
/// });
/// ```
#[derive(Clone)]
pub struct Fix {
    pub(crate) name: Text,
    pub(crate) table: TableName,
    pub(crate) column: Option<Text>,
    pub(crate) action: Action,
}

/// What a fix does.
#[derive(Clone)]
pub(crate) enum Action {
    /// Sends these statements.
    Sql(Text),
    /// Calls this function.
    Run(Arc<dyn for<'c> Fn(&'c mut MySqlConnection) -> FixFuture<'c> + Send + Sync>),
}

impl Fix {
    /// A fix that is SQL: one statement, or several with semicolons in between. Only what stays
    /// within a transaction: INSERT, UPDATE, DELETE, REPLACE, WITH, SELECT, SET, CALL, DO. DDL
    /// would commit, and is refused before anything is sent.
    #[must_use]
    pub fn sql(name: impl Into<Text>, table: TableName, sql: impl Into<Text>) -> Self {
        Self { name: name.into(), table, column: None, action: Action::Sql(sql.into()) }
    }

    /// A fix that is an async function: `|connection| Box::pin(async move { .. })`, or
    /// `|connection| Box::pin(mend(connection))`. It returns how many rows it changed.
    ///
    /// The connection is the one that holds the lock, with a transaction open: `begin` on it
    /// makes a savepoint. A statement that commits (DDL, `COMMIT`, `LOCK TABLES`) can't be undone:
    /// it ends the migration with an error that says so. After a deadlock, or where rows are
    /// locked, what the function did is rolled back and it is called again; what it does anywhere
    /// else than on this connection, it may do more than once.
    #[must_use]
    pub fn run(
        name: impl Into<Text>,
        table: TableName,
        function: impl for<'c> Fn(&'c mut MySqlConnection) -> FixFuture<'c> + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), table, column: None, action: Action::Run(Arc::new(function)) }
    }

    /// The same fix, for that column alone: it runs only where a change of this column is what
    /// the rows are in the way of (or a key, a foreign key or a check that has it).
    #[must_use]
    pub fn of_column(mut self, column: impl Into<Text>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Its statements; `None` where it is a function.
    pub(crate) fn as_sql(&self) -> Option<&Text> {
        match &self.action {
            Action::Sql(sql) => Some(sql),
            Action::Run(_) => None,
        }
    }
}

impl fmt::Debug for Fix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fix")
            .field("name", &self.name)
            .field("table", &self.table)
            .field("column", &self.column)
            .field("sql", &self.as_sql())
            .finish()
    }
}
