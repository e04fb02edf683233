use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment, invisible)]
    id: u64,
    #[safe_schema(invisible)]
    name: Option<String>,
}

fn main() {}
