use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Long {
    #[safe_schema(len = 10_000)]
    text: String,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    long: Long,
    #[safe_schema(len = 8_000)]
    name: String,
}

fn main() {}
