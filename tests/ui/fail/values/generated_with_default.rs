use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(generated(stored, "id + 1"), default = 5)]
    next: u64,
}

fn main() {}
