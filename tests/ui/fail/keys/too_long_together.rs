use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(a, b)))]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 500)]
    a: String,
    #[safe_schema(len = 500)]
    b: String,
}

fn main() {}
