use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 4, default = c"abc")]
    data: Vec<u8>,
}

fn main() {}
