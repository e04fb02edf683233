use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(place), spatial))]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(sql_type = "point")]
    place: Option<Vec<u8>>,
}

fn main() {}
