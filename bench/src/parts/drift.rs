//! A column that is missing: in one of 500 tables, and in each of them.

use std::io::Write;
use std::time::{Duration, Instant};

use safe_schema::Schema;
use safe_schema::testing::Server;
use sqlx::MySqlPool;

use super::kind;
use crate::client::Client;
use crate::figures::{Cell, Table};
use crate::turns::{Turns, order, runs};
use crate::{Outcome, models, row, servers};

const TABLES: usize = 500;

pub async fn measure(servers: &[Server]) -> Outcome<Vec<Table>> {
    let mut table = Table::new(
        "A missing column in a schema of 500 tables (median), beside its ALTERs by the stock client",
        &["server", "in how many tables", "migrate", "client", "ratio", "difference"],
    );
    for server in servers {
        let client = Client::of(server)?;
        servers::empty(server, "drifted").await?;
        let pool = servers::pool(server.port(), "drifted").await?;
        let schema = models::schema(TABLES);
        schema.migrate(&pool).await?;
        for number in [1, TABLES] {
            take_away(&pool, number).await?;
            let mut file = tempfile::NamedTempFile::new()?;
            file.write_all(schema.plan(&pool).await?.to_sql().as_bytes())?;
            schema.migrate(&pool).await?;
            let mut turns = Turns::<2>::new();
            for round in 0..runs() {
                for which in order::<2>(round) {
                    take_away(&pool, number).await?;
                    turns.add(
                        which,
                        match which {
                            0 => migrate(&pool, &schema, number).await?,
                            _ => client.send(server, "drifted", file.path())?,
                        },
                    );
                }
            }
            let [ours, floor] = turns.medians();
            let more = ours.saturating_sub(floor);
            table.add(row![kind(server), number, ours, floor, Cell::ratio(ours, floor), more]);
        }
        pool.close().await;
        servers::drop(server, "drifted").await?;
    }
    Ok(vec![table])
}

async fn take_away(pool: &MySqlPool, number: usize) -> Outcome {
    for number in 0..number {
        let table = models::name(number);
        servers::sql(pool, &format!("ALTER TABLE {table} DROP COLUMN weight")).await?;
    }
    Ok(())
}

async fn migrate(pool: &MySqlPool, schema: &Schema, number: usize) -> Outcome<Duration> {
    let started = Instant::now();
    let report = schema.migrate(pool).await?;
    let took = started.elapsed();
    if report.executed.len() == number { Ok(took) } else { Err("other steps than expected".into()) }
}
