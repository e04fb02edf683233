//! Duplicate column name: names that differ only by case are one to the server.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both};

both! { a_column, the_key_column, an_index }

#[derive(SafeSchema)]
#[safe_schema(table = "clients")]
struct Client {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 64)]
    client_id: String,
}

async fn a_column(db: Database) {
    db.sql(
        "CREATE TABLE clients (id INT UNSIGNED PRIMARY KEY, Client_ID VARCHAR(64) NOT NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO clients VALUES (1, 'a')",
    )
    .await;
    db.migrate(&schema![Client]).await;
    assert_eq!(
        db.value(
            "SELECT COUNT(*) FROM information_schema.COLUMNS \
         WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'clients'"
        )
        .await,
        "2"
    );
    assert_eq!(db.column("clients", "client_id").await.unwrap().name, "client_id");
}

async fn the_key_column(db: Database) {
    db.sql(
        "CREATE TABLE clients (ID INT UNSIGNED PRIMARY KEY, client_id VARCHAR(64) NOT NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO clients VALUES (1, 'a')",
    )
    .await;
    db.migrate(&schema![Client]).await;
    assert_eq!(db.primary_key("clients").await, ["id"]);
}

#[derive(SafeSchema)]
#[safe_schema(table = "clients", index(name = "by_client", columns(client_id)))]
struct IndexedClient {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 64)]
    client_id: String,
}

async fn an_index(db: Database) {
    db.sql(
        "CREATE TABLE clients (
           id INT UNSIGNED PRIMARY KEY, client_id VARCHAR(64) NOT NULL, KEY BY_CLIENT (id)
         ) DEFAULT CHARSET=utf8mb4",
    )
    .await;
    db.migrate(&schema![IndexedClient]).await;
    assert_eq!(db.index("clients", "by_client").await, ["client_id"]);
}
