use safe_schema::SafeSchema;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(index)]
    c0: u8,
    #[safe_schema(index)]
    c1: u8,
    #[safe_schema(index)]
    c2: u8,
    #[safe_schema(index)]
    c3: u8,
    #[safe_schema(index)]
    c4: u8,
    #[safe_schema(index)]
    c5: u8,
    #[safe_schema(index)]
    c6: u8,
    #[safe_schema(index)]
    c7: u8,
    #[safe_schema(index)]
    c8: u8,
    #[safe_schema(index)]
    c9: u8,
    #[safe_schema(index)]
    c10: u8,
    #[safe_schema(index)]
    c11: u8,
    #[safe_schema(index)]
    c12: u8,
    #[safe_schema(index)]
    c13: u8,
    #[safe_schema(index)]
    c14: u8,
    #[safe_schema(index)]
    c15: u8,
    #[safe_schema(index)]
    c16: u8,
    #[safe_schema(index)]
    c17: u8,
    #[safe_schema(index)]
    c18: u8,
    #[safe_schema(index)]
    c19: u8,
    #[safe_schema(index)]
    c20: u8,
    #[safe_schema(index)]
    c21: u8,
    #[safe_schema(index)]
    c22: u8,
    #[safe_schema(index)]
    c23: u8,
    #[safe_schema(index)]
    c24: u8,
    #[safe_schema(index)]
    c25: u8,
    #[safe_schema(index)]
    c26: u8,
    #[safe_schema(index)]
    c27: u8,
    #[safe_schema(index)]
    c28: u8,
    #[safe_schema(index)]
    c29: u8,
    #[safe_schema(index)]
    c30: u8,
    #[safe_schema(index)]
    c31: u8,
    #[safe_schema(index)]
    c32: u8,
    #[safe_schema(index)]
    c33: u8,
    #[safe_schema(index)]
    c34: u8,
    #[safe_schema(index)]
    c35: u8,
    #[safe_schema(index)]
    c36: u8,
    #[safe_schema(index)]
    c37: u8,
    #[safe_schema(index)]
    c38: u8,
    #[safe_schema(index)]
    c39: u8,
    #[safe_schema(index)]
    c40: u8,
    #[safe_schema(index)]
    c41: u8,
    #[safe_schema(index)]
    c42: u8,
    #[safe_schema(index)]
    c43: u8,
    #[safe_schema(index)]
    c44: u8,
    #[safe_schema(index)]
    c45: u8,
    #[safe_schema(index)]
    c46: u8,
    #[safe_schema(index)]
    c47: u8,
    #[safe_schema(index)]
    c48: u8,
    #[safe_schema(index)]
    c49: u8,
    #[safe_schema(index)]
    c50: u8,
    #[safe_schema(index)]
    c51: u8,
    #[safe_schema(index)]
    c52: u8,
    #[safe_schema(index)]
    c53: u8,
    #[safe_schema(index)]
    c54: u8,
    #[safe_schema(index)]
    c55: u8,
    #[safe_schema(index)]
    c56: u8,
    #[safe_schema(index)]
    c57: u8,
    #[safe_schema(index)]
    c58: u8,
    #[safe_schema(index)]
    c59: u8,
    #[safe_schema(index)]
    c60: u8,
    #[safe_schema(index)]
    c61: u8,
    #[safe_schema(references(Self::id))]
    parent: Option<u64>,
    #[safe_schema(references(Self::id))]
    other: Option<u64>,
}

fn main() {}
