use safe_schema::SqlNewtype;

#[derive(SqlNewtype)]
enum UserId {
    A,
}

fn main() {}
