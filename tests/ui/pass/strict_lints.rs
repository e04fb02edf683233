//! A crate that denies what can be denied.
#![deny(
    warnings,
    missing_docs,
    unused,
    future_incompatible,
    nonstandard_style,
    rust_2018_idioms,
    let_underscore,
    missing_debug_implementations,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unsafe_code,
    unused_crate_dependencies,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
#![allow(unused_crate_dependencies)]

use safe_schema::{SafeSchema, SqlColumns, SqlEnum, SqlNewtype};

/// A tenant of the platform.
#[derive(Debug, SafeSchema)]
#[deprecated]
pub struct Tenant {
    /// Its number.
    #[safe_schema(primary_key, auto_increment)]
    pub id: u64,
    #[safe_schema(len = 120, default = "none")]
    name: String,
    #[safe_schema(references(Self::id, on_delete = set_null, on_update = cascade))]
    r#type: Option<u64>,
}

/// A number.
#[derive(Debug, SqlNewtype)]
pub struct UserId(u64);

/// A state.
#[derive(Debug, SqlEnum)]
#[safe_schema(sqlx)]
pub enum Status {
    /// Here.
    Active,
    /// Not here.
    #[deprecated]
    Gone,
}

/// All of whose columns with a written type are optional.
#[derive(Debug, SafeSchema)]
#[safe_schema(check("id > 0"))]
pub struct User {
    #[safe_schema(primary_key)]
    id: UserId,
    #[safe_schema(sql_type = "text", renamed_from = "name")]
    label: Option<String>,
    #[safe_schema(generated(virtual, "id + 1"))]
    next: Option<u64>,
    status: Status,
}

/// Where somebody lives.
#[derive(Debug, SqlColumns)]
#[safe_schema(index(columns(city, street)))]
pub struct Address {
    /// The city.
    pub city: String,
    #[safe_schema(references(User::id))]
    street: Option<u64>,
}

/// Somebody.
#[derive(Debug, SafeSchema)]
pub struct Customer {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
    /// The name.
    pub name: String,
}

fn main() {}
