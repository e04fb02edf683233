use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    base: u64,
    #[safe_schema(generated(virtual, "base + 1"), references(User::id))]
    next: u64,
}

fn main() {}
