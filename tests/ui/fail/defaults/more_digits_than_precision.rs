use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(sql_type = "decimal(5,2)", default = 1000)]
    price: String,
}

fn main() {}
