//! The same tables on the same server, checked and created by a peer.

use std::time::{Duration, Instant};

use safe_schema::testing::Server;
use sea_orm::SqlxMySqlConnector;

use super::{kind, noop};
use crate::figures::{Cell, Table};
use crate::turns::{Turns, order, runs};
use crate::{Outcome, models, peer, row, servers};

pub async fn measure(servers: &[Server]) -> Outcome<Vec<Table>> {
    let mut checks = Table::new(
        "No-op check, beside SeaORM's schema sync (median)",
        &["server", "tables", "check", "SeaORM", "ratio"],
    );
    let mut creates = Table::new(
        "Fresh create, beside SeaORM's schema sync (median)",
        &["server", "tables", "migrate", "SeaORM", "ratio"],
    );
    for server in servers {
        for tables in [10, 100, 500] {
            let (schema, names) = (models::schema(tables), peer::names(tables));
            servers::empty(server, "peers").await?;
            let pool = servers::pool(server.port(), "peers").await?;
            schema.migrate(&pool).await?;
            pool.close().await;
            let pool = servers::pool(server.port(), "peers").await?;
            let theirs = SqlxMySqlConnector::from_sqlx_mysql_pool(pool.clone());
            let mut turns = Turns::<2>::new();
            for round in 0..runs() {
                for which in order::<2>(round) {
                    turns.add(
                        which,
                        match which {
                            0 => noop::check(&schema, &pool).await?,
                            _ => sync(&theirs, &names).await?,
                        },
                    );
                }
            }
            // Neither found anything to do.
            noop::check(&schema, &pool).await?;
            let [ours, theirs] = turns.medians();
            checks.add(row![kind(server), tables, ours, theirs, Cell::ratio(theirs, ours)]);
            pool.close().await;
        }
        // Its time grows with the square of the number, so it is not asked for more.
        for tables in [10, 50] {
            let (schema, names) = (models::schema(tables), peer::names(tables));
            let mut turns = Turns::<2>::new();
            for round in 0..runs() {
                for which in order::<2>(round) {
                    servers::empty(server, "peers").await?;
                    let pool = servers::pool(server.port(), "peers").await?;
                    let started = Instant::now();
                    match which {
                        0 => drop(schema.migrate(&pool).await?),
                        _ => {
                            let theirs = SqlxMySqlConnector::from_sqlx_mysql_pool(pool.clone());
                            peer::sync(&theirs, &names).await?;
                        }
                    }
                    turns.add(which, started.elapsed());
                    pool.close().await;
                }
            }
            let [ours, theirs] = turns.medians();
            creates.add(row![kind(server), tables, ours, theirs, Cell::ratio(theirs, ours)]);
        }
        servers::drop(server, "peers").await?;
    }
    Ok(vec![checks, creates])
}

async fn sync(database: &sea_orm::DatabaseConnection, names: &[&'static str]) -> Outcome<Duration> {
    let started = Instant::now();
    peer::sync(database, names).await?;
    Ok(started.elapsed())
}
