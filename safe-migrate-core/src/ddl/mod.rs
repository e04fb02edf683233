//! From the model to SQL text. Nothing here asks a server.

mod alter;
mod column;
mod create;
mod dialect;
mod fill;
mod key;
mod quote;
mod session;

pub use create::create_table;
pub use dialect::Dialect;
pub use session::file_head;

pub(crate) use alter::{
    Clause, alter_sequence, alter_table, drop_sequence, drop_table, rename_tables, sequence_range,
};
pub(crate) use column::{as_in_table, default_sql, type_sql};
pub(crate) use create::{create_table_with, trial_table};
pub(crate) use fill::{BATCH_ROWS, BATCH_STATEMENTS, Batches, Fill, PassedKey};
pub(crate) use key::compared_as;
pub(crate) use quote::{
    comment_literal, identifier, literal, one_line_literal, table_comment_literal, word,
};
pub(crate) use session::{LENIENT, STRICT, session_settings};
