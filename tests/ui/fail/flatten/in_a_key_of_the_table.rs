use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Address {
    city: String,
}

#[derive(SafeSchema)]
#[safe_schema(index(columns(id, address)), index(columns(id, city)))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
}

fn main() {}
