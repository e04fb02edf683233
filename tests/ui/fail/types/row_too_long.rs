use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 10000)]
    a: String,
    #[safe_schema(len = 10000)]
    b: Option<String>,
}

fn main() {}
