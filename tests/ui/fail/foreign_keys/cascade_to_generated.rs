use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    base: u64,
    #[safe_schema(
        generated(stored, "base + 1"),
        references(User::id, on_update = cascade, on_delete = set_null)
    )]
    next: Option<u64>,
}

fn main() {}
