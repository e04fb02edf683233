//! Primary keys and indexes.

use safe_schema::SafeSchema;

#[derive(SafeSchema)]
#[safe_schema(primary_key(b, a))]
struct OnStruct {
    a: u32,
    b: u32,
}

const _: () = assert!(OnStruct::TABLE.primary_key_is(&["b", "a"]));

#[derive(SafeSchema)]
struct OnFields {
    #[safe_schema(primary_key)]
    a: u32,
    between: u32,
    #[safe_schema(primary_key, column = "B")]
    b: u32,
}

const _: () = assert!(OnFields::TABLE.primary_key_is(&["a", "b"]));

#[derive(SafeSchema)]
#[safe_schema(no_primary_key)]
struct NoKey {
    line: String,
}

const _: () = assert!(NoKey::TABLE.primary_key_is(&[]));

// 768 characters of four bytes are the 3,072 that a key may have; 65,535 bytes make a row.
#[derive(SafeSchema)]
#[safe_schema(index(columns(half, other_half)), index(columns(bytes(3072))))]
struct Longest {
    #[safe_schema(primary_key, len = 768)]
    id: String,
    #[safe_schema(len = 3072, charset = "ascii", unique)]
    code: String,
    #[safe_schema(len = 384)]
    half: String,
    #[safe_schema(len = 384)]
    other_half: String,
    bytes: Vec<u8>,
}

#[derive(SafeSchema)]
struct LongestRow {
    // 4 + 4 + 12 + 65,512 + 2 + one byte for the NULL bits.
    #[safe_schema(primary_key)]
    id: u32,
    number: u32,
    blob: Vec<u8>,
    #[safe_schema(len = 65512)]
    bytes: Option<Vec<u8>>,
}

#[derive(SafeSchema)]
#[safe_schema(
    index(name = "by_name", columns(name(20) desc, id asc)),
    index(columns(number, name), unique),
    index(columns(number))
)]
struct Indexed {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(auto_increment, unique)]
    number: u64,
    #[safe_schema(index)]
    name: String,
}

#[test]
fn indexes() {
    let indexes: Vec<String> = Indexed::TABLE
        .indexes
        .iter()
        .map(|index| {
            let parts: Vec<String> = index
                .parts
                .iter()
                .map(|part| {
                    let prefix = part.prefix.map(|prefix| format!("({prefix})"));
                    let order = if part.descending { " desc" } else { "" };
                    let name = part.column_name().unwrap();
                    format!("{name}{}{order}", prefix.unwrap_or_default())
                })
                .collect();
            format!("{} {:?} {}", index.name, index.kind, parts.join(", "))
        })
        .collect();
    assert_eq!(
        indexes,
        [
            "uq_indexed_number Unique number",
            "idx_indexed_name Plain name",
            "by_name Plain name(20) desc, id",
            "uq_indexed_number_name Unique number, name",
            "idx_indexed_number Plain number",
        ]
    );
}

#[test]
fn key_bytes() {
    let table = Longest::TABLE;
    assert_eq!(table.primary_key[0].key_bytes(table), Some(3072));
    assert_eq!(table.indexes[0].parts[0].key_bytes(table), Some(3072));
    assert_eq!(table.indexes[2].parts[0].key_bytes(table), Some(3072));
}
