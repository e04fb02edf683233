use safe_schema::SqlNewtype;

#[derive(SqlNewtype)]
struct UserId {
    id: u64,
}

fn main() {}
