//! Missing columns and changed defaults.

use safe_schema::plan::Risk;
use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both};

both! {
    a_missing_nullable_column,
    a_missing_column_with_a_default,
    a_missing_column_with_an_expression,
    a_missing_column_without_a_default,
    several_missing_columns_are_one_statement,
    a_changed_default,
    a_default_too_many_or_missing,
    a_modified_column_keeps_what_nobody_declared,
    strange_names,
}

#[derive(SafeSchema)]
#[safe_schema(table = "users")]
struct User {
    #[safe_schema(primary_key)]
    id: u32,
    nick: Option<String>,
}

const USERS: &str = "CREATE TABLE users (id INT UNSIGNED PRIMARY KEY);
    INSERT INTO users VALUES (1), (2)";

async fn a_missing_nullable_column(db: Database) {
    db.sql(USERS).await;
    let report = db.migrate(&schema![User]).await;
    assert_eq!(report.executed[0].risk, Risk::Additive);
    let nick = db.column("users", "nick").await.unwrap();
    assert_eq!((nick.ty.as_str(), nick.nullable), ("varchar(255)", true));
    assert_eq!(db.value("SELECT COUNT(*) FROM users WHERE nick IS NULL").await, "2");
}

#[derive(SafeSchema)]
#[safe_schema(table = "users")]
struct UserWithDefault {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(default = "it's \\ \"new\"", len = 30)]
    state: String,
}

async fn a_missing_column_with_a_default(db: Database) {
    db.sql(USERS).await;
    db.migrate(&schema![UserWithDefault]).await;
    let states = db.rows("SELECT DISTINCT state FROM users").await;
    assert_eq!(states, [[Some("it's \\ \"new\"".to_owned())]]);
}

#[derive(SafeSchema)]
#[safe_schema(table = "users")]
struct UserWithTime {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(default_sql = "CURRENT_TIMESTAMP(6)")]
    seen: chrono::DateTime<chrono::Utc>,
}

async fn a_missing_column_with_an_expression(db: Database) {
    db.sql(USERS).await;
    db.migrate(&schema![UserWithTime]).await;
    let fresh = "SELECT COUNT(*) FROM users \
        WHERE seen BETWEEN UTC_TIMESTAMP() - INTERVAL 1 HOUR AND UTC_TIMESTAMP() + INTERVAL 1 HOUR";
    assert_eq!(db.value(fresh).await, "2");
}

#[derive(SafeSchema)]
#[safe_schema(table = "users")]
struct UserWithAge {
    #[safe_schema(primary_key)]
    id: u32,
    age: u8,
}

/// The rows would need a value; without rows there is nothing to ask.
async fn a_missing_column_without_a_default(db: Database) {
    db.sql(USERS).await;
    let refusals = db.refused(&schema![UserWithAge]).await;
    assert_eq!(refusals.len(), 1);
    db.sql("DELETE FROM users").await;
    db.migrate(&schema![UserWithAge]).await;
    let age = db.column("users", "age").await.unwrap();
    assert_eq!((age.ty.as_str(), age.nullable, age.default), ("tinyint unsigned", false, None));
}

#[derive(SafeSchema)]
#[safe_schema(table = "users")]
struct WideUser {
    #[safe_schema(primary_key)]
    id: u32,
    a: Option<i64>,
    b: Option<f64>,
    #[safe_schema(default = false)]
    c: bool,
}

async fn several_missing_columns_are_one_statement(db: Database) {
    db.sql(USERS).await;
    let report = db.migrate(&schema![WideUser]).await;
    assert_eq!(report.executed.len(), 1, "{report}");
    assert_eq!(db.value("SELECT COUNT(*) FROM users WHERE c = 0 AND a IS NULL").await, "2");
}

#[derive(SafeSchema)]
#[safe_schema(table = "levels")]
struct Level {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(default = 10)]
    height: i32,
    #[safe_schema(len = 20, default = "ground")]
    name: String,
}

