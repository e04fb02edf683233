use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema = "len"]
    name: String,
}

fn main() {}
