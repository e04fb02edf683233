use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(User::id) unique)]
    parent: u64,
}

fn main() {}
