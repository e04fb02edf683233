use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(id "desc")))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
}

fn main() {}
