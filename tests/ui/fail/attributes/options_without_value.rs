use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(options = "MAX_ROWS")]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
}

fn main() {}
