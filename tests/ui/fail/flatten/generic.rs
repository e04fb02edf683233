use safe_schema::SqlColumns;

#[derive(SqlColumns)]
struct Address<T> {
    city: T,
}

fn main() {}
