//! The derive macro of safe-schema: an annotated struct comes in, a table as const data goes out.
//!
//! The way through: `attr` reads what is written, `model` resolves it to a table,
//! `validate` refuses what a server would, `expand` prints the impl. Mistakes are collected
//! in `errors`; a struct that has any gets the impl of `fallback` beside them, so that one
//! mistake gives one message.

mod attr;
mod case;
mod derive;
mod errors;
mod expand;
mod fallback;
#[cfg(test)]
mod fuzz;
mod model;
mod validate;

use proc_macro::TokenStream;

/// Declares the table that a struct stands for. Every field is a column, unless it is skipped.
///
/// # On the struct
///
/// | attribute | meaning |
/// |---|---|
/// | `table = ".."` | the table's name; the struct's in `snake_case` when it is not said |
/// | `database = ".."` | the database the table is in, when that is not the connected one |
/// | `renamed_from = ".."` | the name the table had before |
/// | `rename_all = ".."` | the case of the columns' names, as in sqlx: `lowercase`, `snake_case`, `UPPERCASE`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `camelCase`, `PascalCase` |
/// | `comment = ".."`, `comment = false` | the comment; else the first line of the doc comment |
/// | `engine`, `charset`, `collation`, `row_format` | options of the table |
/// | `primary_key(a, b)`, `no_primary_key` | the primary key, when no field is marked |
/// | `index(columns(a, b desc, c(20)), ..)` | an index; beside the columns `name = ".."`, `unique`, `fulltext`, `spatial`, `invisible` |
/// | `foreign_key(columns(a, b), references(Parent(c, d)), ..)` | a foreign key; beside these `name`, `on_delete`, `on_update` |
/// | `check("..")`, `check(name = "..", "..")` | a condition that every row meets, in SQL |
/// | `crate = ::path` | where `safe_schema` is found |
///
/// # On a field
///
/// | attribute | meaning |
/// |---|---|
/// | `primary_key`, `unique`, `index` | the column is a key by itself (several `primary_key` are one key) |
/// | `auto_increment` | the server numbers new rows |
/// | `column = ".."` | the column's name |
/// | `renamed_from = ".."` | the name the column had before |
/// | `len = 64` | the length of a string or of bytes |
/// | `precision(10, 2)` | the digits of a decimal, and how many of them are after the point |
/// | `text`, `text = "tiny"`, `"medium"`, `"long"` | a string that is stored apart from the row |
/// | `sql_type = ".."` | the column's type as MySQL writes it; the field says only whether it may be NULL, by being an `Option` |
/// | `charset`, `collation` | of a string |
/// | `default = 5`, `default_sql = ".."` | the default: a literal, or an expression |
/// | `on_update_sql = "CURRENT_TIMESTAMP(6)"` | set when the row changes |
/// | `generated(stored, "..")`, `generated(virtual, "..")` | computed from the row |
/// | `backfill = ".."` | the expression that gives rows their value which are there before the column is NOT NULL |
/// | `invisible` | left out by `SELECT *` |
/// | `references(Parent::field, ..)` | a foreign key; beside the field `on_delete`, `on_update`: `cascade`, `set_null`, `restrict`, `no_action` |
/// | `comment = ".."`, `comment = false` | the comment; else the first line of the doc comment |
/// | `skip` | no column |
///
/// # What sqlx is told
///
/// `#[sqlx(rename = "..")]`, `#[sqlx(rename_all = "..")]`, `#[sqlx(skip)]` and `#[sqlx(json)]` on
/// the same struct mean the same here: a name, a case, no column, a column of type `json` (NOT
/// NULL, or with `json(nullable)` not). `#[sqlx(flatten)]` is refused.
#[proc_macro_derive(SafeSchema, attributes(safe_schema))]
pub fn safe_schema(input: TokenStream) -> TokenStream {
    derive::derive(input.into()).into()
}

/// Makes an enum without data the type of a column: ENUM, with the variants as its members.
///
/// | attribute | meaning |
/// |---|---|
/// | `rename_all = ".."` on the enum | the case of the members, as in sqlx |
/// | `rename = ".."` on a variant | the member's name |
/// | `sqlx` on the enum | also implements sqlx's `Type`, `Encode` and `Decode` |
/// | `crate = ::path` on the enum | where `safe_schema` is found |
///
/// `#[sqlx(rename_all = "..")]` and `#[sqlx(rename = "..")]` mean the same. But what
/// `#[derive(sqlx::Type)]` makes of an enum reads only columns that may be NULL (sqlx's issue
/// 3750); with `#[safe_schema(sqlx)]` instead, every column of the type is read.
#[proc_macro_derive(SqlEnum, attributes(safe_schema))]
pub fn sql_enum(input: TokenStream) -> TokenStream {
    derive::derive_enum(input.into()).into()
}

/// Makes a struct of one unnamed field, such as `struct UserId(u64);`, the type of a column:
/// that of its field.
///
/// `crate = ::path` says where `safe_schema` is found. `#[derive(sqlx::Type)]` with
/// `#[sqlx(transparent)]` makes sqlx read and write it.
#[proc_macro_derive(SqlNewtype, attributes(safe_schema))]
pub fn sql_newtype(input: TokenStream) -> TokenStream {
    derive::derive_newtype(input.into()).into()
}
