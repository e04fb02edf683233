use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Address {
    #[safe_schema(len = 800, unique)]
    city: String,
}

#[derive(SqlColumns)]
struct Named {
    #[safe_schema(len = 800, primary_key)]
    name: String,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
}

#[derive(SafeSchema)]
struct Person {
    #[safe_schema(flatten)]
    named: Named,
}

#[derive(SafeSchema)]
#[safe_schema(charset = "latin1")]
struct InLatin {
    #[safe_schema(flatten)]
    named: Named,
    #[safe_schema(flatten)]
    address: Address,
}

fn main() {}
