use safe_schema::SqlEnum;

#[derive(SqlEnum)]
#[safe_schema(rename_al = "snake_case")]
enum Status {
    Active,
}

fn main() {}
