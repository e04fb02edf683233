use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(renamed_from = "first")]
    second: String,
    #[safe_schema(renamed_from = "second")]
    third: String,
    #[safe_schema(renamed_from = "third")]
    first: String,
}

fn main() {}
