use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(rename_all = "Title Case")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    name: String,
}

fn main() {}
