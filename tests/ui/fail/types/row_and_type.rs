use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Upload {
    #[safe_schema(primary_key)]
    id: u64,
    block: [u8; 256],
    #[safe_schema(len = 10_000)]
    name: String,
    #[safe_schema(len = 10_000)]
    path: String,
}

fn main() {}
