//! The model: what a table is, as constants from a derive or as values read from a server.
//!
//! One [`TableDef`] serves both sides. Its fields are `Cow`s, so a derive can write it as a
//! `const` without allocating, and introspection can fill it at run time.

mod check;
mod column;
mod column_type;
#[doc(hidden)]
pub mod declare;
mod declared;
pub(crate) mod expression;
mod foreign_key;
mod index;
mod live;
mod name;
#[doc(hidden)]
pub mod part;
mod questions;
#[cfg(feature = "serde")]
mod serialize;
pub mod sql_type;
mod table;
mod text;
pub mod validate;

pub use check::CheckDef;
pub use column::{ColumnDef, DefaultValue, Generated, Storage};
pub use column_type::{ColumnType, IntegerWidth, LobSize};
pub use declared::{Declared, Model};
pub use foreign_key::{ForeignKeyDef, ReferentialAction};
pub use index::{IndexDef, IndexKind, IndexPart, IndexTarget};
pub use live::{LiveSchema, LiveTable};
pub use name::{JOURNAL, LEASE, TableName};
pub use part::SqlColumns;
pub use sql_type::SqlType;
pub use table::{TableDef, TableOptions};
pub use text::{List, Text, eq, eq_ignore_case};

pub(crate) use text::{storable_comment, storable_table_comment};
