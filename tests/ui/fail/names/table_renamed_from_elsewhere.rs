use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(table = "users", renamed_from = "old.users")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
}

fn main() {}
