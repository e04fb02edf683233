//! The engine on a real Galera cluster of three nodes: `./dev test galera`.
//!
//! Nothing is tried where `SAFE_SCHEMA_GALERA` does not name the provider library, and that is
//! said; nodes get their data by `wsrep_sst_copy`, which must then be in `PATH`.

// Scenarios stop at the first surprise, and share helpers of which each needs some.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, unused_imports)]
#![allow(unused_macros)]

#[path = "../live/support/mod.rs"]
mod support;

#[path = "../fire/child.rs"]
mod child;
mod cluster;
mod killed;
mod lease;
mod replicas;
#[path = "../fire/scene.rs"]
mod scene;
