use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(sql_type = "set('a','b')", default = "a,c")]
    flags: String,
}

fn main() {}
