use safe_schema::{SafeSchema, schema};

#[derive(SafeSchema)]
#[safe_schema(table = "users", renamed_from = "people")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
}

#[derive(SafeSchema)]
#[safe_schema(table = "people", renamed_from = "users")]
struct Person {
    #[safe_schema(primary_key)]
    id: u64,
}

fn main() {
    let _ = schema![User, Person];
}
