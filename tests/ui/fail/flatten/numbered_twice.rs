use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Numbered {
    #[safe_schema(auto_increment, unique)]
    number: u64,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(flatten)]
    numbered: Numbered,
}

fn main() {}
