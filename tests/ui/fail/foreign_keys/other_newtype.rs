use safe_schema::{SafeSchema, SqlNewtype};

#[derive(SqlNewtype)]
struct UserId(u64);

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: UserId,
    #[safe_schema(references(Self::id))]
    parent: i64,
}

fn main() {}
