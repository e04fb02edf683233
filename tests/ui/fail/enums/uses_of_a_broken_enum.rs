use safe_schema::{SafeSchema, SqlEnum};

#[derive(SqlEnum)]
enum Status {}

#[derive(SafeSchema)]
#[safe_schema(index(columns(status)))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(default = "active")]
    status: Status,
}

fn main() {}
