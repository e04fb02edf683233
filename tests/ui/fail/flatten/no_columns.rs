use safe_schema::SafeSchema;

#[derive(sqlx::FromRow)]
struct Address {
    city: String,
}

#[derive(SafeSchema, sqlx::FromRow)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[sqlx(flatten)]
    address: Address,
}

fn main() {}
