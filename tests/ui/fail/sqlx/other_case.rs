use safe_schema::SafeSchema;

#[derive(SafeSchema, sqlx::FromRow)]
#[safe_schema(rename_all = "snake_case")]
#[sqlx(rename_all = "camelCase")]
struct User {
    #[safe_schema(primary_key)]
    user_id: u64,
}

fn main() {}
