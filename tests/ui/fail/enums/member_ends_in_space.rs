use safe_schema::SqlEnum;

#[derive(SqlEnum)]
enum Status {
    #[safe_schema(rename = "active ")]
    Active,
}

fn main() {}
