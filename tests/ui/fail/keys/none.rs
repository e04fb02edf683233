use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    id: u64,
    name: String,
}

fn main() {}
