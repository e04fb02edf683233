use safe_schema::SafeSchema;

#[derive(SafeSchema)]
union Bits {
    a: u32,
    b: f32,
}

fn main() {}
