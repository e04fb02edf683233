//! What goes before every step in its packet, where a lease decides: the step is run only where
//! the lease is still held.

use crate::error::ServerError;
use crate::server::codes;

use super::{Held, sql};

/// The statements before a step; none where a named lock decides, which is held as long as the
/// connection of the step.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    leases: Vec<Held>,
    /// The session's settings, where a proxy may have changed the session since.
    settings: Vec<String>,
}

impl Guard {
    pub(in crate::apply) fn new(leases: Vec<Held>, settings: Vec<String>) -> Self {
        Self { leases, settings }
    }

    /// The statements before this one. The server ends the packet with an error at the lease that
    /// is another's, and has no time in between in which it could become another's.
    pub(crate) fn before(&self, statement: &str) -> Vec<String> {
        let leases = self.leases.iter();
        let guards = leases
            .map(|held| sql::guard(&held.table, held.fence, &held.token, held.time, statement));
        self.settings.iter().cloned().chain(guards).collect()
    }

    /// Whether the error of a guard says that the lease is another's, or that its table is gone.
    pub(crate) fn says_lost(&self, error: &ServerError) -> bool {
        error.code.is_some_and(|code| code == codes::CANNOT_BE_NULL || codes::is_missing(code))
    }
}
