use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(check(name = "fk_user_parent", "age >= 18"))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    age: u8,
    #[safe_schema(references(User::id))]
    parent: u64,
}

fn main() {}
