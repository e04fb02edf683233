//! Keeps leases while something else is done: a heart that beats on a connection of its own, for
//! as long as the future it is bound to.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Instant;

use futures_util::future::{Either, select};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::{Connection, MySqlPool};

use crate::server::packet::run_all;

use super::{Held, sql};

/// Does the work, and meanwhile renews the leases three times within the time of each. Dropping
/// the future ends both.
pub(super) async fn keep<T>(leases: &[Held], pool: &MySqlPool, work: impl Future<Output = T>) -> T {
    let (work, heart) = (pin!(work), pin!(beat(leases, pool.connect_options())));
    match select(work, heart).await {
        Either::Left((done, _)) => done,
        Either::Right(((), work)) => work.await,
    }
}

/// A beat that fails is only told: whether the lease is still held is for the guard of the next
/// step to find out. Work that is over before the first beat needs no second connection.
async fn beat(leases: &[Held], options: Arc<MySqlConnectOptions>) {
    let Some(time) = leases.iter().map(|held| held.time).min() else { return };
    let renewals: Vec<String> = leases
        .iter()
        .map(|held| sql::renew(&held.table, held.fence, &held.token, held.time))
        .collect();
    let renewals = renewals.join(";\n");
    let mut connection: Option<MySqlConnection> = None;
    let mut sent = Instant::now();
    loop {
        // At once, where the last one had to wait for longer (for the end of an ALTER on Galera):
        // it set a time that is over by now.
        tokio::time::sleep((time / 3).saturating_sub(sent.elapsed())).await;
        sent = Instant::now();
        let open = match connection.take() {
            Some(open) => Ok(open),
            None => MySqlConnection::connect_with(&options).await,
        };
        match open {
            Ok(mut open) => match run_all(&mut open, renewals.clone()).await.error {
                None => {
                    tracing::debug!(name: "safe_schema.lease.renewed", "the lease is renewed");
                    connection = Some(open);
                }
                Some(error) => tracing::debug!(%error, "the lease could not be renewed"),
            },
            Err(error) => tracing::debug!(%error, "no connection to renew the lease on"),
        }
    }
}
