use safe_schema::SqlNewtype;

#[derive(SqlNewtype)]
struct Tags(std::collections::HashMap<String, String>);

fn main() {}
