use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct UserId(u64);

fn main() {}
