//! The crate under another path.

mod database {
    pub mod deep {
        pub use safe_schema as tables;
    }
}

use database::deep::tables::{SafeSchema, SqlColumns};

#[derive(SafeSchema)]
#[safe_schema(crate = crate::database::deep::tables)]
struct Tenant {
    #[safe_schema(primary_key)]
    id: u64,
}

#[derive(SqlColumns)]
#[safe_schema(crate = crate::database::deep::tables)]
struct Address {
    city: String,
}

#[derive(SafeSchema)]
#[safe_schema(crate = crate::database::deep::tables)]
struct Customer {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
}

const _: () = assert!(Customer::TABLE.has_column("city"));
const _: () = assert!(Tenant::TABLE.has_column("id"));

fn main() {}
