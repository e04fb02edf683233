//! A check that finds nothing to do, beside its own questions sent bare.

use std::time::{Duration, Instant};

use safe_schema::Schema;
use safe_schema::testing::Server;
use sqlx::MySqlPool;

use super::kind;
use crate::figures::{Cell, Table};
use crate::proxy::Proxy;
use crate::turns::{Turns, order, runs};
use crate::{Outcome, models, row, servers};

const TABLES: [usize; 4] = [10, 100, 500, 2_000];
/// In each direction.
const LATENCY: Duration = Duration::from_millis(5);
/// These are quick, so there may be more of them.
const MORE: usize = 3;

pub async fn measure(servers: &[Server]) -> Outcome<Vec<Table>> {
    let mut near = Table::new(
        "No-op check (median), beside its catalogue queries sent bare",
        &["server", "tables", "round trips", "statements", "check", "bare", "ratio"],
    );
    let mut far = Table::new(
        "No-op check through a network of 5 ms in each direction",
        &["server", "tables", "loopback", "network", "more", "latencies more"],
    );
    for server in servers {
        for tables in TABLES {
            let database = format!("noop_{tables}");
            servers::empty(server, &database).await?;
            let schema = models::schema(tables);
            let setup = servers::pool(server.port(), &database).await?;
            schema.migrate(&setup).await?;
            setup.close().await;
            one(server, tables, &database, &schema, &mut near, &mut far).await?;
            servers::drop(server, &database).await?;
        }
    }
    Ok(vec![near, far])
}

async fn one(
    server: &Server,
    tables: usize,
    database: &str,
    schema: &Schema,
    near: &mut Table,
    far: &mut Table,
) -> Outcome {
    let pool = servers::pool(server.port(), database).await?;
    let counting = Proxy::to(server.port(), Duration::ZERO).await?;
    let counted = servers::pool(counting.port, database).await?;
    check(schema, &counted).await?;
    servers::idle(&counted).await;
    counting.take();
    let before = questions(&pool).await?;
    check(schema, &counted).await?;
    servers::idle(&counted).await;
    let statements = questions(&pool).await? - before;
    let commands = counting.take();
    let packets: Vec<&String> = commands.iter().filter(|sql| !sql.is_empty()).collect();
    let [packet] = packets.as_slice() else {
        return Err(format!("a check sent {} packets", packets.len()).into());
    };

    let mut turns = Turns::<2>::new();
    for round in 0..runs() * MORE {
        for which in order::<2>(round) {
            turns.add(
                which,
                match which {
                    0 => check(schema, &pool).await?,
                    _ => bare(&pool, packet).await?,
                },
            );
        }
    }
    let [ours, floor] = turns.medians();
    near.add(row![
        kind(server),
        tables,
        commands.len(),
        statements,
        ours,
        floor,
        Cell::ratio(ours, floor)
    ]);

    let slow = Proxy::to(server.port(), LATENCY).await?;
    let away = servers::pool(slow.port, database).await?;
    let mut turns = Turns::<2>::new();
    for round in 0..runs() {
        for which in order::<2>(round) {
            let pool = if which == 0 { &pool } else { &away };
            turns.add(which, check(schema, pool).await?);
        }
    }
    let [loopback, network] = turns.medians();
    let more = network.saturating_sub(loopback);
    far.add(row![kind(server), tables, loopback, network, more, Cell::ratio(more, LATENCY)]);
    Ok(())
}

/// How long a check takes that finds nothing.
pub async fn check(schema: &Schema, pool: &MySqlPool) -> Outcome<Duration> {
    servers::idle(pool).await;
    let started = Instant::now();
    let report = schema.migrate(pool).await?;
    let took = started.elapsed();
    if report.is_unchanged() { Ok(took) } else { Err("there was something to do".into()) }
}

async fn bare(pool: &MySqlPool, packet: &str) -> Outcome<Duration> {
    servers::idle(pool).await;
    let started = Instant::now();
    servers::sql(pool, packet).await?;
    Ok(started.elapsed())
}

/// How many statements the server has run, this one left out.
async fn questions(pool: &MySqlPool) -> Outcome<u64> {
    let asked = "SHOW GLOBAL STATUS LIKE 'Questions'";
    let (_, count): (String, String) =
        sqlx::query_as(asked).persistent(false).fetch_one(pool).await?;
    Ok(count.parse::<u64>()?)
}
