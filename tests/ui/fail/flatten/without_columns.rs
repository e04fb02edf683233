use safe_schema::SqlColumns;

#[derive(SqlColumns)]
struct Nothing {}

fn main() {}
