use safe_schema::{SafeSchema, SqlNewtype};

#[derive(SqlNewtype)]
struct UserId(u64);

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, len = 5)]
    id: UserId,
}

fn main() {}
