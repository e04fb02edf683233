//! The whole way: look, diff, plan, judge, apply, look again.

mod check;
mod declaration;
mod fix;
mod inspect;
mod journal;
mod migration;
mod run;
mod safe_schema;
mod schema;
mod snapshot;
mod target;
mod view;

pub use check::Check;
pub use inspect::{inspect, server_info};
pub use safe_schema::SafeSchema;
pub use schema::Schema;
