//! Structs of columns that have no table of their own: what `#[derive(SqlColumns)]` fills in, and
//! how a table takes it over.

mod copy;
mod join;
mod made;

use super::{Model, TableDef};

pub use join::{
    Flattened, Joined, MadeNames, broken_columns, check_count, fields, foreign_key_count,
    index_count, parents, primary_key,
};

/// Columns that a table takes over by `flatten`, with their keys. `#[derive(SqlColumns)]`
/// implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no columns that could be flattened",
    label = "no struct of columns",
    note = "add `#[derive(SqlColumns)]` to the struct",
    note = "no `Option` can be flattened, as sqlx reads none; make the struct's fields `Option`s"
)]
pub trait SqlColumns {
    /// The fields that are columns: (Rust name, column name).
    const FIELDS: &'static [(&'static str, &'static str)];
    /// The columns and what is declared of them; as a table without a name. What gets its name
    /// from the table has an empty one.
    const COLUMNS: &'static TableDef;
    /// The models that the foreign keys refer to.
    const PARENTS: &'static [fn() -> Model];
}
