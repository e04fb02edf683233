//! The engine of safe-schema: table metadata, introspection, diff, plan, safety and apply.
//!
//! Depend on the crate `safe-schema`, which re-exports what is needed here and adds the derive.
//! The rooms, in the order of the way through them: [`schema`], [`server`], [`ddl`],
//! `introspect`, [`diff`], [`plan`], [`safety`], `apply`, [`report`], `migrator`.

mod apply;
pub mod ddl;
pub mod diff;
mod error;
mod introspect;
mod migrator;
pub mod plan;
pub mod report;
pub mod safety;
pub mod schema;
mod script;
pub mod server;
mod snapshot;

#[cfg(feature = "testing")]
pub mod testing;

pub use apply::{Fix, FixFuture, Options, StartUp};
pub use error::{Address, Error, FailedFix, FailedStep, ServerError};
pub use migrator::{Check, SafeSchema, Schema, inspect, server_info};
pub use plan::Plan;
pub use report::Report;
pub use safety::Policy;
pub use schema::Model;
pub use script::NoScript;
