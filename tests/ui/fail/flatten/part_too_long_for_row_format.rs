use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Address {
    #[safe_schema(len = 200, index)]
    city: String,
}

#[derive(SafeSchema)]
#[safe_schema(row_format = "compact")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
}

fn main() {}
