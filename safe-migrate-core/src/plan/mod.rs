//! Changes -> ordered steps, each with its SQL, its risk, and the questions to the data that
//! decide whether it may run. Pure.

mod act;
mod algorithm;
mod backfill;
mod build;
mod check_name;
mod column;
mod cost;
mod detach;
mod draft;
mod fix;
mod foreign_key;
mod generated;
mod in_its_place;
mod index;
mod locked;
mod loss;
mod order;
mod place;
mod primary_key;
mod probe;
mod refusal;
mod renamed;
mod risk;
#[cfg(test)]
mod risk_of_changes;
mod show;
mod step;
mod table;
mod table_options;
#[cfg(test)]
mod tests;
mod to_be;
mod type_change;
mod unfit;
mod way_out;

pub use algorithm::Algorithm;
pub use fix::{FixState, PlannedFix};
pub use loss::{AllowedLoss, Loss};
pub use probe::{Probe, Question};
pub use refusal::Refusal;
pub use risk::Risk;
pub use step::{Note, Plan, Step};
pub use unfit::Unfit;
pub use way_out::{Reader, WayOut, WaysOut};

pub(crate) use act::Act;
pub(crate) use build::{build, notes};
pub(crate) use probe::COUNT_LIMIT;
pub(crate) use show::bytes;
