use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
#[safe_schema(index(name = "by_city", columns(city)))]
struct Address {
    city: String,
}

#[derive(SqlColumns)]
#[safe_schema(check(name = "rule", "a > 0"))]
struct Ruled {
    a: u8,
}

#[derive(SafeSchema)]
#[safe_schema(index(name = "By_City", columns(id)))]
struct TwoIndexes {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
}

#[derive(SafeSchema)]
#[safe_schema(foreign_key(name = "rule", columns(parent), references(Self(id))))]
struct TwoConstraints {
    #[safe_schema(primary_key)]
    id: u64,
    parent: Option<u64>,
    #[safe_schema(flatten)]
    ruled: Ruled,
}

fn main() {}
