use safe_schema::{SafeSchema, schema};

#[derive(SafeSchema)]
#[safe_schema(table = "users")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
}

#[derive(SafeSchema)]
#[safe_schema(table = "users")]
struct OldUser {
    #[safe_schema(primary_key)]
    id: u64,
    name: String,
}

fn main() {
    let _ = schema![User, OldUser];
}
