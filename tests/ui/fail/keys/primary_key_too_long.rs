use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, len = 1000)]
    name: String,
}

fn main() {}
