use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    base: u64,
    #[safe_schema(primary_key, generated(stored, "base + 1"))]
    next: u64,
}

fn main() {}
