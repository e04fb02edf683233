use safe_schema::SqlColumns;

#[derive(SqlColumns)]
enum Address {
    Here,
}

fn main() {}
