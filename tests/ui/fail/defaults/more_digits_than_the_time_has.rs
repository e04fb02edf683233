use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Visit {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(sql_type = "datetime(3)", default = "2020-01-01 00:00:00.1234")]
    at: String,
}

fn main() {}
