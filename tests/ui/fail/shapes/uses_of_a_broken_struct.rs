use safe_schema::SafeSchema;
use safe_schema::schema::TableDef;

#[derive(SafeSchema)]
#[safe_schema(tabel = "users")]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
}

const TABLE: &TableDef = User::TABLE;
const _: () = assert!(TABLE.has_column("id"));

fn main() {}
