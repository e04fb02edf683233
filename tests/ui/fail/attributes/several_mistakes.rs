use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(tabel = "users")]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(lenn = 64)]
    name: String,
    #[safe_schema(unique = 1)]
    mail: String,
    #[safe_schema(default = None)]
    age: Option<u8>,
}

fn main() {}
