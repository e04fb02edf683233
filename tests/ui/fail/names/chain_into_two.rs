use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(renamed_from = "nick")]
    name: String,
    #[safe_schema(renamed_from = "name")]
    title: String,
    #[safe_schema(renamed_from = "name")]
    label: String,
}

fn main() {}
