//! Why the command ends with another exit code than "done", for a person.

use safe_schema::Error;

use crate::{DIFFERS, FAILED};

/// What is said, and the exit code.
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) code: u8,
}

impl Failure {
    /// Something went wrong.
    pub(crate) fn error(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: FAILED }
    }

    /// Something is not done, on purpose.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: DIFFERS }
    }

    /// What the engine says, and of which database.
    pub(crate) fn of(which: &str, error: &Error) -> Self {
        if error.is_refused() {
            return Self::refused(error.to_string());
        }
        // This names a database, which is not the one that is looked at.
        match matches!(error, Error::HiddenTables { .. }) {
            true => Self::error(error.to_string()),
            false => Self::error(format!("{which}: {error}")),
        }
    }
}
