use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Address {
    city: String,
}

#[derive(SafeSchema)]
struct User {
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
}

fn main() {}
