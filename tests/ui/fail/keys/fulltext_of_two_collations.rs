use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(title, body), fulltext))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    title: String,
    #[safe_schema(collation = "utf8mb4_bin")]
    body: String,
}

fn main() {}
