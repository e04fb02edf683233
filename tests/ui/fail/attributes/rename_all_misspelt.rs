use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(rename_all = "camel_case")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    name: String,
}

fn main() {}