async fn a_changed_default(db: Database) {
    db.sql(
        "CREATE TABLE levels (
           id INT UNSIGNED PRIMARY KEY,
           height INT NOT NULL DEFAULT 3,
           name VARCHAR(20) NOT NULL DEFAULT '10'
         ) DEFAULT CHARSET=utf8mb4;
         INSERT INTO levels VALUES (1, 3, '10')",
    )
    .await;
    let report = db.migrate(&schema![Level]).await;
    assert!(report.executed.iter().all(|step| step.risk == Risk::Metadata), "{report}");
    db.sql("INSERT INTO levels (id) VALUES (2)").await;
    assert_eq!(db.value("SELECT CONCAT(height, name) FROM levels WHERE id = 2").await, "10ground");
}

#[derive(SafeSchema)]
#[safe_schema(table = "levels")]
struct PlainLevel {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(default = -1)]
    height: i32,
    #[safe_schema(len = 20)]
    name: String,
}

/// A default that the declaration lacks is made; one that only the table has is kept.
async fn a_default_too_many_or_missing(db: Database) {
    db.sql(
        "CREATE TABLE levels (
           id INT UNSIGNED PRIMARY KEY,
           height INT NOT NULL,
           name VARCHAR(20) NOT NULL DEFAULT 'x'
         ) DEFAULT CHARSET=utf8mb4;
         INSERT INTO levels VALUES (1, 3, '10')",
    )
    .await;
    db.migrate(&schema![PlainLevel]).await;
    db.sql("INSERT INTO levels (id) VALUES (2)").await;
    assert_eq!(db.value("SELECT CONCAT(height, name) FROM levels WHERE id = 2").await, "-1x");
}

#[derive(SafeSchema)]
#[safe_schema(table = "notes")]
struct Note {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 50, default = "new")]
    text: String,
}

/// A MODIFY drops every attribute that it does not restate.
async fn a_modified_column_keeps_what_nobody_declared(db: Database) {
    db.sql(
        "CREATE TABLE notes (
           id INT UNSIGNED PRIMARY KEY COMMENT 'the number',
           text VARCHAR(50) CHARACTER SET latin1 COLLATE latin1_german1_ci NOT NULL
             DEFAULT 'old' COMMENT 'what''s written'
         ) DEFAULT CHARSET=utf8mb4;
         INSERT INTO notes VALUES (1, 'h\u{e4}')",
    )
    .await;
    db.migrate(&schema![Note]).await;
    let text = db.column("notes", "text").await.unwrap();
    assert_eq!(
        (text.comment.as_str(), text.default.unwrap().contains("new")),
        ("what's written", true)
    );
    let collation = "SELECT COLLATION_NAME FROM information_schema.COLUMNS \
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'notes' AND COLUMN_NAME = 'text'";
    assert_eq!(db.value(collation).await, "latin1_german1_ci");
    assert_eq!(db.column("notes", "id").await.unwrap().comment, "the number");
}

#[derive(SafeSchema)]
#[safe_schema(table = "a `b` 'c\\")]
struct Strange {
    #[safe_schema(primary_key, column = "gr\u{f6}\u{df}e")]
    size: u32,
    #[safe_schema(column = "select", unique)]
    select: Option<u32>,
    #[safe_schema(column = "a`b'c\\", default = "x")]
    other: String,
}

async fn strange_names(db: Database) {
    db.sql("CREATE TABLE `a ``b`` 'c\\` (`gr\u{f6}\u{df}e` INT UNSIGNED); INSERT INTO `a ``b`` 'c\\` VALUES (1)")
        .await;
    // The eyes quote names simply; so this table is looked at by hand.
    let (pool, _) = db.pool().await;
    schema![Strange].migrate(&pool).await.unwrap();
    assert_eq!(
        db.rows("SELECT * FROM `a ``b`` 'c\\`").await,
        [[Some("1".to_owned()), None, Some("x".to_owned())]]
    );
    assert!(schema![Strange].plan(&pool).await.unwrap().is_empty());
    assert!(schema![Strange].migrate(&pool).await.unwrap().is_unchanged());
}
