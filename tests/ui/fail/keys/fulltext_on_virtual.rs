use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(lower), fulltext))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    name: String,
    #[safe_schema(generated(virtual, "lower(name)"))]
    lower: String,
}

fn main() {}
