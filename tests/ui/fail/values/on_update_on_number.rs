use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(on_update_sql = "CURRENT_TIMESTAMP")]
    count: u64,
}

fn main() {}
