//! Structs that a macro writes, with every kind of fragment.

use safe_schema::{SafeSchema, SqlColumns};

macro_rules! table {
    ($name:ident, $table:literal, $len:literal, $ty:ty, $default:literal, $field:ident) => {
        #[derive(SafeSchema)]
        #[safe_schema(table = $table, index(columns($field)))]
        struct $name {
            #[safe_schema(primary_key)]
            id: u64,
            #[safe_schema(len = $len, default = $default)]
            $field: $ty,
            #[safe_schema(references(Parent::id))]
            parent_id: u64,
        }
    };
}

#[derive(SafeSchema)]
struct Parent {
    #[safe_schema(primary_key)]
    id: u64,
}

table!(Child, "children", 20, Option<String>, "nobody", name);

macro_rules! more {
    ($check:literal, $type:literal, $old:literal, $expression:literal) => {
        #[derive(SafeSchema, sqlx::FromRow)]
        #[safe_schema(check($check), renamed_from = $old, rename_all = "camelCase")]
        struct More {
            #[safe_schema(primary_key)]
            #[sqlx(rename = $old)]
            id: u64,
            #[safe_schema(sql_type = $type)]
            price: Option<String>,
            #[safe_schema(generated(stored, $expression), text)]
            total: String,
        }
    };
}

more!("id > 0", "decimal(10,2)", "others", "concat('a', id)");

const _: () = assert!(More::TABLE.has_column("others"));
const _: () = assert!(More::TABLE.column("price").unwrap().nullable());

const _: () = assert!(Child::TABLE.has_column("name"));

macro_rules! part {
    ($part:ident, $whole:ident, $field:ident, $ty:ty) => {
        #[derive(SqlColumns)]
        struct $part {
            #[safe_schema(references(Parent::id), unique)]
            $field: $ty,
        }

        #[derive(SafeSchema)]
        struct $whole {
            #[safe_schema(primary_key)]
            id: u64,
            #[safe_schema(flatten)]
            $field: $part,
        }
    };
}

part!(Part, Whole, parent, Option<u64>);

const _: () = assert!(Whole::TABLE.has_index("uq_whole_parent"));

fn main() {
    assert_eq!(Child::TABLE.name, "children");
}
