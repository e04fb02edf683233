use safe_schema::SqlEnum;

#[derive(SqlEnum)]
union Status {
    a: u8,
}

fn main() {}
