//! What every derived struct can do.

use std::future::Future;

use sqlx::MySqlPool;

use crate::ddl::{Dialect, create_table};
use crate::diff::{PrimaryKeyConflict, TableDiff};
use crate::error::Error;
use crate::plan::Plan;
use crate::report::Report;
use crate::schema::{Declared, Model, TableDef};

use super::{Schema, run};

/// What a struct with `#[derive(SafeSchema)]` can do.
///
/// For several structs at once there is [`Schema`]; a single one brings along what it refers
/// to.
pub trait SafeSchema: Declared {
    /// The table that the struct declares. A constant, so it can be tested at compile time:
    /// `const _: () = assert!(Application::TABLE.has_column("client_id"));`
    const TABLE: &'static TableDef = Self::DEFINITION;

    /// Brings the table, and those it refers to, to their declarations.
    fn migrate(pool: &MySqlPool) -> impl Future<Output = Result<Report, Error>> + Send {
        let schema = schema_of::<Self>();
        async move { schema.migrate(pool).await }
    }

    /// What [`migrate`](Self::migrate) would do, and what it would refuse. Only looks.
    fn plan(pool: &MySqlPool) -> impl Future<Output = Result<Plan, Error>> + Send {
        let schema = schema_of::<Self>();
        async move { schema.plan(pool).await }
    }

    /// What differs from the declaration, in this table and those it refers to. Only looks,
    /// and never at rows.
    fn diff(pool: &MySqlPool) -> impl Future<Output = Result<Vec<TableDiff>, Error>> + Send {
        let schema = schema_of::<Self>();
        async move { schema.diff(pool).await }
    }

    /// Whether the table is there.
    fn table_exists(pool: &MySqlPool) -> impl Future<Output = Result<bool, Error>> + Send {
        async move { run::table_exists(pool, Self::DEFINITION).await }
    }

    /// How the table's primary key differs from the declared one; `None` also where there is
    /// no such table.
    fn primary_key_conflict(
        pool: &MySqlPool,
    ) -> impl Future<Output = Result<Option<PrimaryKeyConflict>, Error>> + Send {
        let schema = schema_of::<Self>();
        async move { schema.primary_key_conflict(pool, &Self::DEFINITION.qualified_name()).await }
    }

    /// The idempotent DDL of the table alone: `CREATE TABLE IF NOT EXISTS`.
    #[must_use]
    fn create_table_sql() -> String {
        create_table(Self::DEFINITION, Dialect::default())
    }
}

impl<T: Declared> SafeSchema for T {}

fn schema_of<T: Declared + ?Sized>() -> Schema {
    Schema::new(vec![Model::of::<T>()])
}
