use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Upload {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    nothing: [u8; 0],
}

fn main() {}
