use safe_schema::SqlNewtype;

#[derive(SqlNewtype)]
struct UserId(u64, u64);

fn main() {}
