//! A lease on a database, where a named lock of the server would not reach everybody: a row with
//! owner, fence and expiry, moved by one autocommit UPDATE.

mod guard;
mod keep;
mod owner;
mod sql;
mod table;
mod take;

pub(crate) use guard::Guard;
pub(crate) use owner::Owner;
pub(super) use take::{Turn, take};

use std::future::Future;
use std::time::Duration;

use sqlx::MySqlPool;

use crate::server::packet;

use super::Session;

/// How often letting go is tried: the row's last change may still be on its way.
const RELEASES: u32 = 5;

/// A lease that is held.
#[derive(Debug, Clone)]
pub(super) struct Held {
    /// The lease's table, quoted.
    table: String,
    fence: u64,
    token: String,
    /// For how long from each renewal.
    time: Duration,
}

/// Does the work with the leases held.
pub(super) async fn keep<T>(leases: &[Held], pool: &MySqlPool, work: impl Future<Output = T>) -> T {
    keep::keep(leases, pool, work).await
}

/// Lets go of the lease. One that can't be let go of runs out.
pub(super) async fn release(session: &mut Session, held: &Held) {
    for _ in 0..RELEASES {
        let sql = sql::release(&held.table, held.fence, &held.token);
        match packet::run(&mut session.connection, sql).await {
            Ok(_) => return,
            Err(error) => tracing::debug!(%error, "the lease could not be let go of"),
        }
    }
}
