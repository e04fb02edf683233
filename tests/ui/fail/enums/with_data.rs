use safe_schema::SqlEnum;

#[derive(SqlEnum)]
enum Status {
    Active,
    Gone(u32),
    Waiting { since: u64 },
}

fn main() {}
