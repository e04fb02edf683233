use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(no_primary_key)]
struct User {
    #[safe_schema(skip)]
    cache: u64,
}

fn main() {}
