use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Base {
    #[safe_schema(primary_key)]
    id: u64,
}

#[derive(SqlColumns)]
struct Other {
    #[safe_schema(primary_key)]
    number: u64,
}

#[derive(SafeSchema)]
struct OwnAndFlattened {
    #[safe_schema(flatten)]
    base: Base,
    #[safe_schema(primary_key)]
    own: u64,
}

#[derive(SafeSchema)]
struct TwoFlattened {
    #[safe_schema(flatten)]
    base: Base,
    #[safe_schema(flatten)]
    other: Other,
}

#[derive(SafeSchema)]
#[safe_schema(no_primary_key)]
struct NoneButFlattened {
    #[safe_schema(flatten)]
    base: Base,
}

fn main() {}
