use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(row_format = "dinamic")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    name: String,
}

fn main() {}
