//! A fresh database, beside the same statements sent by the stock client of the server.

use std::io::Write;
use std::time::{Duration, Instant};

use safe_schema::Schema;
use safe_schema::testing::Server;

use super::kind;
use crate::client::Client;
use crate::figures::{Cell, Table};
use crate::turns::{Turns, order, runs};
use crate::{Outcome, models, row, servers};

const TABLES: [usize; 4] = [10, 100, 500, 2_000];
/// Beyond that, the journal's share is known.
const WITHOUT_JOURNAL: usize = 500;

pub async fn measure(servers: &[Server]) -> Outcome<Vec<Table>> {
    let mut table = Table::new(
        "Fresh create (median), beside the same CREATE statements by the stock client",
        &["server", "tables", "migrate", "client", "ratio", "without journal", "its ratio"],
    );
    for server in servers {
        let client = Client::of(server)?;
        for tables in TABLES {
            let schema = models::schema(tables);
            let plain = schema.clone().without_journal();
            let mut file = tempfile::NamedTempFile::new()?;
            file.write_all(schema.create_tables_sql()?.as_bytes())?;
            let mut turns = Turns::<3>::new();
            for round in 0..runs() {
                for which in order::<3>(round) {
                    if which == 1 && tables > WITHOUT_JOURNAL {
                        continue;
                    }
                    servers::empty(server, "fresh").await?;
                    turns.add(
                        which,
                        match which {
                            0 => migrate(server, &schema, tables).await?,
                            1 => migrate(server, &plain, tables).await?,
                            _ => client.send(server, "fresh", file.path())?,
                        },
                    );
                }
            }
            let [ours, plain, floor] = turns.medians();
            let mut row = row![kind(server), tables, ours, floor, Cell::ratio(ours, floor)];
            row.extend(match plain.is_zero() {
                true => row!["-", "-"],
                false => row![plain, Cell::ratio(plain, floor)],
            });
            table.add(row);
        }
        servers::drop(server, "fresh").await?;
    }
    Ok(vec![table])
}

async fn migrate(server: &Server, schema: &Schema, tables: usize) -> Outcome<Duration> {
    let pool = servers::pool(server.port(), "fresh").await?;
    let started = Instant::now();
    let report = schema.migrate(&pool).await?;
    let took = started.elapsed();
    pool.close().await;
    if report.executed.len() == tables { Ok(took) } else { Err("not every table was made".into()) }
}
