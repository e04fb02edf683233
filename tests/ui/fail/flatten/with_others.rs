use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns, sqlx::FromRow)]
struct Address {
    city: String,
}

#[derive(SafeSchema, sqlx::FromRow)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten, len = 5, unique)]
    address: Address,
    #[sqlx(flatten)]
    #[safe_schema(column = "second")]
    second: Address,
}

fn main() {}
