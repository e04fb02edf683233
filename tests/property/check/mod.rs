//! A pair of schemas is put to a server, and what the crate makes of it is judged.

mod database;
mod definition;
mod pair;
mod run;
mod shrink;
mod values;

pub(crate) use database::Database;
pub(crate) use pair::Pair;
pub(crate) use run::run;
