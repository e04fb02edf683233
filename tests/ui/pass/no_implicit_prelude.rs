//! A crate without a prelude.
#![no_implicit_prelude]
#![allow(dead_code)]

#[derive(::safe_schema::SafeSchema)]
struct Tenant {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 5, default = "x", unique)]
    name: ::std::string::String,
    #[safe_schema(references(Tenant::id))]
    parent: ::std::option::Option<u64>,
}

#[derive(::safe_schema::SqlNewtype)]
struct UserId(u64);

#[derive(::safe_schema::SqlEnum)]
#[safe_schema(sqlx)]
enum Status {
    Active,
    Gone,
}

#[derive(::safe_schema::SafeSchema)]
#[safe_schema(check("id > 0"), renamed_from = "people")]
struct User {
    #[safe_schema(primary_key)]
    id: UserId,
    #[safe_schema(generated(virtual, "id + 1"), sql_type = "bigint")]
    next: ::std::option::Option<i64>,
    #[safe_schema(sql_type = "enum('a','b')", invisible, default = "a")]
    kind: ::std::string::String,
    #[safe_schema(text)]
    status: ::std::boxed::Box<str>,
}

#[derive(::safe_schema::SqlColumns)]
#[safe_schema(check("city <> ''"))]
struct Address {
    #[safe_schema(len = 5, default = "x", index)]
    city: ::std::string::String,
    #[safe_schema(references(Tenant::id))]
    tenant: ::std::option::Option<u64>,
}

#[derive(::safe_schema::SafeSchema)]
struct Customer {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
}

fn main() {}
