use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Measure {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    values: [u32; 4],
}

fn main() {}
