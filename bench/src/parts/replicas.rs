//! Fifty replicas that start at once, until the last one is ready, beside one alone.

use std::time::{Duration, Instant};

use safe_schema::Schema;
use safe_schema::testing::Server;
use sqlx::MySqlPool;

use super::kind;
use crate::figures::{Cell, Table};
use crate::turns::{Turns, order, runs};
use crate::{Outcome, models, row, servers};

const REPLICAS: usize = 50;
const TABLES: usize = 50;

pub async fn measure(servers: &[Server]) -> Outcome<Vec<Table>> {
    let mut table = Table::new(
        "50 replicas at once, until the last one is ready (median), 50 tables",
        &["server", "database", "50 replicas", "one alone", "ratio"],
    );
    for server in servers {
        let schema = models::schema(TABLES);
        for (what, is_empty) in [("empty", true), ("as declared", false)] {
            servers::empty(server, "many").await?;
            let mut turns = Turns::<2>::new();
            for round in 0..runs() {
                for which in order::<2>(round) {
                    if is_empty {
                        servers::empty(server, "many").await?;
                    }
                    let replicas = if which == 0 { REPLICAS } else { 1 };
                    let (took, steps) = together(server, &schema, replicas).await?;
                    if is_empty && steps != TABLES {
                        return Err(format!("{steps} steps for {TABLES} tables").into());
                    }
                    // What made the tables for the rest is not what is measured.
                    if is_empty || steps == 0 {
                        turns.add(which, took);
                    }
                }
            }
            let [many, alone] = turns.medians();
            table.add(row![kind(server), what, many, alone, Cell::ratio(many, alone)]);
        }
        servers::drop(server, "many").await?;
    }
    Ok(vec![table])
}

/// How long until all have a database as declared, and how many steps that took them.
async fn together(server: &Server, schema: &Schema, replicas: usize) -> Outcome<(Duration, usize)> {
    let mut pools: Vec<MySqlPool> = Vec::new();
    for _ in 0..replicas {
        pools.push(servers::pool(server.port(), "many").await?);
    }
    let started = Instant::now();
    let running: Vec<_> = pools
        .iter()
        .map(|pool| {
            let (schema, pool) = (schema.clone(), pool.clone());
            tokio::spawn(async move { schema.migrate(&pool).await })
        })
        .collect();
    let mut steps = 0;
    for replica in running {
        steps += replica.await??.executed.len();
    }
    let took = started.elapsed();
    for pool in pools {
        pool.close().await;
    }
    Ok((took, steps))
}
