//! Lists that the compiler accepts: circles, one table name in two databases, any place and order.
#![deny(warnings, clippy::pedantic)]

use std::sync::LazyLock;

use safe_schema::{SafeSchema, Schema, schema};

mod hens {
    use safe_schema::SafeSchema;

    #[derive(SafeSchema)]
    pub struct Hen {
        #[safe_schema(primary_key)]
        pub id: u64,
        #[safe_schema(references(super::Egg::id), unique)]
        pub egg_id: u64,
        #[safe_schema(references(Self::id))]
        pub mother_id: Option<u64>,
    }
}

#[derive(SafeSchema)]
struct Egg {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(hens::Hen::id))]
    hen_id: Option<u64>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "egg", database = "elsewhere")]
struct EggElsewhere {
    #[safe_schema(primary_key)]
    id: u64,
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| schema![Egg, hens::Hen, EggElsewhere,]);

fn main() {
    #[derive(SafeSchema)]
    struct Basket {
        #[safe_schema(primary_key, references(Egg::id))]
        egg_id: u64,
    }

    let of = |schema: &Schema| schema.create_tables_sql().expect("one struct for each table");
    assert_eq!(of(&SCHEMA).matches("CREATE TABLE").count(), 3);
    assert_eq!(of(&schema![Basket, hens::Hen, self::Egg]).matches("CREATE TABLE").count(), 3);
    assert_eq!(of(&schema![]), "");
}
