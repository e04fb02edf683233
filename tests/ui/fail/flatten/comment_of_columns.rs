use safe_schema::SqlColumns;

#[derive(SqlColumns)]
#[safe_schema(comment = "Addresses.")]
struct Address {
    city: String,
}

fn main() {}
