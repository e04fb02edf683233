//! A column that is altered for one reason keeps everything else that it has, or is not altered.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both};

both! {
    a_default_of_bytes,
    a_default_beyond_three_bytes,
    a_default_of_a_type_that_may_have_none,
    a_type_nobody_knows,
    a_generated_column_with_quotes,
    a_check_that_mentions_a_new_column,
    a_trial_with_indexes_and_checks_in_the_way,
}

#[derive(SafeSchema)]
#[safe_schema(table = "things")]
struct Bytes {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 16, comment = "said")]
    b: Vec<u8>,
}

/// The catalogue cuts it, but it is restated whole.
async fn a_default_of_bytes(db: Database) {
    for default in ["0x00ff41", "0xff00ff00"] {
        db.sql(&format!(
            "DROP TABLE IF EXISTS things;
             CREATE TABLE things (id INT UNSIGNED PRIMARY KEY,
               b VARBINARY(16) NOT NULL DEFAULT {default})"
        ))
        .await;
        db.migrate(&schema![Bytes]).await;
        db.sql("INSERT INTO things (id) VALUES (1)").await;
        assert_eq!(db.value(&format!("SELECT b = {default} FROM things")).await, "1");
    }
}

#[derive(SafeSchema)]
#[safe_schema(table = "things")]
struct Words {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 16, comment = "said")]
    word: String,
}

async fn a_default_beyond_three_bytes(db: Database) {
    db.sql(
        "CREATE TABLE things (id INT UNSIGNED PRIMARY KEY,
           word VARCHAR(16) NOT NULL DEFAULT '\u{1f389}') DEFAULT CHARSET=utf8mb4",
    )
    .await;
    db.migrate(&schema![Words]).await;
    db.sql("INSERT INTO things (id) VALUES (1)").await;
    assert_eq!(db.value("SELECT HEX(word) FROM things").await, "F09F8E89");
}

#[derive(SafeSchema)]
#[safe_schema(table = "things")]
struct Longer {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(text)]
    word: String,
}

async fn a_default_of_a_type_that_may_have_none(db: Database) {
    db.sql(
        "CREATE TABLE things (id INT UNSIGNED PRIMARY KEY, word VARCHAR(16) NOT NULL DEFAULT 'x')
           DEFAULT CHARSET=utf8mb4",
    )
    .await;
    if db.is_mariadb() {
        db.migrate(&schema![Longer]).await;
        db.sql("INSERT INTO things (id) VALUES (1)").await;
        assert_eq!(db.value("SELECT word FROM things").await, "x");
    } else {
        db.refused(&schema![Longer]).await;
    }
}

#[derive(SafeSchema)]
#[safe_schema(table = "things")]
struct Shape {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 16)]
    at: String,
}

/// Not even where there are no rows: nobody here knows what goes with it.
async fn a_type_nobody_knows(db: Database) {
    db.sql("CREATE TABLE things (id INT UNSIGNED PRIMARY KEY, at POINT NOT NULL)").await;
    db.refused(&schema![Shape]).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "things")]
struct Generated {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 20, comment = "said", generated(virtual, "concat(id, 'it''s', '\\\\')"))]
    v: Option<String>,
}

async fn a_generated_column_with_quotes(db: Database) {
    db.sql(
        "CREATE TABLE things (id INT UNSIGNED PRIMARY KEY,
           v VARCHAR(20) GENERATED ALWAYS AS (concat(id, 'it''s', '\\\\')) VIRTUAL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO things (id) VALUES (1)",
    )
    .await;
    let (pool, _) = db.pool().await;
    let schema = schema![Generated];
    schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(schema.migrate(&pool).await.unwrap().is_unchanged());
    assert_eq!(db.value("SELECT v FROM things").await, "1it's\\");
}

#[derive(SafeSchema)]
#[safe_schema(table = "things", check("low < high"))]
struct Range {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(renamed_from = "bottom")]
    low: i32,
    #[safe_schema(default = 5)]
    high: i32,
}

/// The rows are asked as they will be.
async fn a_check_that_mentions_a_new_column(db: Database) {
    db.sql(
        "CREATE TABLE things (id INT UNSIGNED PRIMARY KEY, bottom INT NOT NULL);
         INSERT INTO things VALUES (1, 4), (2, 5)",
    )
    .await;
    let refusals = db.refused(&schema![Range]).await;
    assert_eq!(refusals[0].examples, ["'2'"], "{refusals:#?}");
    assert_eq!(db.rows(refusals[0].query.as_deref().unwrap()).await.len(), 1);
    db.sql("DELETE FROM things WHERE id = 2").await;
    let (pool, _) = db.pool().await;
    let schema = schema![Range];
    schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(schema.migrate(&pool).await.unwrap().is_unchanged());
    let violation = db.try_sql("INSERT INTO things VALUES (3, 9, 1)").await.unwrap_err();
    assert!([3819, 4025].contains(&violation.code), "{}", violation.code);
}

#[derive(SafeSchema)]
#[safe_schema(
    table = "things",
    check("age > 0 AND (age < 200 OR age IS NULL)"),
    index(columns(word), fulltext)
)]
struct Crowded {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    age: i32,
    #[safe_schema(len = 20, default = "\u{1f980}")]
    word: String,
    #[safe_schema(len = 20, default_sql = "concat('a', 'b')")]
    other: String,
}

/// What is doubtful is tried by itself, whatever else the table has.
async fn a_trial_with_indexes_and_checks_in_the_way(db: Database) {
    db.migrate_spelled(&schema![Crowded]).await;
    db.sql("INSERT INTO things (age) VALUES (1)").await;
    assert_eq!(db.value("SELECT HEX(word) FROM things").await, "F09FA680");
}
