use safe_schema::SqlEnum;

#[derive(SqlEnum)]
struct Status;

fn main() {}
