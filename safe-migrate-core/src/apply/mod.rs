//! The only room that changes a server: its own session, the lock, the questions to the data,
//! and the statements.

mod ask;
mod blocker;
mod control;
mod execute;
mod fix;
pub(crate) mod journal;
mod lease;
mod lock;
mod lost;
mod options;
mod progress;
mod session;
mod start_up;
mod step;
mod stop;
mod together;

pub use fix::{Fix, FixFuture};
pub use options::Options;
pub use start_up::StartUp;

pub(crate) use ask::ask;
pub(crate) use control::Control;
pub(crate) use execute::{Outcome, execute};
pub(crate) use fix::{Attempt, Failure, STAY, ends_transaction};
pub(crate) use lease::{Guard, Owner};
pub(crate) use lock::Lock;
pub(crate) use lost::wait_for_end;
pub(crate) use progress::Watcher;
pub(crate) use session::{Session, acquire};
pub(crate) use stop::Stop;
