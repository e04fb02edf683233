//! `generate`: structs that compile, whose plan against the very database is empty, and that
//! make the same database again.

mod batch;
mod everything;
mod left_out;
mod real;
