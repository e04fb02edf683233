//! What a run obeys besides its plan.

use super::journal::Journal;
use super::lease::Guard;
use super::{Options, Stop, Watcher};

/// What a run obeys besides its plan.
pub(crate) struct Control<'a> {
    /// How long to wait for what.
    pub(crate) options: Options,
    /// Whether to stop.
    pub(crate) stop: Stop<'a>,
    /// What is written down.
    pub(crate) journal: Journal,
    /// What goes before each step, so that it is run only in one's turn.
    pub(crate) guard: Guard,
    /// Who wants to know how far it is.
    pub(crate) watcher: Option<Watcher>,
}
