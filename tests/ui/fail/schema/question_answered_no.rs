use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct Tenant {
    #[safe_schema(primary_key)]
    id: u64,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    tenant_id: u64,
}

const _: () = assert!(User::TABLE.references::<Tenant>(), "a user belongs to a tenant");

fn main() {}
