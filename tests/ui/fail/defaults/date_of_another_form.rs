use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(sql_type = "datetime", default = "2023-02-28T00:00:00Z")]
    at: String,
}

fn main() {}
