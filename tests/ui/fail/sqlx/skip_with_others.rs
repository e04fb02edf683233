use safe_schema::SafeSchema;

#[derive(SafeSchema, sqlx::FromRow)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[sqlx(skip)]
    #[safe_schema(unique)]
    name: String,
}

fn main() {}
