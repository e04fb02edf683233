use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(sql_type = "datetime(6)", on_update_sql = "now(6)")]
    seen: String,
}

fn main() {}
