//! Multiple primary key defined: a key is wanted where another is alive.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both};

both! {
    composite_key_with_a_new_column,
    new_key_column_beside_a_live_key,
    live_key_and_a_new_numbered_id,
    new_numbered_column_that_is_not_the_key,
    new_numbered_column_with_an_index_beside_a_numbered_id,
    key_written_into_the_type,
}

#[derive(SafeSchema)]
#[safe_schema(table = "orders", primary_key(id, region))]
struct OrderOfRegion {
    id: u64,
    #[safe_schema(len = 8, default = "eu")]
    region: String,
}

async fn composite_key_with_a_new_column(db: Database) {
    db.sql(
        "CREATE TABLE orders (id BIGINT UNSIGNED NOT NULL PRIMARY KEY);
         INSERT INTO orders VALUES (1), (2), (3)",
    )
    .await;
    let report = db.migrate(&schema![OrderOfRegion]).await;
    assert_eq!(report.executed.len(), 1, "one atomic statement: {report}");
    assert_eq!(db.primary_key("orders").await, ["id", "region"]);
    assert_eq!(db.value("SELECT COUNT(*) FROM orders WHERE region = 'eu'").await, "3");
}

#[derive(SafeSchema)]
#[safe_schema(table = "orders")]
struct OrderByNumber {
    #[safe_schema(primary_key, len = 20)]
    number: String,
    id: u64,
}

/// The new key column has no value for the rows that are there; without rows it can be made.
async fn new_key_column_beside_a_live_key(db: Database) {
    db.sql(
        "CREATE TABLE orders (id BIGINT UNSIGNED NOT NULL PRIMARY KEY);
         INSERT INTO orders VALUES (1), (2)",
    )
    .await;
    assert!(!db.refused(&schema![OrderByNumber]).await.is_empty());
    assert_eq!(db.primary_key("orders").await, ["id"]);

    db.sql("DELETE FROM orders").await;
    db.migrate(&schema![OrderByNumber]).await;
    assert_eq!(db.primary_key("orders").await, ["number"]);
}

#[derive(SafeSchema)]
#[safe_schema(table = "applications")]
struct Application {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 32, unique)]
    app_no: String,
}

async fn live_key_and_a_new_numbered_id(db: Database) {
    db.sql(
        "CREATE TABLE applications (app_no VARCHAR(32) NOT NULL PRIMARY KEY)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO applications VALUES ('a'), ('b'), ('c')",
    )
    .await;
    let report = db.migrate(&schema![Application]).await;
    assert_eq!(report.executed.len(), 1, "never without a unique app_no: {report}");
    assert_eq!(db.primary_key("applications").await, ["id"]);
    assert_eq!(db.value("SELECT COUNT(DISTINCT id) FROM applications").await, "3");
    let again = db.try_sql("INSERT INTO applications (app_no) VALUES ('a')").await;
    assert_eq!(again.unwrap_err().code, 1062);
    db.sql("INSERT INTO applications (app_no) VALUES ('d')").await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "applications")]
struct NumberedApplication {
    #[safe_schema(primary_key, len = 32)]
    app_no: String,
    #[safe_schema(auto_increment, unique)]
    number: u64,
}

async fn new_numbered_column_that_is_not_the_key(db: Database) {
    db.sql(
        "CREATE TABLE applications (app_no VARCHAR(32) NOT NULL PRIMARY KEY)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO applications VALUES ('a'), ('b'), ('c')",
    )
    .await;
    db.migrate(&schema![NumberedApplication]).await;
    assert_eq!(db.primary_key("applications").await, ["app_no"]);
    assert_eq!(db.value("SELECT COUNT(DISTINCT number) FROM applications").await, "3");
    db.sql("INSERT INTO applications (app_no) VALUES ('d')").await;
    assert_eq!(db.value("SELECT number FROM applications WHERE app_no = 'd'").await, "4");
}

#[derive(SafeSchema)]
#[safe_schema(table = "applications")]
struct RenumberedApplication {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(auto_increment, index)]
    number: u64,
}

/// A table has one numbered column only, and whose inserts rely on `id` is not to be seen.
async fn new_numbered_column_with_an_index_beside_a_numbered_id(db: Database) {
    db.sql(
        "CREATE TABLE applications (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY);
         INSERT INTO applications VALUES (5), (7)",
    )
    .await;
    let refusals = db.refused(&schema![RenumberedApplication]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert!(refusals[0].reason.contains("`id`"), "{}", refusals[0]);

    db.sql("ALTER TABLE applications MODIFY id BIGINT UNSIGNED NOT NULL").await;
    db.migrate(&schema![RenumberedApplication]).await;
    assert_eq!(db.primary_key("applications").await, ["id"]);
    db.sql("INSERT INTO applications (id) VALUES (9)").await;
    assert_eq!(db.value("SELECT number FROM applications WHERE id = 9").await, "3");
}

#[derive(SafeSchema)]
#[safe_schema(table = "counters")]
struct Counter {
    #[safe_schema(primary_key)]
    id: i64,
}

/// GORM's model says `bigint primary key`; its table is as any other, at every start.
async fn key_written_into_the_type(db: Database) {
    db.sql("CREATE TABLE counters (id bigint primary key); INSERT INTO counters VALUES (-1), (1)")
        .await;
    db.second_run(&schema![Counter]).await;
}
