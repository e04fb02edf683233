use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
#[safe_schema(index(columns(code), unique, invisible))]
struct Coded {
    code: u64,
}

#[derive(SafeSchema)]
#[safe_schema(no_primary_key)]
struct Thing {
    #[safe_schema(flatten)]
    coded: Coded,
}

#[derive(SafeSchema)]
struct Keyed {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    coded: Coded,
}

fn main() {}
