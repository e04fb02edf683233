use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    name: String,
}

fn main() {}
