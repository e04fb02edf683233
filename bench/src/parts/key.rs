//! Another primary key for a table of a million rows, beside its ALTER sent bare.
//!
//! There and back: each of the two does it in both directions, as often.

use std::time::{Duration, Instant};

use safe_schema::testing::Server;
use safe_schema::{SafeSchema, Schema, schema};
use sqlx::MySqlPool;

use super::kind;
use crate::figures::{Cell, Table};
use crate::turns::{Turns, order, runs};
use crate::{Outcome, row, servers};

const DOUBLINGS: usize = 20;

/// With the key that somebody chose once.
#[derive(SafeSchema)]
#[safe_schema(table = "events")]
#[allow(dead_code)]
struct ByCode {
    id: u64,
    #[safe_schema(primary_key, len = 40)]
    code: String,
    kind: u32,
    #[safe_schema(len = 100)]
    text: String,
}

/// With the key that it shall have.
#[derive(SafeSchema)]
#[safe_schema(table = "events")]
#[allow(dead_code)]
struct ById {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(len = 40)]
    code: String,
    kind: u32,
    #[safe_schema(len = 100)]
    text: String,
}

pub async fn measure(servers: &[Server]) -> Outcome<Vec<Table>> {
    let mut table = Table::new(
        "Another primary key for 1,048,576 rows (median), beside its ALTER sent bare",
        &[
            "server",
            "migrate",
            "its ALTER",
            "looks and probes",
            "bare ALTER",
            "ratio",
            "ratio without probes",
        ],
    );
    for server in servers {
        servers::empty(server, "million").await?;
        let pool = servers::pool(server.port(), "million").await?;
        fill(&pool).await?;
        // Where the table is now, and the other one.
        let mut schemas = [schema![ByCode], schema![ById]];
        let mut turns = Turns::<4>::new();
        // An even number, so that both go both ways alike.
        for round in 0..(runs() + runs() % 2) {
            for which in order::<2>(round) {
                let wanted = &schemas[1];
                if which == 0 {
                    let started = Instant::now();
                    let plan = wanted.plan(&pool).await?;
                    turns.add(2, started.elapsed());
                    drop(plan);
                    let (whole, alter) = migrate(&pool, wanted).await?;
                    turns.add(0, whole);
                    turns.add(1, alter);
                } else {
                    let sql = wanted.plan(&pool).await?.to_sql();
                    let started = Instant::now();
                    servers::sql(&pool, &sql).await?;
                    turns.add(3, started.elapsed());
                }
                schemas.reverse();
            }
        }
        let [ours, alter, probes, floor] = turns.medians();
        table.add(row![
            kind(server),
            ours,
            alter,
            probes,
            floor,
            Cell::ratio(ours, floor),
            Cell::ratio(ours.saturating_sub(probes), floor)
        ]);
        pool.close().await;
        servers::drop(server, "million").await?;
    }
    Ok(vec![table])
}

pub(super) async fn fill(pool: &MySqlPool) -> Outcome {
    schema![ByCode].migrate(pool).await?;
    let first =
        "INSERT INTO events VALUES (0, CONCAT(LEFT(SHA2(0, 256), 32), 'x'), 1, REPEAT('x', 80))";
    servers::sql(pool, first).await?;
    for doubling in 0..DOUBLINGS {
        let there = 1_u64 << doubling;
        servers::sql(
            pool,
            &format!(
                "INSERT INTO events SELECT id + {there}, CONCAT(LEFT(SHA2(id + {there}, 256), 32), 'x'), kind, text \
                 FROM events"
            ),
        )
        .await?;
    }
    servers::sql(pool, "ANALYZE TABLE events").await
}

async fn migrate(pool: &MySqlPool, schema: &Schema) -> Outcome<(Duration, Duration)> {
    let started = Instant::now();
    let report = schema.migrate(pool).await?;
    let took = started.elapsed();
    let [step] = report.executed.as_slice() else { return Err("not one step".into()) };
    Ok((took, step.duration))
}
