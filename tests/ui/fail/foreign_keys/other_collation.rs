use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(region, code), unique))]
struct Tenant {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 8, unique, charset = "ascii", collation = "ascii_bin")]
    code: String,
    region: u32,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(references(Tenant::code), len = 8, collation = "ascii_general_ci")]
    tenant: String,
}

fn main() {}
