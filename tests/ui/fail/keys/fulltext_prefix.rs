use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(name(10)), fulltext))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    name: String,
}

fn main() {}
