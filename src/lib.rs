// The README's example has dates; without the feature it would not compile.
#![cfg_attr(feature = "chrono", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "chrono"), doc = "Brings a database to the shape your structs declare.")]

pub use safe_migrate_core::schema::{Model, SqlType, TableName};
pub use safe_migrate_core::{
    Error, FailedStep, Options, Plan, Policy, Report, SafeSchema, Schema, ServerError, ddl, diff,
    plan, report, safety, schema, server,
};
pub use safe_migrate_derive::{SafeSchema, SqlEnum, SqlNewtype};

#[cfg(feature = "testing")]
pub use safe_migrate_core::testing;

/// Chapters of documentation; no code.
pub mod docs {
    // Its examples take a snapshot; without the feature they would not compile.
    #[cfg_attr(feature = "testing", doc = include_str!("testing-your-schema.md"))]
    #[cfg_attr(not(feature = "testing"), doc = "Needs the feature `testing`.")]
    pub mod testing_your_schema {}
}

/// The schema of a list of structs: `schema![Tenant, Application]`.
///
/// Structs that these refer to belong to it without being named. The order is only the order
/// of reports; parents are always dealt with before children.
#[macro_export]
macro_rules! schema {
    ($($model:ty),* $(,)?) => {
        $crate::Schema::new(::std::vec![$($crate::Model::of::<$model>()),*])
    };
}

/// What expanded code names; no part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use core::option::Option::{self, None, Some};
    pub use core::primitive::{bool, str};
    pub use core::result::Result;
    pub use std::borrow::Cow::Borrowed;

    pub use safe_migrate_core::schema::declare::{
        BROKEN, NotAnOption, Nullability, broken_column, check, column, no_member, options,
        parent, parent_column, sqlx, text,
    };
    pub use safe_migrate_core::schema::validate::{Facts, LiteralKind, newtype, refuse};
    pub use safe_migrate_core::schema::{
        ColumnDef, ColumnType, Declared, ForeignKeyDef, IndexDef, IndexKind, IndexPart,
        IndexTarget, IntegerWidth, LobSize, Model, ReferentialAction, SqlType, Storage, TableDef,
    };
}
