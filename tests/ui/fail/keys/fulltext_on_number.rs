use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(age), fulltext))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    age: u8,
}

fn main() {}
