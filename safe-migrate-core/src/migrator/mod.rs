//! The whole way: look, diff, plan, judge, apply, look again.

mod declaration;
mod run;
mod safe_schema;
mod schema;
mod snapshot;
mod view;

pub use safe_schema::SafeSchema;
pub use schema::Schema;
