use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(id, hash)))]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    hash: Vec<u8>,
}

fn main() {}
