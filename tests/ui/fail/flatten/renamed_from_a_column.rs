use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Address {
    #[safe_schema(renamed_from = "place")]
    city: String,
}

#[derive(SafeSchema)]
struct FromOther {
    #[safe_schema(primary_key)]
    place: u64,
    #[safe_schema(flatten)]
    address: Address,
}

#[derive(SafeSchema)]
struct FromFlattened {
    #[safe_schema(primary_key, renamed_from = "city")]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
}

#[derive(SafeSchema)]
struct FromTheSame {
    #[safe_schema(primary_key, renamed_from = "place")]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
}

fn main() {}
