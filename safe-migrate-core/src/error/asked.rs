//! What a caller may ask of an error: whether it is a refusal, and what the server's number is; and
//! what the engine asks of it.

use crate::plan::Plan;

use super::Error;

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

    /// The server's error number, when the server said no.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Connect { server, .. }
            | Self::NotUp { server, .. }
            | Self::Query { server, .. } => server.code,
            Self::Step(step) => step.server.code,
            Self::Fix(fix) => fix.server.code,
            Self::NoDatabase
            | Self::UnsupportedServer { .. }
            | Self::Hidden { .. }
            | Self::HiddenTables { .. }
            | Self::SystemDatabase { .. }
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

    /// Whether the connection was lost on the way.
    pub(crate) fn is_lost(&self) -> bool {
        if let Self::Query { server, .. } | Self::Connect { server, .. } = self {
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
            | Self::HiddenTables { .. }
            | Self::SystemDatabase { .. }
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
}
