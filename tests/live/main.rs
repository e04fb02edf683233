//! The engine and the derive on live servers: every scenario runs on MySQL and on MariaDB, in
//! a database of its own, and what it did is asked of the server.

// Scenarios stop at the first surprise, and their models are never made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, unused_imports)]

mod support;

mod algorithms;
mod bad_input;
mod drift;
mod fills;
mod fixes;
mod hostile_text;
mod hygiene;
mod journal;
mod keys;
mod like;
mod narrowing;
mod refusals;
mod round_trips;
mod script;
mod spelling;
mod start_up;
mod stopping;
mod telling;
mod together;
mod ways;
