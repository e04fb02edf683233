use safe_schema::{SafeSchema, Schema, schema};

mod tenants {
    #[derive(safe_schema::SafeSchema)]
    #[safe_schema(table = "tenants", database = "auth", index(columns(region, code), unique))]
    pub struct Tenant {
        #[safe_schema(primary_key)]
        pub id: u64,
        pub region: u32,
        pub code: u32,
    }
}

#[derive(SafeSchema)]
#[safe_schema(table = "users")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(tenants::Tenant::id), column = "TenantID")]
    tenant_id: u64,
}

#[derive(SafeSchema)]
#[safe_schema(
    table = "badges",
    foreign_key(columns(region, code), references(tenants::Tenant(region, code)))
)]
struct Badge {
    #[safe_schema(primary_key, references(User::id))]
    user_id: u64,
    region: u32,
    code: u32,
}

// Each struct that lacks a parent is an error of its own.
static SCHEMA: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(|| schema![User, Badge]);

fn main() {}
