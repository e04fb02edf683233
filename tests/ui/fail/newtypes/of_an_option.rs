use safe_schema::SqlNewtype;

#[derive(SqlNewtype)]
struct UserId(Option<u64>);

fn main() {}
