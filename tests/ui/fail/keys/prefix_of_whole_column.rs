use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(name(20))))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(len = 20)]
    name: String,
}

fn main() {}
