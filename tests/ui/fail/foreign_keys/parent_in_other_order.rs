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
#[safe_schema(foreign_key(columns(code, region), references(Tenant(code, region))))]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    region: u32,
    #[safe_schema(len = 8)]
    code: String,
}

fn main() {}
