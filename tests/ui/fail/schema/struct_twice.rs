use safe_schema::{SafeSchema, schema};

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
}

fn main() {
    let _ = schema![User, User];
}
