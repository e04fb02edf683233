use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(index(columns(
    c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16
)))]
struct User {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    c0: u8,
    c1: u8,
    c2: u8,
    c3: u8,
    c4: u8,
    c5: u8,
    c6: u8,
    c7: u8,
    c8: u8,
    c9: u8,
    c10: u8,
    c11: u8,
    c12: u8,
    c13: u8,
    c14: u8,
    c15: u8,
    c16: u8,
}

fn main() {}
