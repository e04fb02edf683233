use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(name = "idx_a", columns(name)), index(name = "IDX_A", columns(mail)))]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    name: String,
    mail: String,
}

fn main() {}
