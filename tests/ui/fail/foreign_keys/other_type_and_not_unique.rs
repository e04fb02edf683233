use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Tenant {
    #[safe_schema(primary_key)]
    id: u64,
    name: String,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(Tenant::name))]
    tenant: u64,
}

fn main() {}
