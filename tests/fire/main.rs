//! The engine under fire: many processes at once, processes, servers and connections killed at
//! every instant, and tables that somebody holds. Every scenario runs on MySQL and on MariaDB.
//!
//! `SAFE_SCHEMA_FIRE=long` makes them as long as `./dev test replicas|kill|proxy` does.

// Scenarios stop at the first surprise, and their models are never made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, unused_imports)]

#[path = "../live/support/mod.rs"]
mod support;

mod blocked;
mod cancelled;
mod child;
mod cut;
mod fill_cut;
mod fix_cut;
mod group;
mod kill;
mod late;
mod leases;
mod pooling;
mod proxy;
mod replicas;
mod scene;
mod server_killed;

/// Whether there is time for all that the scenarios can do.
fn is_long() -> bool {
    std::env::var_os("SAFE_SCHEMA_FIRE").is_some_and(|length| length == "long")
}

/// So many in a short run, so many in a long one.
fn times(short: usize, long: usize) -> usize {
    if is_long() { long } else { short }
}
