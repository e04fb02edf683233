//! Names of the prelude mean something else here.
#![allow(dead_code, non_camel_case_types, non_upper_case_globals, unused_macros)]

use safe_schema::schema::Declared;

struct Option;
struct Result;
struct String;
struct Vec;
struct Some;
struct None;
struct Box;
struct Cow;
struct str;
struct usize;
struct SqlType;
struct Facts;
struct bool;
const id: () = ();
const name: () = ();
macro_rules! panic {
    () => {};
}

#[derive(safe_schema::SafeSchema)]
#[safe_schema(database = "other", comment = "a comment", index(columns(id, name desc)))]
struct Column {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(len = 5, default = "x")]
    name: std::string::String,
    #[safe_schema(references(Column::id, on_delete = set_null))]
    parent: std::option::Option<u64>,
}

#[derive(safe_schema::SqlNewtype)]
struct UserId(u64);

#[derive(safe_schema::SqlEnum)]
#[safe_schema(sqlx)]
enum Status {
    Result,
    Ok,
    Err,
}

struct Nullability;
struct NotAnOption;

#[derive(safe_schema::SafeSchema)]
#[safe_schema(check("id > 0"), renamed_from = "people", index(columns(text), fulltext))]
struct Row {
    #[safe_schema(primary_key)]
    id: UserId,
    #[safe_schema(generated(stored, "id + 1"), sql_type = "set('x')")]
    next: std::option::Option<Status>,
    #[safe_schema(text = "long", invisible, default_sql = "('')")]
    text: std::string::String,
}

struct SqlColumns;
struct Flattened;
struct Model;
const FIELDS: () = ();

#[derive(safe_schema::SqlColumns)]
#[safe_schema(check("a > 0"), index(columns(a), unique))]
struct Part {
    #[safe_schema(len = 5)]
    a: std::string::String,
    #[safe_schema(flatten)]
    name: Inner,
}

#[derive(safe_schema::SqlColumns)]
struct Inner {
    #[safe_schema(primary_key, references(Column::id))]
    b: u64,
}

#[derive(safe_schema::SafeSchema)]
struct Whole {
    own: u8,
    #[safe_schema(flatten)]
    id: Part,
}

const _: () = assert!(Whole::DEFINITION.primary_key_is(&["b"]));
const _: () = assert!(Column::DEFINITION.has_column("name"));

fn main() {}
