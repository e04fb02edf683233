use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(database = "auth ")]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    name: String,
}

fn main() {}
