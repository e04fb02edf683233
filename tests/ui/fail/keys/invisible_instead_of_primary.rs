use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(no_primary_key, index(columns(number), unique, invisible))]
struct User {
    number: u64,
}

fn main() {}
