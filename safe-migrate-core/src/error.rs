//! What can go wrong, told once and whole: what, where, what was done, what to do next.

use std::fmt;

use crate::plan::Plan;
use crate::report::{Blocker, Executed, Fixed};
use crate::schema::TableName;
use crate::server::codes;

/// Why a look, a plan or a migration ended early.
///
/// No message ever holds a password: connection strings are never part of one.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No connection to the server.
    #[error("cannot connect to the database: {server}{}", connect_hint(server))]
    Connect {
        /// What the server or the network said.
        server: ServerError,
    },

    /// The server did not come up in time.
    #[error("the server was not up within {waited} s: {server}{}", connect_hint(server))]
    NotUp {
        /// How long was waited, in seconds.
        waited: u64,
        /// What the server or the network said last.
        server: ServerError,
    },

    /// The connection has no database, and a table does not say in which it is.
    #[error(
        "the connection has no database: name one in the URL (mysql://host/DATABASE), or give \
         each table its own with #[safe_schema(database = \"..\")]"
    )]
    NoDatabase,

    /// All connections of the pool are in use.
    #[error(
        "no connection was free: all {connections} of the pool are in use; give back the one you \
         hold, or make the pool larger"
    )]
    PoolExhausted {
        /// How many connections the pool may have.
        connections: u32,
    },

    /// The database that a table is declared in does not exist, or is hidden from this user.
    #[error(
        "table `{table}`: its database does not exist, or this user has no privilege on it; \
         create it or grant access, nothing was changed"
    )]
    UnknownDatabase {
        /// The table.
        table: TableName,
    },

    /// No model declares the table that was asked about.
    #[error("no model of this schema declares the table `{table}`; add it to the schema")]
    Undeclared {
        /// The table.
        table: TableName,
    },

    /// A server older than MySQL 8.0.16 or MariaDB 10.6, or one that is neither.
    #[error(
        "the server (version {version:?}) is not supported: MySQL 8.0.16 or MariaDB 10.6 is the oldest"
    )]
    UnsupportedServer {
        /// What the server calls itself.
        version: String,
    },

    /// A question to the server failed.
    #[error("cannot {doing}: {server}\n  {}{}", done_text(done), grant_hint(server))]
    Query {
        /// What was being done.
        doing: String,
        /// What the same run had done before.
        done: Vec<String>,
        /// What the server said.
        server: ServerError,
    },

    /// The user may not see a table whole; comparing would mistake what is hidden for what is
    /// missing.
    #[error(
        "table `{table}`: {what} are hidden from this database user, so nothing was compared or \
         changed; grant it {grant}"
    )]
    Hidden {
        /// The table.
        table: TableName,
        /// What is hidden.
        what: &'static str,
        /// The grant that shows it.
        grant: &'static str,
    },

    /// A view, or another object that is no table, has the name of a declared table. A plan has
    /// that as a refusal; this is the answer to a single question.
    #[error(
        "`{table}` is declared as a table, but the database has a {kind} of that name; rename \
         one of them, nothing was changed"
    )]
    NotATable {
        /// The declared table.
        table: TableName,
        /// What the server has instead.
        kind: String,
    },

    /// The table's storage engine has no transactions and no foreign keys.
    #[error(
        "table `{table}` is stored by the engine {engine}, which this crate does not change; \
         convert it first (ALTER TABLE .. ENGINE=InnoDB rebuilds the table), nothing was changed"
    )]
    Engine {
        /// The table.
        table: TableName,
        /// The engine's name.
        engine: String,
    },

    /// A table that the server lists but can't describe.
    #[error("table `{table}` cannot be read: {why}; nothing was changed")]
    Unreadable {
        /// The table.
        table: TableName,
        /// The server's reason.
        why: String,
    },

    /// Two models declare the same table in different ways.
    #[error("two models declare the table `{table}`, and differ; keep one of them")]
    DuplicateTable {
        /// The table declared twice.
        table: TableName,
    },

    /// Models say that their tables swap names. Once that is done, the tables are there as they
    /// were before, and nobody can tell whether it was.
    #[error(
        "the table `{table}` is to be renamed from `{other}`, and `{other}` from it in turn: once \
         that is done nobody can tell whether it was; give one of them a third name in one \
         release, and its own in the next"
    )]
    SwappedNames {
        /// A table of the circle.
        table: TableName,
        /// The name it is said to have had.
        other: TableName,
    },

    /// The plan holds changes that the policy or the data forbid. Nothing at all was changed.
    #[error("{}", .0.refusal_text())]
    Refused(Box<Plan>),

    /// Another process is migrating the database, and did not finish in time.
    #[error(
        "another migration of database `{database}` is running ({holder}) and did not end within \
         {waited} s; start again when it is done\n  {}",
        done_text(done)
    )]
    Locked {
        /// The database.
        database: String,
        /// Who holds the lock, as far as the server tells.
        holder: String,
        /// How long was waited, in seconds.
        waited: u64,
        /// What was done before, on a connection that was lost since.
        done: Vec<String>,
    },

    /// Another process took the lease on the database, as this one did not renew it in time; the
    /// step that was next was not run. A migration then waits for its turn again; this is what it
    /// says when that happens too often.
    #[error(
        "the lease on the database ran out and another migration took it; the next step was not \
         run, start again\n  {}",
        done_text(done)
    )]
    LeaseLost {
        /// What was done before.
        done: Vec<String>,
    },

    /// The run was asked to stop, and did so between two steps.
    #[error(
        "stopped, as it was asked to, between two steps; start again to go on\n  {}",
        done_text(done)
    )]
    Stopped {
        /// What was done before.
        done: Vec<String>,
    },

    /// A statement failed. Those before it stand; the next run goes on from there.
    #[error(transparent)]
    Step(Box<FailedStep>),

    /// A data fix that is not declared well, or can't be run. Nothing was changed.
    #[error("data fix `{name}` of table `{table}` cannot be run: {why}; nothing was changed")]
    UnusableFix {
        /// Its name.
        name: String,
        /// Its table.
        table: TableName,
        /// Why, and what to do.
        why: String,
    },

    /// A data fix failed. It was rolled back, unless the error says otherwise.
    #[error(transparent)]
    Fix(Box<FailedFix>),

    /// All steps were done, and a fresh look still finds a difference.
    #[error(
        "all statements were done, and a fresh look still finds what they were for; running again \
         would only repeat this plan, so please report it:\n{remaining}"
    )]
    NotConverged {
        /// The plan that a further run would have.
        remaining: String,
    },
}

