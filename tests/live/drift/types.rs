//! Types: wider keeps every value and is done, narrower is refused while there are values that
//! do not fit.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both, with_parents};

both! {
    wider,
    longer_on_both_sides_of_255_bytes,
    narrower,
    narrower_by_sign,
    text_to_number,
    unequal_key_types,
}

#[derive(SafeSchema)]
#[safe_schema(table = "measures")]
struct Measure {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    amount: i64,
    #[safe_schema(len = 200)]
    unit: String,
    exact: Option<f64>,
    at: chrono::NaiveDateTime,
}

async fn wider(db: Database) {
    db.sql(
        "CREATE TABLE measures (
           id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, amount SMALLINT UNSIGNED NOT NULL,
           unit VARCHAR(20) NOT NULL, exact FLOAT, at DATETIME(6) NOT NULL
         ) DEFAULT CHARSET=utf8mb4;
         INSERT INTO measures VALUES
           (1, 65535, 'kg', 0.5, '2020-01-02 03:04:05.678901'), (4294967295, 0, '', NULL, NOW(6))",
    )
    .await;
    db.migrate(&schema![Measure]).await;
    let id = db.column("measures", "id").await.unwrap();
    assert_eq!((id.ty.as_str(), id.extra.as_str()), ("bigint unsigned", "auto_increment"));
    assert_eq!(db.column("measures", "amount").await.unwrap().ty, "bigint");
    assert_eq!(db.column("measures", "unit").await.unwrap().ty, "varchar(200)");
    assert_eq!(db.column("measures", "exact").await.unwrap().ty, "double");
    db.sql("INSERT INTO measures (amount, unit, at) VALUES (-1, 'x', NOW())").await;
    assert_eq!(db.value("SELECT MAX(id) FROM measures").await, "4294967296");
}

#[derive(SafeSchema)]
#[safe_schema(table = "words")]
struct Word {
    #[safe_schema(primary_key, len = 63)]
    word: String,
    #[safe_schema(len = 64)]
    other: String,
}

async fn longer_on_both_sides_of_255_bytes(db: Database) {
    db.sql(
        "CREATE TABLE words (word VARCHAR(30) NOT NULL PRIMARY KEY, other VARCHAR(63) NOT NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO words VALUES ('a', 'b')",
    )
    .await;
    db.migrate(&schema![Word]).await;
    assert_eq!(db.column("words", "word").await.unwrap().ty, "varchar(63)");
    assert_eq!(db.column("words", "other").await.unwrap().ty, "varchar(64)");
}

/// The values are asked: one that does not fit is named, and without it the change is done.
async fn narrower(db: Database) {
    db.sql(
        "CREATE TABLE words (word VARCHAR(64) NOT NULL PRIMARY KEY, other TEXT NOT NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO words VALUES ('a', 'b'), (REPEAT('w', 64), REPEAT('o', 65))",
    )
    .await;
    let refusals = db.refused(&schema![Word]).await;
    assert_eq!(refusals.len(), 2, "{refusals:#?}");
    for refusal in refusals {
        assert_eq!(refusal.count, Some(1));
        assert_eq!(refusal.examples, [format!("'{}'", "w".repeat(64))]);
        assert_eq!(db.rows(&refusal.query.unwrap()).await.len(), 1);
    }
    db.sql("DELETE FROM words WHERE word <> 'a'").await;
    db.migrate(&schema![Word]).await;
    assert_eq!(db.column("words", "word").await.unwrap().ty, "varchar(63)");
    assert_eq!(db.column("words", "other").await.unwrap().ty, "varchar(64)");
}

#[derive(SafeSchema)]
#[safe_schema(table = "points")]
struct Point {
    #[safe_schema(primary_key)]
    x: u32,
    y: u32,
}

async fn narrower_by_sign(db: Database) {
    db.sql(
        "CREATE TABLE points (x INT UNSIGNED PRIMARY KEY, y INT NOT NULL);
         INSERT INTO points VALUES (1, -1)",
    )
    .await;
    assert_eq!(db.refused(&schema![Point]).await.len(), 1);
}

async fn text_to_number(db: Database) {
    db.sql(
        "CREATE TABLE points (x VARCHAR(10) NOT NULL PRIMARY KEY, y INT UNSIGNED NOT NULL);
         INSERT INTO points VALUES ('007', 1)",
    )
    .await;
    assert_eq!(db.refused(&schema![Point]).await.len(), 1);
    assert_eq!(db.value("SELECT x FROM points").await, "007");
}

#[derive(SafeSchema)]
#[safe_schema(table = "parents")]
struct Parent {
    #[safe_schema(primary_key)]
    id: u64,
}

#[derive(SafeSchema)]
#[safe_schema(table = "children")]
struct Child {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(Parent::id))]
    parent_id: u64,
}

/// An undeclared difference between the ends: the parent is there with another type, and can't
/// be changed with this row.
async fn unequal_key_types(db: Database) {
    db.sql("CREATE TABLE parents (id BIGINT PRIMARY KEY); INSERT INTO parents VALUES (-1)").await;
    assert!(!db.refused(&with_parents![Child]).await.is_empty());
    assert_eq!(db.tables("%").await.len(), 1);
}
