use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User<T> {
    #[safe_schema(primary_key)]
    id: T,
}

fn main() {}
