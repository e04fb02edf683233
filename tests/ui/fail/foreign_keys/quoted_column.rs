use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(foreign_key(columns("parent"), references(User(id))))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    parent: u64,
}

fn main() {}
