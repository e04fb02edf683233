//! Who asks for a lease: a name that no other migration has, and words for those who wait.

use crate::apply::journal::{Who, run_id};

/// The column of the words has room for so many characters.
const LENGTH: usize = 600;

/// A migration that asks for a lease.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    /// No other has it.
    pub(super) token: String,
    pub(super) words: String,
}

impl Owner {
    /// This one. Its clones are the same migration, on another connection.
    pub(crate) fn new(who: &Who) -> Self {
        let Who { service, host, process, .. } = who;
        let words = format!("{service} on {host}, process {process}");
        Self { token: run_id(), words: words.chars().take(LENGTH).collect() }
    }
}
