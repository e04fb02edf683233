use safe_schema::SqlEnum;

#[derive(SqlEnum)]
#[repr(u8)]
enum Status {
    Active = 1,
    Gone = 2,
}

fn main() {}
