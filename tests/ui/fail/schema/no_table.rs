use safe_schema::schema;

struct User {
    id: u64,
}

fn main() {
    let _ = schema![User];
}
