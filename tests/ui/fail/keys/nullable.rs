use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: Option<u64>,
}

fn main() {}
