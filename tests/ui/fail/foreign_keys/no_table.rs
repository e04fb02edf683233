use safe_schema::SafeSchema;

struct Tenant {
    id: u64,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(references(Tenant::id))]
    tenant_id: u64,
}

fn main() {}
