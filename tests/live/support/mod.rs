//! What every scenario stands on: a server, a database of its own, and eyes that are not ours.

mod database;
pub(crate) mod eyes;
mod log;
mod outcome;
mod schema;
mod servers;

pub(crate) use database::{Database, Rows, ask, options, pool};
pub(crate) use outcome::NO_OP_STATEMENTS;
pub(crate) use schema::with_parents;
pub(crate) use servers::{both, server, start, wait_until};
