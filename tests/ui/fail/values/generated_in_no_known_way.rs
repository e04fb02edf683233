use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Price {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    net: i64,
    #[safe_schema(generated(sometimes, "net * 2"))]
    gross: Option<i64>,
}

fn main() {}
