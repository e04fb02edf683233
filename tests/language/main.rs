//! The whole language on live servers: every attribute is DDL that both servers take and give
//! back as it was declared, and every type gives back every value it was given.

// Scenarios stop at the first surprise, and their models are never made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

mod support;

mod attributes;
mod changes;
mod column_types;
mod dates;
mod expressions;
mod flatten;
mod indexes;
mod limits;
mod names;
mod values;
