//! What goes before every step in its packet, where a lease decides: the step is run only where
//! the lease is still held.

use crate::error::{Error, ServerError};
use crate::server::{codes, packet};

use super::super::Session;
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
        self.settings.iter().cloned().chain(self.leases(statement)).collect()
    }

    /// The same without the settings, for the end of a transaction: right before it commits, as
    /// from then on nobody else can renew the lease.
    pub(crate) fn leases(&self, statement: &str) -> impl Iterator<Item = String> {
        self.leases
            .iter()
            .map(move |held| sql::guard(&held.table, held.fence, &held.token, held.time, statement))
    }

    /// The same before something that is no step, and goes in no packet with it.
    pub(crate) async fn hold(&self, session: &mut Session, what: &str) -> Result<(), Error> {
        let statements = self.before(what);
        if statements.is_empty() {
            return Ok(());
        }
        let sent = packet::run_all(&mut session.connection, statements.join(";\n")).await;
        match sent.error.map(ServerError::from) {
            None => Ok(()),
            Some(error) if self.says_lost(&error) => Err(Error::LeaseLost { done: Vec::new() }),
            Some(server) => {
                let doing = format!("make sure of the lease before {what}");
                Err(Error::Query { doing, done: Vec::new(), server })
            }
        }
    }

    /// Whether the error of a guard says that the lease is another's, or that its table is gone.
    pub(crate) fn says_lost(&self, error: &ServerError) -> bool {
        error.code.is_some_and(|code| code == codes::CANNOT_BE_NULL || codes::is_missing(code))
    }
}
