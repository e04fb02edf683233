//! What the derive fills in: a struct's table, its fields, and the models it refers to.

use super::TableDef;

/// A struct that declares a table. `#[derive(SafeSchema)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not declare a table",
    label = "this struct has no table",
    note = "add `#[derive(SafeSchema)]` to `{Self}`"
)]
pub trait Declared {
    /// The database the table is in; `None` is the connected one.
    const DATABASE: Option<&'static str>;
    /// The table's name. Apart from [`DEFINITION`](Self::DEFINITION), so that two models may
    /// refer to each other.
    const TABLE_NAME: &'static str;
    /// The fields that are columns: (Rust name, column name).
    const FIELDS: &'static [(&'static str, &'static str)];
    /// The table.
    const DEFINITION: &'static TableDef;
    /// The models that the foreign keys refer to. Functions, as models may refer to each other.
    const PARENTS: &'static [fn() -> Model];

    /// The table as a value.
    #[doc(hidden)]
    #[must_use]
    fn model() -> Model {
        Model::of::<Self>()
    }
}

/// A declared table as a value, so that models of different types can stand in one list.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    /// The table.
    pub table: &'static TableDef,
    /// The models its foreign keys refer to.
    pub parents: &'static [fn() -> Model],
}

impl Model {
    /// The model of a struct.
    #[must_use]
    pub const fn of<T: Declared + ?Sized>() -> Self {
        Self { table: T::DEFINITION, parents: T::PARENTS }
    }
}
