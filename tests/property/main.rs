//! Random schemas on live servers: whatever the one database holds, it becomes the other, with
//! every row that can be kept.
//!
//! `SAFE_SCHEMA_PAIRS` says how many pairs each server gets, `SAFE_SCHEMA_SEED` which they are:
//! pair number n is made from the seed plus n, so a failure is one pair's seed.

// A test stops at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// The generator asks for single kinds among many; nothing is lost where it passes one over.
#![allow(clippy::wildcard_enum_match_arm)]

mod check;
mod generate;
mod model;
mod structs;

use safe_schema::testing::Kind;

const PAIRS: u64 = 300;

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok().filter(|value| !value.is_empty())?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable}={value} is no number")))
}

async fn pairs_on(kind: Kind) {
    let seed = number("SAFE_SCHEMA_SEED").unwrap_or(1);
    check::run(kind, seed, number("SAFE_SCHEMA_PAIRS").unwrap_or(PAIRS)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mysql() {
    pairs_on(Kind::MySql).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb() {
    pairs_on(Kind::MariaDb).await;
}
