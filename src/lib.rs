// The README's example has dates; without the feature it would not compile.
#![cfg_attr(feature = "chrono", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "chrono"), doc = "Brings a database to the shape your structs declare.")]

pub use safe_migrate_core::schema::{Model, SqlColumns, SqlType, TableName};
pub use safe_migrate_core::{
    Address, Check, Error, FailedFix, FailedStep, Fix, FixFuture, NoScript, Options, Plan, Policy,
    Report, SafeSchema, Schema, ServerError, StartUp, ddl, diff, inspect, plan, report, safety,
    schema, server, server_info,
};
pub use safe_migrate_derive::{SafeSchema, SqlColumns, SqlEnum, SqlNewtype};

#[cfg(feature = "testing")]
pub use safe_migrate_core::testing;

/// Chapters of documentation; no code.
pub mod docs {
    #[doc = include_str!("deployment.md")]
    pub mod deployment {}

    // Its examples take a snapshot; without the feature they would not compile.
    #[cfg_attr(feature = "testing", doc = include_str!("testing-your-schema.md"))]
    #[cfg_attr(not(feature = "testing"), doc = "Needs the feature `testing`.")]
    pub mod testing_your_schema {}

    // Its example serialises; without the feature it would not compile.
    #[cfg_attr(feature = "serde", doc = include_str!("as-json.md"))]
    #[cfg_attr(not(feature = "serde"), doc = "Needs the feature `serde`.")]
    pub mod as_json {}
}

/// The schema of a list of structs: `schema![Tenant, Application]`.
///
/// The list is checked by the compiler: two structs for one table, or a foreign key to a table
/// that no struct of the list declares, do not compile. The order is only the order of reports;
/// parents are always dealt with before children.
///
/// ```compile_fail
/// # use safe_schema::{SafeSchema, schema};
/// #[derive(SafeSchema)]
/// struct Tenant {
///     #[safe_schema(primary_key)]
///     id: u64,
/// }
///
/// #[derive(SafeSchema)]
/// struct Application {
///     #[safe_schema(primary_key)]
///     id: u64,
///     #[safe_schema(references(Tenant::id))]
///     tenant_id: u64,
/// }
///
/// let schema = schema![Application]; // error: `Tenant` is missing
/// ```
///
/// A list that is only known at run time, or lacks a parent on purpose, goes to [`Schema::new`];
/// what it refers to belongs to it without being named.
#[macro_export]
macro_rules! schema {
    ($($model:ty),* $(,)?) => {{
        const __LIST: &[$crate::__private::Listed] =
            &[$($crate::__private::Listed::new(
                ::core::stringify!($model),
                $crate::Model::of::<$model>(),
            )),*];
        const __MODELS: &[$crate::Model] = &$crate::__private::models::<{ __LIST.len() }>(__LIST);
        const _: () = $crate::__private::refuse($crate::__private::list_problem(__LIST));
        $crate::Schema::new(__MODELS).declared_by(
            ::core::option_env!("CARGO_PKG_NAME"),
            ::core::option_env!("CARGO_PKG_VERSION"),
        )
    }};
}

/// What expanded code names; no part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use core::option::Option::{self, None, Some};
    pub use core::primitive::{bool, str};
    pub use core::result::Result;
    pub use std::borrow::Cow::Borrowed;

    pub use safe_migrate_core::schema::declare::{
        BROKEN, NotAnOption, Nullability, broken_column, check, column, no_member, options, parent,
        parent_column, sqlx, text,
    };
    pub use safe_migrate_core::schema::part;
    pub use safe_migrate_core::schema::validate::{
        Facts, Listed, LiteralKind, Parts, list_problem, models, newtype, refuse,
    };
    pub use safe_migrate_core::schema::{
        ColumnDef, ColumnType, Declared, ForeignKeyDef, IndexDef, IndexKind, IndexPart,
        IndexTarget, IntegerWidth, LobSize, Model, ReferentialAction, SqlColumns, SqlType, Storage,
        TableDef,
    };
}
