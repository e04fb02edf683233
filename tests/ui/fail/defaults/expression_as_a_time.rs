use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Visit {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(sql_type = "datetime(6)", default = "CURRENT_TIMESTAMP(6)")]
    at: String,
}

fn main() {}
