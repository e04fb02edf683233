//! What a server or the way to it answered: its number, its text, and whether the connection is lost.

use std::fmt;

use crate::server::codes;

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
