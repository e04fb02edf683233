// The README's example has dates; without the feature it would not compile.
#![cfg_attr(feature = "chrono", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "chrono"), doc = "Brings a database to the shape your structs declare.")]

pub use safe_migrate_core::schema::{Model, SqlType, TableName};
pub use safe_migrate_core::{
    Error, FailedStep, Options, Plan, Policy, Report, SafeSchema, Schema, ServerError, ddl, diff,
    plan, report, safety, schema, server,
};
pub use safe_migrate_derive::SafeSchema;

#[cfg(feature = "testing")]
pub use safe_migrate_core::testing;

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
    pub use core::primitive::str;
    pub use std::borrow::Cow::Borrowed;

    pub use safe_migrate_core::schema::declare::{
        broken_column, column, options, parent, parent_column, text,
    };
    pub use safe_migrate_core::schema::validate::{Facts, LiteralKind, refuse};
    pub use safe_migrate_core::schema::{
        Declared, ForeignKeyDef, IndexDef, IndexKind, IndexPart, IndexTarget, Model,
        ReferentialAction, SqlType, TableDef,
    };
}
