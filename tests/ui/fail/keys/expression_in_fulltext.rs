use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns("lower(name)"), fulltext))]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    name: String,
}

fn main() {}
