use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Hidden {
    #[safe_schema(primary_key, auto_increment, invisible)]
    id: u64,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(flatten)]
    hidden: Hidden,
}

fn main() {}
