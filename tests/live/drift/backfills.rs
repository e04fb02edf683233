//! Columns that become NOT NULL with a declared value for the rows that are there.

use safe_schema::schema::TableName;
use safe_schema::{Policy, SafeSchema, schema};

use crate::support::{Database, both};

both! {
    a_new_column,
    a_column_that_has_nulls,
    taken_up_half_way,
    more_rows_than_a_batch,
    the_time_of_the_last_change_stays,
    without_a_value_for_every_row,
    with_a_trigger,
    with_an_expression_that_is_wrong,
    beside_a_unique_index,
    of_a_column_that_is_computed,
}

#[derive(SafeSchema)]
#[safe_schema(table = "items")]
struct Item {
    #[safe_schema(primary_key)]
    id: u32,
    price: i32,
    #[safe_schema(backfill = "price * 2", default = 7)]
    gross: i32,
}

const ITEMS: &str = "CREATE TABLE items (id INT UNSIGNED PRIMARY KEY, price INT NOT NULL);
    INSERT INTO items VALUES (1, 10), (2, 20)";

async fn a_new_column(db: Database) {
    db.sql(ITEMS).await;
    db.migrate(&schema![Item]).await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(gross ORDER BY id) FROM items").await, "20,40");
    assert!(!db.column("items", "gross").await.unwrap().nullable);
    db.sql("INSERT INTO items (id, price) VALUES (3, 1)").await;
    assert_eq!(db.value("SELECT gross FROM items WHERE id = 3").await, "7");
}

async fn a_column_that_has_nulls(db: Database) {
    db.sql(ITEMS).await;
    db.sql("ALTER TABLE items ADD gross INT DEFAULT 7; UPDATE items SET gross = NULL WHERE id = 1")
        .await;
    fill(&db, &schema![Item]).await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(gross ORDER BY id) FROM items").await, "20,7");
}

/// It has to be dropped and added, and a backfill that is not run would be one that is passed over.
async fn of_a_column_that_is_computed(db: Database) {
    db.sql(ITEMS).await;
    db.sql("ALTER TABLE items ADD gross INT AS (price + 1) VIRTUAL").await;
    let policy = Policy::new().allow_loss_of_values_in(TableName::new("items"), "gross");
    let (pool, _) = db.pool().await;
    let error = schema![Item].with_policy(policy).migrate(&pool).await.unwrap_err();
    let plan = error.refused_plan().unwrap_or_else(|| panic!("{error}"));
    let told = |words| plan.refusals.iter().any(|refusal| refusal.reason.contains(words));
    assert!(told("nothing could be filled before it is there"), "{error}");
    assert_eq!(db.value("SELECT GROUP_CONCAT(gross ORDER BY id) FROM items").await, "11,21");
    db.sql("ALTER TABLE items DROP gross").await;
    fill(&db, &schema![Item]).await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(gross ORDER BY id) FROM items").await, "20,40");
}

/// Migrates where rows are to get other values.
async fn fill(db: &Database, schema: &safe_schema::Schema) {
    let (pool, _) = db.pool().await;
    schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    db.second_run(schema).await;
}

/// As a run leaves it that was killed after a batch.
async fn taken_up_half_way(db: Database) {
    db.sql(ITEMS).await;
    db.sql("ALTER TABLE items ADD gross INT NULL; UPDATE items SET gross = 20 WHERE id = 1").await;
    fill(&db, &schema![Item]).await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(gross ORDER BY id) FROM items").await, "20,40");
}

async fn more_rows_than_a_batch(db: Database) {
    db.sql("CREATE TABLE items (id INT UNSIGNED PRIMARY KEY, price INT NOT NULL)").await;
    db.sql(
        "INSERT INTO items WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
         SELECT i, i FROM n;
         INSERT INTO items SELECT id + 1000, price FROM items;
         INSERT INTO items SELECT id + 2000, price FROM items",
    )
    .await;
    db.migrate(&schema![Item]).await;
    assert_eq!(db.value("SELECT COUNT(*) FROM items WHERE gross = price * 2").await, "3996");
}

async fn the_time_of_the_last_change_stays(db: Database) {
    db.sql(ITEMS).await;
    db.sql(
        "ALTER TABLE items ADD at DATETIME NOT NULL DEFAULT '2001-01-01'
           ON UPDATE CURRENT_TIMESTAMP",
    )
    .await;
    db.migrate(&schema![Item]).await;
    assert_eq!(db.value("SELECT COUNT(*) FROM items WHERE at = '2001-01-01'").await, "2");
}

#[derive(SafeSchema)]
#[safe_schema(table = "items")]
struct Half {
    #[safe_schema(primary_key)]
    id: u32,
    price: i32,
    #[safe_schema(backfill = "NULLIF(price, 10)")]
    gross: i32,
}

async fn without_a_value_for_every_row(db: Database) {
    db.sql(ITEMS).await;
    let refusals = db.refused(&schema![Half]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert_eq!(refusals[0].examples, ["'1'"]);
    assert_eq!(db.rows(refusals[0].query.as_deref().unwrap()).await.len(), 1);
}

async fn with_a_trigger(db: Database) {
    db.sql(ITEMS).await;
    db.sql("CREATE TRIGGER bump BEFORE UPDATE ON items FOR EACH ROW SET NEW.price = 0").await;
    let refusals = db.refused(&schema![Item]).await;
    assert_eq!(refusals[0].examples, ["'bump'"], "{refusals:#?}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "items")]
struct Wrong {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(backfill = "no_such_column + 1")]
    gross: i32,
}

async fn with_an_expression_that_is_wrong(db: Database) {
    db.sql(ITEMS).await;
    let error = db.fails(&schema![Wrong]).await;
    assert_eq!(error.code(), Some(1054), "{error}");
    assert!(error.to_string().contains("no_such_column"), "{error}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "items")]
struct Unique {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(backfill = "5", unique)]
    gross: i32,
}

async fn beside_a_unique_index(db: Database) {
    db.sql(ITEMS).await;
    let refusals = db.refused(&schema![Unique]).await;
    assert!(refusals[0].reason.contains("uq_items_gross"), "{}", refusals[0]);
}
