use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Upload {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 16)]
    digest: [u8; 32],
}

fn main() {}
