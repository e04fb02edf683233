use safe_schema::SqlNewtype;

#[derive(SqlNewtype)]
struct UserId;

fn main() {}
