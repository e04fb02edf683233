use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(primary_key(a, b))]
struct User {
    a: u64,
    b: Option<u64>,
}

fn main() {}
