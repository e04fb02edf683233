use safe_schema::SqlEnum;

#[derive(SqlEnum)]
enum Status {
    Active,
    ACTIVE,
}

fn main() {}
