//! The tables of the service.

use safe_schema::{SafeSchema, Schema, schema};

#[derive(SafeSchema)]
#[safe_schema(table = "authors")]
#[allow(dead_code)]
struct Author {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 100, unique)]
    name: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "notes")]
#[allow(dead_code)]
struct Note {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 250)]
    title: String,
    // Was 32 bits wide: in a database of that time, every row is copied.
    views: u64,
}

#[derive(SafeSchema)]
#[safe_schema(table = "comments")]
#[allow(dead_code)]
struct Comment {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(references(Note::id, on_delete = cascade))]
    note_id: u64,
    #[safe_schema(len = 500)]
    text: String,
}

pub fn schema() -> Schema {
    schema![Author, Note, Comment]
}
