use safe_schema::SafeSchema;

#[derive(SafeSchema, sqlx::FromRow)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(column = "label")]
    #[sqlx(rename = "title")]
    name: String,
}

fn main() {}
