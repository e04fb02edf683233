use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {}

fn main() {}
