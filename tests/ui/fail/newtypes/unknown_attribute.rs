use safe_schema::SqlNewtype;

#[derive(SqlNewtype)]
#[safe_schema(len = 20)]
struct UserId(u64);

fn main() {}
