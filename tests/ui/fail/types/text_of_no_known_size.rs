use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Page {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(text = "65535")]
    body: String,
}

fn main() {}
