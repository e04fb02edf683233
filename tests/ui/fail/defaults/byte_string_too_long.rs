use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 2, default = b"abc")]
    data: Vec<u8>,
}

fn main() {}
