use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(no_primary_key)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
}

fn main() {}
