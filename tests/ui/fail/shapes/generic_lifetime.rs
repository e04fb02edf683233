use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User<'a> {
    #[safe_schema(primary_key)]
    id: u64,
    name: &'a str,
}

fn main() {}
