//! Who stood in the way of a statement.

use std::fmt;

/// A connection that held a lock a statement waited for, as far as the server shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Blocker {
    /// The server's number of the connection: `KILL` takes it.
    pub connection: u64,
    /// Its user.
    pub user: String,
    /// Where it comes from.
    pub host: String,
    /// For how long it has been doing what it does, in seconds.
    pub seconds: u64,
    /// Its statement; `None` where it is idle, with its transaction left open.
    pub statement: Option<String>,
    /// Whether the server says that it holds the lock; otherwise it is one of those whose
    /// transactions are open.
    pub is_certain: bool,
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { connection, user, host, seconds, .. } = self;
        write!(f, "connection {connection} of {user}@{host}, for {seconds} s ")?;
        match &self.statement {
            Some(statement) => write!(f, "in: {statement}"),
            None => f.write_str("idle in an open transaction"),
        }
    }
}

/// The sentence about those in the way.
pub(crate) fn blockers_text(blockers: &[Blocker]) -> String {
    let list = |blockers: &[Blocker]| {
        blockers.iter().map(Blocker::to_string).collect::<Vec<_>>().join("; ")
    };
    match blockers {
        [] => "the server does not show this user who holds the lock (it would show it with \
               SELECT on performance_schema, or PROCESS)"
            .to_owned(),
        [first, ..] if first.is_certain => format!("held by {}", list(blockers)),
        open => format!("open transactions, one of which holds the lock: {}", list(open)),
    }
}
