use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(sql_type = "timestamp", no_default, default_sql = "now()")]
    at: u32,
}

fn main() {}
