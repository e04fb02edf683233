use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(auto_increment)]
    number: u64,
    #[safe_schema(primary_key)]
    key: u64,
}

fn main() {}
