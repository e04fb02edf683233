//! What can go wrong, one variant each, with its message: what, where, what was done, what to do
//! next.

use std::fmt;

use crate::plan::Plan;
use crate::schema::TableName;

use super::next::{connect_hint, done_text, grant_hint, unchanged_text};
use super::{Address, FailedFix, FailedStep, ServerError};

/// Why a look, a plan or a migration ended early.
///
/// No message ever holds a password: connection strings are never part of one.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No connection to the server.
    #[error("cannot connect to {address}: {server}{}", connect_hint(address, server))]
    Connect {
        /// Where it was to lead, and as whom.
        address: Box<Address>,
        /// What the server or the network said.
        server: ServerError,
    },

    /// The server did not come up in time.
    #[error(
        "the server was not up within {waited} s ({address}): {server}{}",
        connect_hint(address, server)
    )]
    NotUp {
        /// Which server, and as whom it was asked.
        address: Box<Address>,
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

    /// The user who read a database may not see all its tables; another can't be made exactly like
    /// it, as what is hidden would be taken for what shall not be there.
    #[error(
        "tables of the database `{database}`, which another shall be exactly like, may be hidden \
         from the user who read it: they would be dropped where they are. Nothing was compared or \
         changed; grant that user SELECT on the whole database (GRANT SELECT ON `{database}`.* TO \
         ..)"
    )]
    HiddenTables {
        /// The database that was read.
        database: String,
    },

    /// The database is the server's own.
    #[error(
        "`{database}` is a database of the server's own, which nobody may migrate; nothing was \
         changed, name another database"
    )]
    SystemDatabase {
        /// Its name.
        database: String,
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

    /// A data fix that is not declared well, or can't be run. It changed nothing; where it is found
    /// out late, other fixes or steps may have run before it.
    #[error("data fix `{name}` of table `{table}` cannot be run: {why}{}", unchanged_text(done))]
    UnusableFix {
        /// Its name.
        name: String,
        /// Its table.
        table: TableName,
        /// Why, and what to do.
        why: String,
        /// What the same run had done before.
        done: Vec<String>,
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

/// As its message: `main` may return it, and shows it so.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
