use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(precision(0, 0))]
    balance: u64,
}

fn main() {}
