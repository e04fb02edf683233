use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(name), unique, fulltext), index(columns(name), spatial, unique))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    name: String,
}

fn main() {}
