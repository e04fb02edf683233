//! An error -> the same, with what the run had done before it.

use crate::report::{Executed, Fixed};

use super::{Error, FailedFix};

impl Error {
    /// The same error, with what the run had done before.
    pub(crate) fn after(self, fixes: &[Fixed], executed: &[Executed]) -> Self {
        let fixes = || fixes.iter().map(Fixed::text);
        let done = || fixes().chain(executed.iter().map(Executed::text)).collect();
        if let Self::Query { doing, server, .. } = self {
            Self::Query { doing, server, done: done() }
        } else if let Self::Stopped { .. } = self {
            Self::Stopped { done: done() }
        } else if let Self::UnusableFix { name, table, why, .. } = self {
            Self::UnusableFix { name, table, why, done: done() }
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
}
