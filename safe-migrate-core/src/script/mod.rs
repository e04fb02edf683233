//! Plan -> a script for the stock client, in which every statement asks the catalogue first
//! whether it has still to be run. Pure.
//!
//! A statement is guarded by what it changes (`effect`): the catalogue shows each object as the
//! plan found it (then it runs), or as the statement or a later one leaves it (then it is passed
//! over), or otherwise (then the script stops). `column` and `catalogue` are the SQL of that, `objects` and what it
//! leads to are what a clause of an ALTER TABLE does.

mod catalogue;
mod column;
mod effect;
mod guard;
mod keys;
mod nets;
mod objects;
mod options;
mod refused;
mod rows;
mod write;

#[cfg(test)]
mod tests;

pub use refused::NoScript;
