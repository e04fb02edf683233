//! A table that is there, and differs from its declaration.

mod backfills;
mod columns;
mod comments;
mod foreign_keys;
mod indexes;
mod nullability;
mod renames;
mod restating;
mod types;
mod undeclared;
