use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    tags: std::collections::HashMap<String, String>,
}

fn main() {}
