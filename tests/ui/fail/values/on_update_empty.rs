use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(sql_type = "datetime", on_update_sql = " ")]
    seen: Option<String>,
}

fn main() {}
