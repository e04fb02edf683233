use safe_schema::SqlNewtype;

#[derive(SqlNewtype)]
union Bits {
    a: u32,
    b: f32,
}

fn main() {}
