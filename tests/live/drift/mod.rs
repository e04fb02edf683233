//! A table that is there, and differs from its declaration.

mod columns;
mod comments;
mod foreign_keys;
mod indexes;
mod nullability;
mod types;
mod undeclared;
