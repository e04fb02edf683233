use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(auto_increment, unique, backfill = "0")]
    number: u64,
}

fn main() {}
