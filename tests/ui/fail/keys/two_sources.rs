use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(primary_key(a, b))]
struct User {
    #[safe_schema(primary_key)]
    a: u64,
    b: u64,
}

fn main() {}
