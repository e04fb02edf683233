use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Address {
    city: String,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten, skip)]
    address: Address,
}

fn main() {}
