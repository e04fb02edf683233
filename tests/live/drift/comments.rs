//! Comments, which come from doc comments unless said otherwise.

use safe_schema::plan::Risk;
use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both};

both! { new_table, changed, switched_off, emoji_on_a_column, emoji_on_a_table }

/// What we sell; it's "quoted", \ and grün.
#[derive(SafeSchema)]
#[safe_schema(table = "goods")]
struct Good {
    /// The number.
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(comment = "in cents, it's \\ \u{20ac}")]
    price: u32,
}

/// Nothing of this is written.
#[derive(SafeSchema)]
#[safe_schema(table = "goods", comment = false)]
struct SilentGood {
    /// Nor this.
    #[safe_schema(primary_key, comment = false)]
    id: u32,
    price: u32,
}

async fn assert_comments(db: &Database) {
    let table = "SELECT TABLE_COMMENT FROM information_schema.TABLES \
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'goods'";
    assert_eq!(db.value(table).await, "What we sell; it's \"quoted\", \\ and gr\u{fc}n.");
    assert_eq!(db.column("goods", "id").await.unwrap().comment, "The number.");
    assert_eq!(db.column("goods", "price").await.unwrap().comment, "in cents, it's \\ \u{20ac}");
}

async fn new_table(db: Database) {
    db.migrate(&schema![Good]).await;
    assert_comments(&db).await;
}

async fn changed(db: Database) {
    db.sql(
        "CREATE TABLE goods (id INT UNSIGNED PRIMARY KEY COMMENT 'old', price INT UNSIGNED NOT NULL)
           COMMENT 'old';
         INSERT INTO goods VALUES (1, 2)",
    )
    .await;
    let report = db.migrate(&schema![Good]).await;
    assert!(report.executed.iter().all(|step| step.risk == Risk::Metadata), "{report}");
    assert_comments(&db).await;
}

async fn switched_off(db: Database) {
    db.sql(
        "CREATE TABLE goods (id INT UNSIGNED PRIMARY KEY COMMENT 'kept', price INT UNSIGNED NOT NULL)
           COMMENT 'kept'",
    )
    .await;
    db.second_run(&schema![SilentGood]).await;
}

// Both servers keep comments in utf8mb3: they write `?` for a character outside the basic plane,
// and that is then as declared.

#[derive(SafeSchema)]
#[safe_schema(table = "crabs")]
struct Crab {
    #[safe_schema(primary_key, comment = "how many \u{1f980}")]
    id: u32,
}

async fn emoji_on_a_column(db: Database) {
    db.sql("CREATE TABLE crabs (id INT UNSIGNED PRIMARY KEY COMMENT 'how many?')").await;
    db.migrate(&schema![Crab]).await;
    assert_eq!(db.column("crabs", "id").await.unwrap().comment, "how many ?");
}

/// Crabs: 🦀
#[derive(SafeSchema)]
#[safe_schema(table = "crabs")]
struct CommentedCrab {
    #[safe_schema(primary_key)]
    id: u32,
}

async fn emoji_on_a_table(db: Database) {
    db.migrate(&schema![CommentedCrab]).await;
    assert!(db.show_create("crabs").await.contains("'Crabs: ?'"));
}
