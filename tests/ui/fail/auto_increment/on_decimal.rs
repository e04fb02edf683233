use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(sql_type = "decimal(10)", auto_increment, unique)]
    number: u64,
}

fn main() {}
