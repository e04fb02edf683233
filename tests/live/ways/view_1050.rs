//! Table already exists: a view has the table's name.

use safe_schema::{Error, SafeSchema, schema};

use crate::support::{Database, both, with_parents};

both! { a_view, a_view_where_a_parent_is_declared }

#[derive(SafeSchema)]
#[safe_schema(table = "accounts")]
struct Account {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "payments")]
struct Payment {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Account::id))]
    account_id: u32,
}

async fn a_view(db: Database) {
    db.sql(
        "CREATE TABLE base (id INT UNSIGNED PRIMARY KEY);
         CREATE VIEW accounts AS SELECT id FROM base",
    )
    .await;
    let error = db.fails(&schema![Account]).await;
    assert!(matches!(&error, Error::NotATable { kind, .. } if kind == "view"), "{error}");
    assert!(error.to_string().contains("`accounts`"), "{error}");
}

async fn a_view_where_a_parent_is_declared(db: Database) {
    db.sql("CREATE VIEW accounts AS SELECT 1 AS id").await;
    let error = db.fails(&with_parents![Payment]).await;
    assert!(matches!(error, Error::NotATable { .. }), "{error}");
}
