use safe_schema::SqlEnum;

#[derive(SqlEnum)]
enum Status {
    #[safe_schema(column = "active")]
    Active,
}

fn main() {}
