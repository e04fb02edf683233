use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(primary_key(a, b))]
struct User {
    a: u64,
    #[safe_schema(auto_increment)]
    b: u64,
}

fn main() {}
