//! Changes -> ordered steps, each with its SQL, its risk, and the questions to the data that
//! decide whether it may run. Pure.

mod backfill;
mod build;
mod column;
mod draft;
mod foreign_key;
mod index;
mod order;
mod primary_key;
mod probe;
mod refusal;
mod risk;
mod show;
mod step;
mod table;
#[cfg(test)]
mod tests;
mod type_change;

pub use probe::{Probe, Question};
pub use refusal::Refusal;
pub use risk::Risk;
pub use step::{Note, Plan, Step};

pub(crate) use build::{build, notes};
pub(crate) use show::bytes;
