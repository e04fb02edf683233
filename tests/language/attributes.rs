//! Options of tables, keys and foreign keys.

use safe_schema::SafeSchema;

use crate::support::{Database, both, taken};

taken! {
    #[safe_schema(engine = "InnoDB", charset = "latin1", collation = "latin1_german1_ci")]
    options {
        #[safe_schema(primary_key)]
        id: u64,
        name: String,
        #[safe_schema(charset = "utf8mb4")]
        charset: String,
        #[safe_schema(charset = "ascii", collation = "ascii_bin", len = 20)]
        both: String,
        #[safe_schema(collation = "utf8mb4_bin")]
        collation: String,
        #[safe_schema(charset = "utf8", text)]
        old_name: String,
    }
    #[safe_schema(engine = "innodb", charset = "UTF8MB4", collation = "UTF8MB4_BIN")]
    options_in_another_case {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(charset = "ASCII", collation = "ASCII_BIN")]
        name: String,
    }
    #[safe_schema(row_format = "dynamic")]
    row_format_dynamic { #[safe_schema(primary_key)] id: u64 }
    #[safe_schema(row_format = "Compressed")]
    row_format_compressed { #[safe_schema(primary_key)] id: u64 }
    #[safe_schema(row_format = "COMPACT")]
    row_format_compact { #[safe_schema(primary_key)] id: u64, #[safe_schema(len = 191, unique)] name: String }
    #[safe_schema(row_format = "redundant")]
    row_format_redundant { #[safe_schema(primary_key)] id: u64 }
    #[safe_schema(primary_key(b, a desc, c(10)))]
    primary_key_of_three { a: u32, b: i64, c: String }
    #[safe_schema(no_primary_key)]
    no_primary_key { line: String }
    numbered {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(auto_increment, unique)]
        number: u32,
    }
    invisible {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(invisible)]
        hidden: Option<String>,
        #[safe_schema(invisible, default = 5)]
        counted: u32,
        #[safe_schema(invisible, default_sql = "CURRENT_TIMESTAMP(6)")]
        made: chrono::NaiveDateTime,
        #[safe_schema(invisible, generated(stored, "id + 1"))]
        next: u64,
    }
    invisible_key {
        #[safe_schema(primary_key, auto_increment, invisible)]
        id: u64,
        name: String,
    }
}

both! { foreign_keys }

#[derive(SafeSchema)]
#[safe_schema(index(columns(country, code), unique))]
struct Region {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 2, charset = "ascii")]
    country: String,
    #[safe_schema(len = 8, charset = "ascii")]
    code: String,
}

#[derive(SafeSchema)]
#[safe_schema(
    foreign_key(
        name = "by_code",
        columns(country, code),
        references(Region(country, code)),
        on_update = cascade
    ),
    check(name = "not_itself", "itself <> twin")
)]
struct City {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(Region::id, on_delete = set_null, on_update = no_action))]
    region_id: Option<u32>,
    #[safe_schema(references(Region::id, on_delete = cascade, on_update = cascade))]
    other_id: u32,
    #[safe_schema(references(Region::id, on_delete = restrict), unique)]
    unique_id: u32,
    #[safe_schema(len = 2, charset = "ascii")]
    country: String,
    #[safe_schema(len = 8, charset = "ascii")]
    code: String,
    twin: Option<u64>,
    #[safe_schema(generated(stored, "twin + 0"), references(Region::id))]
    stored: Option<u32>,
    itself: Option<u64>,
    #[safe_schema(references(Self::id))]
    mother: Option<u64>,
}

async fn foreign_keys(db: Database) {
    db.takes::<Region>().await;
    db.takes::<City>().await;
}
