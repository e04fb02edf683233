use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Address {
    city: String,
}

#[derive(SqlColumns)]
struct Birth {
    city: String,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
    #[safe_schema(column = "City")]
    town: String,
}

#[derive(SafeSchema)]
struct Person {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
    #[safe_schema(flatten)]
    birth: Birth,
}

fn main() {}
