use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(check(name = "adult", "age >= 18"), check(name = "Adult", "age < 150"))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    age: u8,
}

fn main() {}
