//! What can go wrong when a throwaway server is started.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use super::Kind;

/// Why a throwaway server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// No server program of the wanted kind is on this machine.
    #[error(
        "no {} server program found; looked at {}. Install one (`./dev servers` in a checkout of \
         safe-schema, or `apt-get install mariadb-server-core`), or name one in SAFE_SCHEMA_SERVER",
        wanted.map_or("MySQL or MariaDB", Kind::name),
        looked_at.join(", ")
    )]
    NotFound {
        /// The kind that was asked for; `None` for either.
        wanted: Option<Kind>,
        /// The variables, folders and files that were searched, in order.
        looked_at: Vec<String>,
    },

    /// An environment variable names a program that is not a server.
    #[error("{variable}={} is not a server program: {reason}", path.display())]
    NotAServer {
        /// The environment variable.
        variable: &'static str,
        /// What it is set to.
        path: PathBuf,
        /// What happened when it was asked for its version.
        reason: String,
    },

    /// The program ended before it was ready.
    #[error("{} ended before it was ready ({status}); the end of its log:\n{log}", program.display())]
    Ended {
        /// The program that ended.
        program: PathBuf,
        /// How it ended.
        status: ExitStatus,
        /// The last lines it wrote.
        log: String,
    },

    /// The program still ran, but was not ready in time.
    #[error("{} was not ready after {seconds} s; the end of its log:\n{log}", program.display())]
    TimedOut {
        /// The program that was waited for.
        program: PathBuf,
        /// How long it was given.
        seconds: u64,
        /// The last lines it wrote.
        log: String,
    },

    /// The operating system refused something.
    #[error("can't {doing}")]
    Io {
        /// What was tried.
        doing: String,
        /// The operating system's answer.
        source: io::Error,
    },
}

impl StartError {
    /// True when this machine has no such server, so that a test may be skipped.
    pub fn is_not_found(&self) -> bool {
        matches!(self, StartError::NotFound { .. })
    }
}

/// For `map_err`: an operating system's error, with what was tried.
pub(super) fn while_trying(doing: impl Into<String>) -> impl FnOnce(io::Error) -> StartError {
    let doing = doing.into();
    move |source| StartError::Io { doing, source }
}

/// For `map_err`: the same for a thing done to a path.
pub(super) fn while_trying_on(doing: &str, path: &Path) -> impl FnOnce(io::Error) -> StartError {
    while_trying(format!("{doing} {}", path.display()))
}
