//! From the model to SQL text. Nothing here asks a server.

mod alter;
mod column;
mod create;
mod dialect;
mod key;
mod quote;

pub use create::create_table;
pub use dialect::Dialect;

pub(crate) use alter::{Clause, alter_table, fill_column, rename_tables};
pub(crate) use column::type_sql;
pub(crate) use create::create_table_with;
pub(crate) use quote::{comment_literal, identifier, literal, word};
