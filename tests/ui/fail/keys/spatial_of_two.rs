use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(a, b), spatial))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(sql_type = "point")]
    a: Vec<u8>,
    #[safe_schema(sql_type = "point")]
    b: Vec<u8>,
}

fn main() {}
