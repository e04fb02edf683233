//! What a check costs that finds nothing to do: wall-clock time at 10, 100 and 1,000 tables,
//! beside the same queries sent bare, with nothing made of their answers.
//!
//! Run by `./dev bench noop`.

// A program for the terminal: it stops at the first surprise.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use safe_schema::testing::{Kind, Server};
use safe_schema::{Model, SafeSchema, Schema};
use sqlx::mysql::{MySqlPool, MySqlPoolOptions};
use sqlx::{AssertSqlSafe, Executor, Row};

const TIMES: usize = 15;

/// Ten columns, as the tables of services have them.
#[derive(SafeSchema)]
#[safe_schema(table = "template", index(columns(created_on, state)))]
struct Template {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 64, unique)]
    key: String,
    #[safe_schema(len = 120, default = "it's")]
    name: String,
    #[safe_schema(default = 0)]
    state: u8,
    amount: Option<i64>,
    weight: Option<f64>,
    note: Option<String>,
    #[safe_schema(text)]
    text: Option<String>,
    data: Option<Vec<u8>>,
    #[safe_schema(sql_type = "date")]
    created_on: Option<String>,
}

#[tokio::main]
async fn main() {
    println!("| server | tables | statements | check | bare queries | ratio |");
    println!("|---|---|---|---|---|---|");
    for kind in [Kind::MySql, Kind::MariaDb] {
        let server = Server::builder().kind(kind).arg("--log-output=TABLE").start();
        match server {
            Ok(server) => {
                for tables in [10, 100, 1000] {
                    measure(&server, kind, tables).await;
                }
            }
            Err(error) => eprintln!("not measured: {error}"),
        }
    }
}

async fn measure(server: &Server, kind: Kind, tables: usize) {
    // The server's own pool makes the database; one connection is measured.
    server.pool(&format!("noop_{tables}")).await.unwrap();
    let pool = MySqlPoolOptions::new()
        .max_connections(1)
        .connect(&server.url(&format!("noop_{tables}")))
        .await
        .unwrap();
    let schema = Schema::new((0..tables).map(model).collect::<Vec<Model>>());
    schema.migrate(&pool).await.unwrap();
    let pool = MySqlPoolOptions::new()
        .max_connections(1)
        .connect(&server.url(&format!("noop_{tables}")))
        .await
        .unwrap();
    schema.migrate(&pool).await.unwrap();

    let statements = sent(&pool, &schema).await;
    let packet = statements.join(";\n");
    let count = packet.matches(";\n").count() + 1;
    // In turns, and the best of each: what else the machine does meanwhile is nobody's cost.
    let (mut check, mut bare) = (Duration::MAX, Duration::MAX);
    for _ in 0..TIMES {
        let start = Instant::now();
        assert!(schema.migrate(&pool).await.unwrap().is_unchanged());
        check = check.min(start.elapsed());
        let start = Instant::now();
        send(&pool, &packet).await;
        bare = bare.min(start.elapsed());
    }
    println!(
        "| {kind:?} | {tables} | {count} | {} ms | {} ms | {:.2} |",
        milliseconds(check),
        milliseconds(bare),
        check.as_secs_f64() / bare.as_secs_f64()
    );
}

fn model(number: usize) -> Model {
    let mut table = Template::TABLE.clone();
    table.name = format!("table_{number}").into();
    Model { table: Box::leak(Box::new(table)), parents: &[] }
}

/// What one check sends, as the server wrote it down.
async fn sent(pool: &MySqlPool, schema: &Schema) -> Vec<String> {
    let set = |on: &str| format!("SET GLOBAL general_log = {on}");
    pool.execute("TRUNCATE mysql.general_log").await.unwrap();
    pool.execute(sqlx::raw_sql(AssertSqlSafe(set("ON")))).await.unwrap();
    schema.migrate(pool).await.unwrap();
    pool.execute(sqlx::raw_sql(AssertSqlSafe(set("OFF")))).await.unwrap();
    let rows = pool
        .fetch_all(
            "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log \
             WHERE command_type = 'Query' AND argument NOT LIKE 'SET GLOBAL%'",
        )
        .await
        .unwrap();
    rows.iter().map(|row| row.get::<String, _>(0).trim_end_matches(';').to_owned()).collect()
}

/// Sends the statements in one packet, and takes the rows.
async fn send(pool: &MySqlPool, packet: &str) {
    pool.fetch_all(sqlx::raw_sql(AssertSqlSafe(packet.to_owned()))).await.unwrap();
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.1}", duration.as_secs_f64() * 1000.0)
}
