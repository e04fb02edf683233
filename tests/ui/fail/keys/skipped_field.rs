use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(cache)))]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(skip)]
    cache: u64,
}

fn main() {}
