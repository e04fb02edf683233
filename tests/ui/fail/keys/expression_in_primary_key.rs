use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(primary_key("id + 1"))]
struct User {
    id: u64,
}

fn main() {}
