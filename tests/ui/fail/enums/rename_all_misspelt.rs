use safe_schema::SqlEnum;

#[derive(SqlEnum)]
#[safe_schema(rename_all = "snakecase")]
enum Status {
    Active,
}

fn main() {}
