use safe_schema::SqlEnum;

#[derive(SqlEnum)]
enum Status {
    Active,
    #[safe_schema(rename = "Active")]
    Running,
}

fn main() {}
