//! The derive macro of safe-schema: an annotated struct comes in, a table as const data goes out.
//!
//! The way through: `attr` reads what is written, `model` resolves it to a table,
//! `validate` refuses what a server would, `expand` prints the impl. Mistakes are collected
//! in `errors`; a struct that has any gets an impl with its names only beside them, so that one
//! mistake gives one message.

mod attr;
mod case;
mod derive;
mod errors;
mod expand;
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
/// | `index(columns(a, b desc, c(20)), ..)` | an index; a part in quotes is an SQL expression (MySQL): `columns("lower(email)")`; beside the columns `name = ".."`, `unique`, `fulltext`, `spatial`, `invisible`, `comment = ".."`, and `options = ".."` for what has no word here: `"WITH PARSER ngram"` |
/// | `foreign_key(columns(a, b), references(Parent(c, d)), ..)` | a foreign key; beside these `name`, `on_delete`, `on_update` |
/// | `check("..")`, `check(name = "..", "..")` | a condition that every row meets, in SQL; with `not_enforced` (MySQL) one that none has to |
/// | `options = ".."` | what else stands behind the columns: `"STATS_PERSISTENT=1 MAX_ROWS=1000"` |
/// | `partition_by = ".."` | how rows are partitioned: `"HASH (id) PARTITIONS 4"` |
/// | `primary_key_options = ".."` | what stands behind the primary key: `"USING HASH"` |
/// | `system_versioned` | MariaDB keeps former versions of the rows |
/// | `crate = ::path` | where `safe_schema` is found |
///
/// `options`, `partition_by`, `primary_key_options`, `system_versioned` and the `options` of an index, as the server writes them, are for tables that are
/// made; in a table that is there they are neither compared nor changed.
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
/// | `default = b"\xff"` | the same for a column of bytes |
/// | `default_unchecked = ".."` | a default as text that the compiler can't judge: `"0000-00-00"` |
/// | `no_default` | a timestamp that is NOT NULL has none, though some servers would give it one |
/// | `on_update_sql = "CURRENT_TIMESTAMP(6)"` | set when the row changes |
/// | `generated(stored, "..")`, `generated(virtual, "..")` | computed from the row |
/// | `backfill = ".."` | the expression that gives rows their value which are there before the column is NOT NULL |
/// | `invisible` | left out by `SELECT *` |
/// | `check = ".."` | a check in the column's own definition (MariaDB) |
/// | `attributes = ".."` | what else the server writes of the column: `"COLUMN_FORMAT FIXED"`; for columns that are made |
/// | `references(Parent::field, ..)` | a foreign key; beside the field `on_delete`, `on_update`: `cascade`, `set_null`, `restrict`, `no_action` |
/// | `comment = ".."`, `comment = false` | the comment; else the first line of the doc comment |
/// | `flatten` | takes over the columns of a struct that derives [`SqlColumns`](derive@SqlColumns) |
/// | `skip` | no column |
///
/// # Renames
///
/// A rename is made where the new name is not there and the old one is; it may stay in the
/// declaration, and does nothing once it is done. Names may go on in a chain (`b` was `a`, and `c`
/// was `b`): all of it is made at one stroke, and `c` tells whether it is done. Of such a chain all
/// the old names have to be there; where only some are, and there are rows, it is refused. Tables of
/// a chain are to be migrated together, by one `schema![..]`.
///
/// Two names can't be swapped in one release, and the compiler refuses it: once that is done, both
/// are there as before, and nobody could tell. It takes two, of which no database may skip the
/// first: `third` (was `a`) and `a` (was `b`); then `b` (was `third`).
///
/// # What sqlx is told
///
/// `#[sqlx(rename = "..")]`, `#[sqlx(rename_all = "..")]`, `#[sqlx(skip)]`, `#[sqlx(json)]` and
/// `#[sqlx(flatten)]` on the same struct mean the same here: a name, a case, no column, a column of
/// type `json` (NOT NULL, or with `json(nullable)` not), the columns of another struct.
/// `#[sqlx(default)]` and `#[sqlx(try_from = "..")]` say how a value is read, and nothing about
/// the column.
#[proc_macro_derive(SafeSchema, attributes(safe_schema))]
pub fn safe_schema(input: TokenStream) -> TokenStream {
    derive::derive(input.into()).into()
}

/// Makes a struct one of columns that several tables have. It has no table of its own; a field of
/// its type that is marked `#[safe_schema(flatten)]` or `#[sqlx(flatten)]` puts its columns into
/// the table, in the field's place.
///
/// Its fields have the attributes of columns, and it may flatten others. Attributes on the struct
/// are `rename_all`, `primary_key(..)`, `index(..)`, `foreign_key(..)`, `check(..)`,
/// `comment = false` and `crate`; what says something about a table belongs on the struct that has
/// the table. Columns keep their names, as sqlx reads them by those: neither the field's name nor
/// the table's `rename_all` changes them. Indexes and foreign keys without a name get the one that
/// the table would give its own; checks get `ck_table_field_1`.
///
/// Other structs refer to a column of it as to one of the table's: `references(Booking::ends_at)`.
/// The table's own `index(..)`, `primary_key(..)` and `foreign_key(..)` name its own fields only;
/// what is about flattened columns is said in their struct. A table has one primary key, be it its
/// own or one that it flattens. No `Option` can be flattened, as sqlx reads none.
#[proc_macro_derive(SqlColumns, attributes(safe_schema))]
pub fn sql_columns(input: TokenStream) -> TokenStream {
    derive::derive_columns(input.into()).into()
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
