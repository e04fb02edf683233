use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(row_format = "compact")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(unique)]
    name: String,
}

fn main() {}
