use safe_schema::{SafeSchema, SqlNewtype};

#[derive(SqlNewtype)]
struct UserId(String);

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: UserId,
}

fn main() {}
