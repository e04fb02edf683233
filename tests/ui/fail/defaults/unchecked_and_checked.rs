use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(default = 5, default_unchecked = "6")]
    age: u32,
}

fn main() {}
