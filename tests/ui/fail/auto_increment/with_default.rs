use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment, default = 1)]
    id: u64,
}

fn main() {}
