use safe_schema::SqlEnum;

#[derive(SqlEnum)]
enum Status {}

fn main() {}
