use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(user_name)))]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(column = "user_name")]
    name: String,
}

fn main() {}
