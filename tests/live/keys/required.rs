//! A server that takes no table without a primary key (MySQL's `sql_require_primary_key`), and
//! tables that are older than that: of those it takes no `ALTER` but the one that adds the key.

use std::sync::OnceLock;

use safe_schema::testing::{Kind, Server};
use safe_schema::{SafeSchema, Schema, schema};

use crate::support::{Database, start};

/// A database on a server of its own, whatever the other scenarios do. `None` where there is none.
async fn strict_database(name: &str) -> Option<Database> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    let strict = || start(Server::builder().kind(Kind::MySql).arg("--sql-require-primary-key=ON"));
    let server = SERVER.get_or_init(strict).as_ref()?;
    let root = server.pool(name).await.unwrap();
    let kind = Kind::MySql;
    Some(Database { kind, server, name: name.to_owned(), others: Vec::new(), root })
}

const PEOPLE: &str = "SET SESSION sql_require_primary_key = OFF;
    CREATE TABLE people (no INT UNSIGNED NOT NULL, nick VARCHAR(20), CHECK (no > 0))
      DEFAULT CHARSET=utf8mb4;
    SET SESSION sql_require_primary_key = ON;
    INSERT INTO people VALUES (1, 'a'), (2, NULL), (3, 'c')";

async fn people(name: &str) -> Option<Database> {
    let db = strict_database(name).await?;
    db.sql(PEOPLE).await;
    Some(db)
}

/// Every change is made, the key by the first statement.
async fn in_order(name: &str, schema: Schema, statements: usize) -> Option<Database> {
    let db = people(name).await?;
    let refused = db.try_sql("ALTER TABLE people ADD COLUMN x INT").await;
    assert_eq!(refused.unwrap_err().code, 3750, "what this is about");
    let (pool, user) = db.pool().await;
    schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    let done = db.statements(&user).await;
    assert!(done.ddl()[0].contains("ADD PRIMARY KEY"), "{:#?}", done.ddl());
    assert_eq!(done.ddl().len(), statements, "{:#?}", done.ddl());
    db.second_run(&schema).await;
    assert_eq!(db.value("SELECT COUNT(*) FROM people").await, "3");
    Some(db)
}

#[derive(SafeSchema)]
#[safe_schema(table = "people")]
struct Person {
    #[safe_schema(primary_key)]
    no: u32,
    #[safe_schema(len = 20)]
    nick: Option<String>,
    #[safe_schema(default = 1, index)]
    level: u32,
}

#[tokio::test]
async fn a_new_column() {
    in_order("new-column", schema![Person], 1).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "people")]
struct Renamed {
    #[safe_schema(primary_key, renamed_from = "no")]
    id: u32,
    #[safe_schema(renamed_from = "nick", len = 30)]
    name: Option<String>,
}

#[tokio::test]
async fn a_rename() {
    let Some(db) = in_order("rename", schema![Renamed], 1).await else { return };
    assert_eq!(db.primary_key("people").await, ["id"]);
    let names = "SELECT GROUP_CONCAT(COALESCE(name, '-') ORDER BY id) FROM people";
    assert_eq!(db.value(names).await, "a,-,c");
    assert_eq!(db.try_sql("INSERT INTO people VALUES (0, '')").await.unwrap_err().code, 3819);
}

#[derive(SafeSchema)]
#[safe_schema(table = "people")]
struct Renumbered {
    #[safe_schema(primary_key, auto_increment, renamed_from = "no")]
    id: u64,
    #[safe_schema(len = 20)]
    nick: Option<String>,
}

/// What is renamed and altered is so by one clause.
#[tokio::test]
async fn a_rename_with_another_type() {
    let Some(db) = people("checked").await else { return };
    let refusals = db.refused(&schema![Renumbered]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert!(refusals[0].reason.contains("that a check rests on"), "{}", refusals[0]);

    db.sql(
        "SET SESSION sql_require_primary_key = OFF; ALTER TABLE people DROP CHECK people_chk_1;
            SET SESSION sql_require_primary_key = ON",
    )
    .await;
    let (pool, user) = db.pool().await;
    schema![Renumbered].migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(db.statements(&user).await.ddl().len(), 1);
    db.second_run(&schema![Renumbered]).await;
    db.sql("INSERT INTO people (nick) VALUES ('d')").await;
    assert_eq!(db.value("SELECT MAX(id) FROM people").await, "4");
}

#[derive(SafeSchema)]
#[safe_schema(table = "people")]
struct Filled {
    #[safe_schema(primary_key, renamed_from = "no")]
    id: u32,
    #[safe_schema(renamed_from = "nick", len = 20, backfill = "CONCAT('nobody ', id)")]
    name: String,
    #[safe_schema(backfill = "id * 10")]
    level: u32,
}

/// Key, rename and new column first; rows are filled after it, and the columns made NOT NULL.
#[tokio::test]
async fn a_rename_and_backfills() {
    let Some(db) = in_order("filled", schema![Filled], 2).await else { return };
    let rows = "SELECT GROUP_CONCAT(name, ' ', level ORDER BY id) FROM people";
    assert_eq!(db.value(rows).await, "a 10,nobody 2 20,c 30");
}
