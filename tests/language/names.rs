//! Names: of tables, columns, and what has been renamed.

use safe_schema::SafeSchema;
use sqlx::FromRow;

use crate::support::{Database, both, taken};

taken! {
    #[safe_schema(table = "Der Tisch `quoted` (1)")]
    of_a_table {
        #[safe_schema(primary_key, column = "Eine `Spalte`")]
        id: u64,
        #[safe_schema(column = "SELECT", unique)]
        keyword: String,
    }
    #[safe_schema(rename_all = "lowercase")]
    in_lower_case { #[safe_schema(primary_key)] tenant_id: u64, created_at2: u8 }
    #[safe_schema(rename_all = "snake_case")]
    in_snake_case { #[safe_schema(primary_key)] tenant_id: u64, created_at2: u8 }
    #[safe_schema(rename_all = "UPPERCASE")]
    in_upper_case { #[safe_schema(primary_key)] tenant_id: u64, created_at2: u8 }
    #[safe_schema(rename_all = "SCREAMING_SNAKE_CASE")]
    in_screaming_snake_case { #[safe_schema(primary_key)] tenant_id: u64, created_at2: u8 }
    #[safe_schema(rename_all = "kebab-case", index(columns(created_at2, tenant_id)))]
    in_kebab_case { #[safe_schema(primary_key)] tenant_id: u64, created_at2: u8 }
    #[safe_schema(rename_all = "camelCase")]
    in_camel_case { #[safe_schema(primary_key)] tenant_id: u64, created_at2: u8 }
    #[safe_schema(rename_all = "PascalCase")]
    in_pascal_case { #[safe_schema(primary_key)] tenant_id: u64, created_at2: u8 }
    #[safe_schema(comment = "It's a \"table\" \\ of € and \u{1F600}")]
    comments {
        /// Of a doc comment.
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(comment = "It's a \"column\" \\ of € and \u{1F600}")]
        name: String,
        #[safe_schema(comment = "")]
        empty: String,
    }
}

both! { as_sqlx_reads_them, renamed, renamed_and_filled }

/// One struct for both: what the table has is what sqlx reads.
async fn as_sqlx_reads_them(db: Database) {
    #[derive(Debug, PartialEq, SafeSchema, FromRow)]
    #[sqlx(rename_all = "camelCase")]
    struct Person {
        #[safe_schema(primary_key)]
        person_id: u64,
        #[sqlx(rename = "Name")]
        name: String,
        r#type: u8,
        #[sqlx(skip)]
        skipped: Option<std::time::Duration>,
        #[sqlx(default)]
        http2_enabled: bool,
    }

    db.takes::<Person>().await;
    db.sql("INSERT INTO person (personId, Name, type, http2Enabled) VALUES (1, 'n', 2, 1)").await;
    let read: Person = sqlx::query_as("SELECT * FROM person").fetch_one(&db.pool).await.unwrap();
    let expected = Person {
        person_id: 1,
        name: "n".to_owned(),
        r#type: 2,
        skipped: None,
        http2_enabled: true,
    };
    assert_eq!(read, expected);
}

async fn renamed(db: Database) {
    #[derive(SafeSchema)]
    #[safe_schema(table = "people", renamed_from = "persons")]
    struct People {
        #[safe_schema(primary_key, renamed_from = "number")]
        id: u64,
        #[safe_schema(renamed_from = "nom", len = 20)]
        name: String,
    }

    db.takes::<People>().await;
    db.sql(
        "DROP TABLE people; CREATE TABLE persons (number bigint unsigned NOT NULL PRIMARY KEY, \
         nom varchar(20) NOT NULL) CHARSET utf8mb4; INSERT INTO persons VALUES (7, 'x')",
    )
    .await;
    People::migrate(&db.pool).await.unwrap();
    db.has::<People>().await;
    let row: (u64, String) =
        sqlx::query_as("SELECT id, name FROM people").fetch_one(&db.pool).await.unwrap();
    assert_eq!(row, (7, "x".to_owned()));
}

async fn renamed_and_filled(db: Database) {
    #[derive(SafeSchema)]
    struct Member {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(len = 20, backfill = "concat('member ', id)")]
        name: String,
    }

    db.takes::<Member>().await;
    db.sql(
        "DROP TABLE member; CREATE TABLE member (id bigint unsigned NOT NULL PRIMARY KEY) \
         CHARSET utf8mb4; INSERT INTO member VALUES (7)",
    )
    .await;
    Member::migrate(&db.pool).await.unwrap();
    db.has::<Member>().await;
    let name: String =
        sqlx::query_scalar("SELECT name FROM member").fetch_one(&db.pool).await.unwrap();
    assert_eq!(name, "member 7");
}
