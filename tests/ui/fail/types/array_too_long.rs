use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Upload {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    block: [u8; 256],
}

fn main() {}
