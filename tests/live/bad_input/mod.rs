//! What a service meets when its surroundings are wrong: one clear error each, nothing changed,
//! and no password anywhere.

mod connection;
mod objects;
mod privileges;
mod read_only;

use safe_schema::SafeSchema;

// A model that everything goes wrong for.
#[derive(SafeSchema)]
#[safe_schema(table = "things")]
struct Thing {
    #[safe_schema(primary_key)]
    id: u32,
    name: Option<String>,
}

// The model that it refers to.
#[derive(SafeSchema)]
#[safe_schema(table = "boxes")]
struct Case {
    #[safe_schema(primary_key)]
    id: u32,
}

// A model with a foreign key.
#[derive(SafeSchema)]
#[safe_schema(table = "packed")]
struct Packed {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Case::id))]
    case_id: u32,
}
