use safe_schema::SafeSchema;

#[derive(SafeSchema)]
enum Kind {
    A,
    B,
}

fn main() {}
