//! Scripts for what structs declare: renames, backfills, new primary keys, another database.

use safe_schema::{SafeSchema, schema};

use super::client::prefixes;
use super::cuts::survives;
use crate::support::{Database, both};

both! {
    renames_of_tables_and_columns,
    a_backfill,
    a_backfill_is_one_statement,
    a_key_that_foreign_keys_refer_to,
    a_cycle_of_foreign_keys,
    in_another_database,
}

mod after {
    use safe_schema::SafeSchema;

    #[derive(SafeSchema)]
    #[safe_schema(table = "people", renamed_from = "users")]
    pub(super) struct Person {
        #[safe_schema(primary_key, renamed_from = "no")]
        id: u32,
        #[safe_schema(renamed_from = "nick", len = 30, unique)]
        name: String,
        #[safe_schema(references(Person::id))]
        boss: Option<u32>,
    }

    /// Takes the name that the other gives up.
    #[derive(SafeSchema)]
    #[safe_schema(table = "users")]
    pub(super) struct User {
        #[safe_schema(primary_key)]
        id: u32,
        #[safe_schema(references(Person::id))]
        person: u32,
    }
}

async fn renames_of_tables_and_columns(db: Database) {
    let plan = survives(
        &db,
        "CREATE TABLE users (no INT UNSIGNED PRIMARY KEY, nick VARCHAR(20) NOT NULL, boss INT UNSIGNED) \
           DEFAULT CHARSET=utf8mb4; INSERT INTO users VALUES (1, 'a', NULL), (2, 'b', 1)",
        // The second struct's table is there as long as the first was not renamed.
        |_| schema![after::Person],
        false,
    )
    .await;
    assert!(plan.steps.len() > 3, "{plan}");
    survives(
        &db,
        "CREATE TABLE people (id INT UNSIGNED PRIMARY KEY, nick VARCHAR(30) NOT NULL, boss INT UNSIGNED) \
           DEFAULT CHARSET=utf8mb4; INSERT INTO people VALUES (1, 'a', NULL)",
        |_| schema![after::Person, after::User],
        false,
    )
    .await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "items")]
struct Item {
    #[safe_schema(primary_key)]
    id: u32,
    price: i32,
    #[safe_schema(backfill = "price * 2", default = 7)]
    gross: i32,
    #[safe_schema(backfill = "'none'", len = 20)]
    note: String,
}

const ITEMS: &str = "CREATE TABLE items (id INT UNSIGNED PRIMARY KEY, price INT NOT NULL, \
      note VARCHAR(20)) DEFAULT CHARSET=utf8mb4; \
    INSERT INTO items VALUES (1, 10, 'x'), (2, 20, NULL)";

async fn a_backfill(db: Database) {
    survives(&db, ITEMS, |_| schema![Item], false).await;
}

async fn a_backfill_is_one_statement(db: Database) {
    db.sql(ITEMS).await;
    db.sql("INSERT INTO items WITH RECURSIVE n AS (SELECT 3 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 999) SELECT i, i, NULL FROM n").await;
    db.sql("INSERT INTO items SELECT id + 10000, price, NULL FROM items; INSERT INTO items SELECT id + 20000, price, NULL FROM items").await;
    let schema = schema![Item];
    let script = schema.plan(&db.root).await.unwrap().to_script().unwrap();
    // Cut right after the fill, more rows come without a value: the next run fills them too.
    let filled = prefixes(&script);
    let at = filled.iter().position(|prefix| prefix.contains("UPDATE `items` SET `note`")).unwrap();
    let executed = filled[at..].iter().find(|prefix| prefix.ends_with("EXECUTE safe_schema;\n"));
    db.runs(executed.unwrap(), false);
    assert_eq!(db.value("SELECT COUNT(*) FROM items WHERE gross = price * 2").await, "3996");
    db.sql("INSERT INTO items (id, price, gross) VALUES (99999, 1, NULL)").await;
    db.runs(&script, true);
    db.runs(&script, true);
    assert_eq!(db.value("SELECT CONCAT(gross, note) FROM items WHERE id = 99999").await, "2none");
    assert_eq!(db.value("SELECT COUNT(*) FROM items WHERE note = 'none'").await, "3996");
    assert!(schema.plan(&db.root).await.unwrap().is_empty());
}

#[derive(SafeSchema)]
#[safe_schema(table = "apps", primary_key(client, id))]
struct App {
    #[safe_schema(auto_increment, index)]
    id: u64,
    #[safe_schema(len = 20)]
    client: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "logins")]
struct Login {
    #[safe_schema(primary_key)]
    id: u64,
    app: u64,
}

async fn a_key_that_foreign_keys_refer_to(db: Database) {
    survives(
        &db,
        "CREATE TABLE apps (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, client VARCHAR(20) NOT NULL) DEFAULT CHARSET=utf8mb4; \
         CREATE TABLE logins (id BIGINT UNSIGNED PRIMARY KEY, app BIGINT UNSIGNED NOT NULL, \
           CONSTRAINT f FOREIGN KEY (app) REFERENCES apps (id)); \
         INSERT INTO apps VALUES (1, 'a'); INSERT INTO logins VALUES (1, 1)",
        |_| schema![App, Login],
        true,
    )
    .await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "hens")]
struct Hen {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Egg::id))]
    from: Option<u32>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "eggs")]
struct Egg {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Hen::id, on_delete = cascade))]
    of: Option<u32>,
}

async fn a_cycle_of_foreign_keys(db: Database) {
    let plan = survives(&db, "", |_| schema![Hen, Egg], true).await;
    assert_eq!(plan.steps.len(), 3, "{plan}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "far", database = "script-elsewhere")]
struct Far {
    #[safe_schema(primary_key)]
    id: u32,
    more: Option<i32>,
}

async fn in_another_database(mut db: Database) {
    db.also("script-elsewhere").await;
    let schema = schema![Far];
    for before in ["SELECT 1", "ALTER TABLE `script-elsewhere`.far DROP COLUMN more"] {
        db.sql(before).await;
        let script = schema.plan(&db.root).await.unwrap().to_script().unwrap();
        for prefix in &prefixes(&script)[..] {
            db.run_script(prefix, &[]);
        }
        db.runs(&script, true);
        assert!(schema.plan(&db.root).await.unwrap().is_empty());
    }
    db.sql("DROP DATABASE `script-elsewhere`").await;
}
