//! Names: given, or made.

use safe_schema::SafeSchema;
use safe_schema::schema::{Declared, eq};

#[derive(SafeSchema)]
#[safe_schema(database = "other")]
struct HTTPRequestLog2 {
    #[safe_schema(primary_key)]
    r#type: u64,
    #[safe_schema(column = "Path")]
    path: String,
}

const _: () = assert!(eq(<HTTPRequestLog2 as Declared>::TABLE_NAME, "http_request_log2"));
const _: () = assert!(HTTPRequestLog2::TABLE.has_column("type"));

#[test]
fn table() {
    assert_eq!(HTTPRequestLog2::TABLE.qualified_name().to_string(), "other.http_request_log2");
    assert_eq!(HTTPRequestLog2::FIELDS, [("type", "type"), ("path", "Path")]);
}

#[derive(SafeSchema)]
#[safe_schema(
    table = "a_table_with_a_name_of_some_length",
    index(columns(a_field_with_a_name_of_some_length, id)),
    index(columns(a_field_with_a_name_of_some_length, other))
)]
struct Long {
    #[safe_schema(primary_key)]
    id: u64,
    other: u64,
    a_field_with_a_name_of_some_length: u64,
}

/// Changing how names are shortened would make the engine see other indexes in live databases.
#[test]
fn made_names_are_shortened_in_one_way_for_ever() {
    let names: Vec<&str> = Long::TABLE.indexes.iter().map(|index| &*index.name).collect();
    assert_eq!(
        names,
        [
            "idx_a_table_with_a_name_of_some_length_a_field_with_a_n_0f8aba28",
            "idx_a_table_with_a_name_of_some_length_a_field_with_a_n_6a688b5d",
        ]
    );
}
