//! The longest that a writer waits while a table of a million rows is altered online, beside the
//! same change sent bare.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use safe_schema::testing::Server;
use safe_schema::{SafeSchema, Schema, schema};
use sqlx::MySqlPool;

use super::{key, kind};
use crate::figures::Table;
use crate::turns::{Turns, order, runs};
use crate::{Outcome, row, servers};

/// The table with one thing that it lacks.
macro_rules! events {
    ($name:ident { $($attribute:meta)? } { $($field:tt)* }) => {
        #[derive(SafeSchema)]
        #[safe_schema(table = "events")]
        $(#[$attribute])?
        #[allow(dead_code)]
        struct $name {
            $($field)*
        }
    };
}

events!(WithColumn {} {
    id: u64,
    #[safe_schema(primary_key, len = 40)]
    code: String,
    kind: u32,
    #[safe_schema(len = 100)]
    text: Option<String>,
    more: Option<u32>,
});

events!(WithIndex { safe_schema(index(name = "of_kind", columns(kind, id))) } {
    id: u64,
    #[safe_schema(primary_key, len = 40)]
    code: String,
    kind: u32,
    #[safe_schema(len = 100)]
    text: Option<String>,
});

events!(NotNull {} {
    id: u64,
    #[safe_schema(primary_key, len = 40)]
    code: String,
    kind: u32,
    #[safe_schema(len = 100)]
    text: String,
});

events!(OtherKey {} {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(len = 40)]
    code: String,
    kind: u32,
    #[safe_schema(len = 100)]
    text: Option<String>,
});

/// A change, the schema that asks for it, and what takes it back.
type Change = (&'static str, fn() -> Schema, &'static str);

const CHANGES: [Change; 4] = [
    ("a new column", || schema![WithColumn], "ALTER TABLE events DROP COLUMN more"),
    ("a new index", || schema![WithIndex], "ALTER TABLE events DROP KEY of_kind"),
    ("NOT NULL", || schema![NotNull], "ALTER TABLE events MODIFY COLUMN text VARCHAR(100) NULL"),
    (
        "another primary key",
        || schema![OtherKey],
        "ALTER TABLE events DROP PRIMARY KEY, ADD PRIMARY KEY (code)",
    ),
];

pub async fn measure(servers: &[Server]) -> Outcome<Vec<Table>> {
    let mut table = Table::new(
        "The longest wait of a writer while 1,048,576 rows are altered (median), beside the same \
         change sent bare",
        &["server", "change", "algorithm", "wait", "whole", "bare: wait", "bare: whole"],
    );
    for server in servers {
        servers::empty(server, "stalls").await?;
        let pool = servers::pool(server.port(), "stalls").await?;
        key::fill(&pool).await?;
        // The writer finds its rows whatever the primary key is.
        let prepare = "ALTER TABLE events MODIFY COLUMN text VARCHAR(100) NULL, ADD KEY by_id (id)";
        servers::sql(&pool, prepare).await?;
        for (change, schema, back) in CHANGES {
            let plan = schema().plan(&pool).await?;
            let [step] = plan.steps.as_slice() else { return Err(plan.to_string().into()) };
            let algorithm = step.algorithm.map(|algorithm| algorithm.to_string());
            let mut turns = Turns::<4>::new();
            for round in 0..runs() {
                for which in order::<2>(round) {
                    let writer = Writer::start(server).await?;
                    let started = Instant::now();
                    match which {
                        0 => drop(schema().migrate(&pool).await?),
                        _ => servers::sql(&pool, &step.sql).await?,
                    }
                    let whole = started.elapsed();
                    turns.add(which * 2, writer.stop().await?);
                    turns.add(which * 2 + 1, whole);
                    servers::sql(&pool, back).await?;
                }
            }
            let [wait, whole, bare_wait, bare_whole] = turns.medians();
            table.add(row![
                kind(server),
                change,
                algorithm.unwrap_or_default(),
                wait,
                whole,
                bare_wait,
                bare_whole
            ]);
        }
        pool.close().await;
        servers::drop(server, "stalls").await?;
    }
    Ok(vec![table])
}

/// Somebody who changes one row after the other all the while.
struct Writer {
    is_over: Arc<AtomicBool>,
    task: tokio::task::JoinHandle<Outcome<Duration>>,
}

impl Writer {
    /// Returns when it writes at full speed.
    async fn start(server: &Server) -> Outcome<Self> {
        let pool = servers::pool(server.port(), "stalls").await?;
        let is_over = Arc::new(AtomicBool::new(false));
        let written = Arc::new(AtomicU64::new(0));
        let (over, count) = (is_over.clone(), written.clone());
        let task = tokio::spawn(async move { write(&pool, &over, &count).await });
        while written.load(Ordering::Relaxed) < 100 && !task.is_finished() {
            tokio::task::yield_now().await;
        }
        Ok(Self { is_over, task })
    }

    /// The longest that one row took.
    async fn stop(self) -> Outcome<Duration> {
        self.is_over.store(true, Ordering::Relaxed);
        self.task.await?
    }
}

async fn write(pool: &MySqlPool, is_over: &AtomicBool, written: &AtomicU64) -> Outcome<Duration> {
    let mut longest = Duration::ZERO;
    let mut number = 0_u64;
    while !is_over.load(Ordering::Relaxed) {
        // Far from one another.
        number = (number + 7_919) % (1 << 20);
        let sql = format!("UPDATE events SET kind = kind + 1 WHERE id = {number}");
        let started = Instant::now();
        servers::sql(pool, &sql).await?;
        // The first ones connect, and warm up.
        if written.fetch_add(1, Ordering::Relaxed) >= 100 {
            longest = longest.max(started.elapsed());
        }
    }
    Ok(longest)
}
