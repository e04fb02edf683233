use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(charset = "utf8mb4", collation = "latin1_swedish_ci")]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    name: String,
}

fn main() {}
