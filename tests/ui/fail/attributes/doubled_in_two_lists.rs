use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(table = "users")]
#[safe_schema(table = "people")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
}

fn main() {}
