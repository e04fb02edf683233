use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(age(2))))]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    age: u32,
}

fn main() {}
