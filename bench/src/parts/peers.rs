//! The same tables on the same server, checked and created by peers.

use std::time::{Duration, Instant};

use safe_schema::testing::Server;
use sea_orm::SqlxMySqlConnector;

use super::{kind, noop};
use crate::figures::{Cell, Table};
use crate::python::Python;
use crate::turns::{Turns, order, runs};
use crate::{Outcome, models, peer, row, servers};

/// Ours, SeaORM's, and those in Python.
const HEADINGS: [&str; 9] = [
    "server",
    "tables",
    "safe-schema",
    "SeaORM",
    "SeaORM ratio",
    "Alembic",
    "Alembic ratio",
    "Django",
    "Django ratio",
];
/// Each in a database of its own: they want types of their own.
const IN_PYTHON: [&str; 2] = ["alembic", "django"];

pub async fn measure(servers: &[Server]) -> Outcome<Vec<Table>> {
    let python = Python::new();
    let mut checks = Table::new("No-op check, beside peers (median)", &HEADINGS);
    let mut creates = Table::new("Fresh create, beside peers (median)", &HEADINGS);
    for server in servers {
        for tables in [10, 100, 500] {
            checks.add(check(server, tables, python.as_ref()).await?);
        }
        // SeaORM's time grows with the square of the number, so it is not asked for more.
        for tables in [10, 50] {
            creates.add(create(server, tables, python.as_ref()).await?);
        }
    }
    Ok(vec![checks, creates])
}

async fn check(server: &Server, tables: usize, python: Option<&Python>) -> Outcome<Vec<Cell>> {
    let (schema, names) = (models::schema(tables), peer::names(tables));
    servers::empty(server, "peers").await?;
    let pool = servers::pool(server.port(), "peers").await?;
    schema.migrate(&pool).await?;
    let theirs = SqlxMySqlConnector::from_sqlx_mysql_pool(pool.clone());
    for peer in IN_PYTHON {
        servers::empty(server, peer).await?;
        if let Some(python) = python {
            python.bring(peer, server, peer, tables)?;
        }
    }
    let mut turns = Turns::<4>::new();
    for round in 0..runs() {
        for which in order::<4>(round) {
            let took = match (which, python) {
                (0, _) => noop::check(&schema, &pool).await?,
                (1, _) => sync(&theirs, &names).await?,
                (_, None) => continue,
                (_, Some(python)) => {
                    let peer = IN_PYTHON[which - 2];
                    match python.bring(peer, server, peer, tables)? {
                        (took, false) => took,
                        (_, true) => return Err(format!("{peer} had something to do").into()),
                    }
                }
            };
            turns.add(which, took);
        }
    }
    // SeaORM found nothing to do, either.
    noop::check(&schema, &pool).await?;
    pool.close().await;
    for database in ["peers"].iter().chain(&IN_PYTHON) {
        servers::drop(server, database).await?;
    }
    Ok(row(server, tables, turns.medians()))
}

async fn create(server: &Server, tables: usize, python: Option<&Python>) -> Outcome<Vec<Cell>> {
    let (schema, names) = (models::schema(tables), peer::names(tables));
    let mut turns = Turns::<4>::new();
    for round in 0..runs() {
        for which in order::<4>(round) {
            servers::empty(server, "peers").await?;
            let pool = servers::pool(server.port(), "peers").await?;
            let started = Instant::now();
            let took = match (which, python) {
                (0, _) => {
                    schema.migrate(&pool).await?;
                    started.elapsed()
                }
                (1, _) => {
                    let theirs = SqlxMySqlConnector::from_sqlx_mysql_pool(pool.clone());
                    sync(&theirs, &names).await?
                }
                (_, None) => continue,
                (_, Some(python)) => python.bring(IN_PYTHON[which - 2], server, "peers", tables)?.0,
            };
            turns.add(which, took);
            pool.close().await;
        }
    }
    servers::drop(server, "peers").await?;
    Ok(row(server, tables, turns.medians()))
}

/// Times, and how many times ours the others are.
fn row(server: &Server, tables: usize, times: [Duration; 4]) -> Vec<Cell> {
    let [ours, theirs @ ..] = times;
    let mut row = row![kind(server), tables, ours];
    for time in theirs {
        row.extend(match time.is_zero() {
            true => row!["-", "-"],
            false => row![time, Cell::ratio(time, ours)],
        });
    }
    row
}

async fn sync(database: &sea_orm::DatabaseConnection, names: &[&'static str]) -> Outcome<Duration> {
    let started = Instant::now();
    peer::sync(database, names).await?;
    Ok(started.elapsed())
}
