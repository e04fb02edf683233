use safe_schema::SqlEnum;

#[derive(SqlEnum)]
#[allow(non_camel_case_types)]
enum Status {
    r#type,
}

fn main() {}