fn connect_hint(server: &ServerError) -> &'static str {
    match server.code {
        Some(codes::ACCESS_DENIED) => "; check the user and the password of the URL",
        Some(codes::UNKNOWN_DATABASE) => {
            "; create the database first, or correct its name in the URL"
        }
        Some(codes::DATABASE_ACCESS_DENIED) => "; grant the user access to the database",
        Some(_) => "",
        None if server.message.contains("RSA") => {
            "; without TLS, MySQL takes a password only with sqlx's feature `mysql-rsa`: enable it, \
             or TLS"
        }
        None if server.message.contains("closed pool") => "",
        None => "; is the server up, and are host and port of the URL right?",
    }
}

/// What to do where a question was denied.
fn grant_hint(server: &ServerError) -> String {
    server.missing_privilege().map_or(String::new(), |privilege| {
        format!("\n  next: grant this database user {privilege}, then start again")
    })
}

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
    "data fix `{name}` of table `{table}` failed: {server}\n  {}\n  next: {next}",
    done_text(done)
)]
#[non_exhaustive]
pub struct FailedFix {
    /// Its name.
    pub name: String,
    /// Its table.
    pub table: TableName,
    /// What the server said, or the function.
    pub server: ServerError,
    /// What was done before.
    pub done: Vec<String>,
    /// What to do next.
    pub next: String,
}

fn done_text(done: &[String]) -> String {
    match done.len() {
        0 => "done before it: nothing, the database is as it was".to_owned(),
        n => format!("done before it ({n}): {}", done.join("; ")),
    }
}

