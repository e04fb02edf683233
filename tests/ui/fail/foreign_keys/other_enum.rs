use safe_schema::{SafeSchema, SqlEnum};

#[derive(SqlEnum)]
enum Plan {
    Free,
    Paid,
}

#[derive(SqlEnum)]
enum Kind {
    Free,
    Gold,
}

#[derive(SafeSchema)]
struct Price {
    #[safe_schema(primary_key)]
    plan: Plan,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(Price::plan))]
    plan: Kind,
}

fn main() {}
