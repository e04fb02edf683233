use safe_schema::SafeSchema;

#[derive(SafeSchema, sqlx::FromRow)]
#[safe_schema(index(columns(name)))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[sqlx(skip)]
    name: String,
}

fn main() {}
