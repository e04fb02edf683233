//! The command `safe-schema`, as a person runs it, on live servers: what it prints, where, and
//! its exit code.

// Scenarios stop at the first surprise, and share more support than each uses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, unused_imports)]

#[path = "../live/support/mod.rs"]
mod support;

mod apply;
mod arguments;
mod diff;
mod flavours;
mod generate;
mod hidden;
mod inspect;
mod run;
mod system;
