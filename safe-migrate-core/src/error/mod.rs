//! What can go wrong, told once and whole: what, where, what was done, what to do next.

mod address;
mod after;
mod asked;
mod failed;
mod kind;
mod next;
mod server;

pub use address::Address;
pub use failed::{FailedFix, FailedStep};
pub use kind::Error;
pub use server::ServerError;
