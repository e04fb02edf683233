use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Address {
    #[safe_schema(len = 5)]
    number: u64,
    #[safe_schema(index)]
    data: Vec<u8>,
    #[safe_schema(default = 300)]
    age: u8,
}

#[derive(SqlColumns)]
struct Misspelt {
    #[safe_schema(lne = 5)]
    name: String,
}

// Neither is told a second time here.
#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
    #[safe_schema(flatten)]
    misspelt: Misspelt,
}

fn main() {}
