//! The only room that changes a server: its own session, the lock, the questions to the data,
//! and the statements.

mod ask;
mod execute;
mod lock;
mod options;
mod session;

pub use options::Options;

pub(crate) use ask::ask;
pub(crate) use execute::{Outcome, execute};
pub(crate) use lock::Lock;
pub(crate) use session::{Session, acquire};
