//! Attributes that come to a table that is there, and rows in it: one migration later the table
//! has them, the rows are as they were, and there is nothing left to do.

use safe_schema::SafeSchema;

use crate::support::{Database, both};

/// What a table was, and what it is to become. One row is there.
macro_rules! becomes {
    ($($scenario:ident { $($before:tt)* } $(#[$attr:meta])* { $($after:tt)* })*) => {
        both! { $($scenario),* }
        $(
            async fn $scenario(db: Database) {
                mod before {
                    #[derive(safe_schema::SafeSchema)]
                    #[safe_schema(table = "changing")]
                    pub(super) struct Before {
                        #[safe_schema(primary_key)]
                        id: u64,
                        $($before)*
                    }
                }

                #[derive(safe_schema::SafeSchema)]
                #[safe_schema(table = "changing")]
                $(#[$attr])*
                struct After {
                    #[safe_schema(primary_key)]
                    id: u64,
                    $($after)*
                }

                db.takes::<before::Before>().await;
                db.sql("INSERT INTO changing (id) VALUES (7)").await;
                After::migrate(&db.pool).await.unwrap_or_else(|error| panic!("{error}"));
                db.has::<After>().await;
                let ids: Vec<u64> =
                    sqlx::query_scalar("SELECT id FROM changing").fetch_all(&db.pool).await.unwrap();
                assert_eq!(ids, [7]);
            }
        )*
    };
}

becomes! {
    indexes { a: Option<String>, b: Option<u32> }
    #[safe_schema(
        index(columns(a), fulltext),
        index(columns(b desc, a(10)), name = "pair"),
        index(columns(b), invisible, name = "hidden"),
        index(columns(b), unique, name = "only")
    )]
    { a: Option<String>, b: Option<u32> }

    an_index_is_hidden { #[safe_schema(index)] a: Option<u32> }
    #[safe_schema(index(columns(a), name = "idx_changing_a", invisible))]
    { a: Option<u32> }

    a_column_with_its_index {}
    #[safe_schema(index(columns(a), name = "by_a", unique))]
    { a: Option<u32> }

    checks { a: Option<u32> }
    #[safe_schema(check("a > 5"), check(name = "named", "a <> 7 or id > 0"))]
    { a: Option<u32> }

    options { a: Option<u32> }
    #[safe_schema(comment = "It's new", row_format = "compressed")]
    { #[safe_schema(comment = "It's new, too")] a: Option<u32> }

    generated_columns { a: Option<u32> }
    {
        a: Option<u32>,
        #[safe_schema(generated(stored, "ifnull(a, 0) + 1"))]
        b: Option<u64>,
        #[safe_schema(generated(virtual, "a * 2"), index)]
        c: Option<u64>,
    }

    hidden_columns { a: Option<u32> }
    {
        #[safe_schema(invisible)]
        a: Option<u32>,
        #[safe_schema(invisible, default = 5)]
        b: u32,
    }

    times { a: Option<chrono::NaiveDateTime> }
    {
        #[safe_schema(default_sql = "CURRENT_TIMESTAMP(6)", on_update_sql = "CURRENT_TIMESTAMP(6)")]
        a: Option<chrono::NaiveDateTime>,
        #[safe_schema(default_sql = "CURRENT_TIMESTAMP(6)")]
        b: chrono::DateTime<chrono::Utc>,
        #[safe_schema(sql_type = "timestamp", default_sql = "CURRENT_TIMESTAMP")]
        c: chrono::DateTime<chrono::Utc>,
    }

    types_get_wider {
        #[safe_schema(sql_type = "enum('a','b')")]
        a: Option<String>,
        #[safe_schema(len = 10)]
        b: Option<String>,
        #[safe_schema(precision(10, 2))]
        c: Option<sqlx::types::Decimal>,
        #[safe_schema(text)]
        d: Option<String>,
        e: Option<i32>,
    }
    {
        #[safe_schema(sql_type = "enum('a','b','c')")]
        a: Option<String>,
        #[safe_schema(len = 300)]
        b: Option<String>,
        #[safe_schema(precision(20, 4))]
        c: Option<sqlx::types::Decimal>,
        #[safe_schema(text = "long")]
        d: Option<String>,
        e: Option<i64>,
    }

    columns_of_every_type { a: Option<u32> }
    {
        a: Option<u32>,
        #[safe_schema(backfill = "'x'")]
        b: String,
        c: Option<sqlx::types::Uuid>,
        d: Option<sqlx::types::JsonValue>,
        #[safe_schema(default = "b", sql_type = "enum('a','b')")]
        e: String,
        #[safe_schema(sql_type = "point")]
        g: Option<Vec<u8>>,
        #[safe_schema(backfill = "curdate()")]
        h: chrono::NaiveDate,
        #[safe_schema(backfill = "json_object('id', id)")]
        i: sqlx::types::JsonValue,
        #[safe_schema(text, backfill = "concat('number ', id)")]
        j: String,
    }

    defaults { #[safe_schema(default = "x")] a: Option<String>, #[safe_schema(default = 1)] b: u32 }
    { #[safe_schema(default = "it's")] a: Option<String>, #[safe_schema(default = 2)] b: u32 }

    // MySQL adds no column with such a default where it writes a binary log (error 1674).
    a_default_that_is_new_in_every_row {}
    { #[safe_schema(default_sql = "(uuid())", len = 36)] a: String }
}
