use safe_schema::{SafeSchema, SqlEnum};

#[derive(SqlEnum)]
#[safe_schema(rename_all = "lowercase")]
enum Status {
    Active,
    Gone,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(default = "Active")]
    status: Status,
}

fn main() {}
