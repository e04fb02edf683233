use safe_schema::SqlEnum;

#[derive(SqlEnum)]
enum Status<const N: usize> {
    Active,
}

fn main() {}
