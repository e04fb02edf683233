use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(generated(stored, "id + 1"), auto_increment, unique, backfill = "0", on_update_sql = "now()")]
    next: u64,
}

fn main() {}
