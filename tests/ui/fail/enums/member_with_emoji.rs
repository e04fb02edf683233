use safe_schema::SqlEnum;

#[derive(SqlEnum)]
enum Status {
    #[safe_schema(rename = "\u{1F600}")]
    Active,
}

fn main() {}