/// As its message: `main` may return it, and shows it so.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error {
    /// Whether the plan was refused: changes are needed that the policy or the data forbid.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Refused(_))
    }

    /// The plan with its refusals, when that is what this error is.
    #[must_use]
    pub fn refused_plan(&self) -> Option<&Plan> {
        if let Self::Refused(plan) = self { Some(plan) } else { None }
    }

    /// The same error, with what the run had done before.
    pub(crate) fn after(self, fixes: &[Fixed], executed: &[Executed]) -> Self {
        let fixes = || fixes.iter().map(Fixed::text);
        let done = || fixes().chain(executed.iter().map(Executed::text)).collect();
        if let Self::Query { doing, server, .. } = self {
            Self::Query { doing, server, done: done() }
        } else if let Self::Stopped { .. } = self {
            Self::Stopped { done: done() }
        } else if let Self::Fix(fix) = self {
            Self::Fix(Box::new(FailedFix { done: done(), ..*fix }))
        } else if let Self::Step(mut step) = self {
            step.done.splice(0..0, fixes());
            Self::Step(step)
        } else if let Self::Refused(mut plan) = self {
            plan.done.splice(0..0, fixes());
            Self::Refused(plan)
        } else if let Self::LeaseLost { .. } = self {
            Self::LeaseLost { done: done() }
        } else if let Self::Locked { database, holder, waited, .. } = self {
            Self::Locked { database, holder, waited, done: done() }
        } else {
            self
        }
    }

    /// Whether the connection was lost on the way.
    pub(crate) fn is_lost(&self) -> bool {
        if let Self::Query { server, .. } | Self::Connect { server } = self {
            server.is_lost()
        } else if let Self::Step(step) = self {
            step.server.is_lost()
        } else if let Self::Fix(fix) = self {
            fix.server.is_lost()
        } else {
            false
        }
    }

    /// Whether the same look may answer otherwise when nobody changes the database meanwhile: a
    /// catalogue shows a table that is being altered in parts.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Hidden { .. } | Self::Unreadable { .. } => true,
            Self::Query { server, .. } => server.code.is_some(),
            Self::Connect { .. }
            | Self::NotUp { .. }
            | Self::NoDatabase
            | Self::PoolExhausted { .. }
            | Self::UnknownDatabase { .. }
            | Self::Undeclared { .. }
            | Self::UnsupportedServer { .. }
            | Self::NotATable { .. }
            | Self::Engine { .. }
            | Self::DuplicateTable { .. }
            | Self::SwappedNames { .. }
            | Self::Refused(_)
            | Self::Locked { .. }
            | Self::LeaseLost { .. }
            | Self::Stopped { .. }
            | Self::Step(_)
            | Self::UnusableFix { .. }
            | Self::Fix(_)
            | Self::NotConverged { .. } => false,
        }
    }

    /// The server's error number, when the server said no.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Connect { server } | Self::NotUp { server, .. } | Self::Query { server, .. } => {
                server.code
            }
            Self::Step(step) => step.server.code,
            Self::Fix(fix) => fix.server.code,
            Self::NoDatabase
            | Self::UnsupportedServer { .. }
            | Self::Hidden { .. }
            | Self::NotATable { .. }
            | Self::Engine { .. }
            | Self::Unreadable { .. }
            | Self::DuplicateTable { .. }
            | Self::SwappedNames { .. }
            | Self::PoolExhausted { .. }
            | Self::UnknownDatabase { .. }
            | Self::Undeclared { .. }
            | Self::Refused(_)
            | Self::Locked { .. }
            | Self::LeaseLost { .. }
            | Self::Stopped { .. }
            | Self::UnusableFix { .. }
            | Self::NotConverged { .. } => None,
        }
    }
}

/// What a server or the way to it answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ServerError {
    /// The server's error number; `None` when the connection itself failed.
    pub code: Option<u16>,
    /// The text.
    pub message: String,
    lost: bool,
}

impl ServerError {
    pub(crate) fn unexpected(message: &str) -> Self {
        Self::new(message)
    }

    /// What was found out without the server's saying so.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { code: None, message: message.into(), lost: false }
    }

    /// The privilege that the server names as missing: `SELECT`.
    pub(crate) fn missing_privilege(&self) -> Option<&str> {
        // Both servers begin so: `ALTER command denied to user 'u'@'h' for table 't'`.
        let (privilege, _) = self.message.split_once(" command denied")?;
        self.code.is_some_and(codes::is_privilege).then_some(privilege)
    }

    /// Whether the connection was lost, so that what the server did is not known.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost
    }
}

impl From<sqlx::Error> for ServerError {
    fn from(error: sqlx::Error) -> Self {
        Self::of(&error)
    }
}

impl ServerError {
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(|error| error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>())
            .map(sqlx::mysql::MySqlDatabaseError::number);
        let message = match error.as_database_error() {
            Some(error) => error.message().to_owned(),
            None => error.to_string(),
        };
        let lost = matches!(
            error,
            sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed
        ) || code.is_some_and(codes::ends_connection);
        Self { code, message, lost }
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = self.code {
            write!(f, "Error {code}: ")?;
        }
        f.write_str(&self.message)
    }
}
