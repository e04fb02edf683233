//! The crate under another path.

mod database {
    pub mod deep {
        pub use safe_schema as tables;
    }
}

use database::deep::tables::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(crate = crate::database::deep::tables)]
struct Tenant {
    #[safe_schema(primary_key)]
    id: u64,
}

const _: () = assert!(Tenant::TABLE.has_column("id"));

fn main() {}
