//! Scripts that must stop: with a message, and with nothing changed from there on.

use safe_schema::{NoScript, SafeSchema, schema};

use crate::support::{Database, both};

both! {
    a_table_that_drifted,
    an_index_that_is_another_by_now,
    rows_that_came,
    rows_that_came_beside_a_rename,
    a_statement_that_the_server_refuses,
    another_database_or_server,
    what_is_refused_has_no_script,
}

#[derive(SafeSchema)]
#[safe_schema(table = "items", check("price > 0"))]
struct Item {
    #[safe_schema(primary_key)]
    id: u32,
    price: i64,
    #[safe_schema(len = 20, unique)]
    code: String,
    #[safe_schema(comment = "new")]
    more: Option<i32>,
}

const ITEMS: &str = "CREATE TABLE items (id INT UNSIGNED PRIMARY KEY, price INT NOT NULL, \
      code VARCHAR(20) NOT NULL) DEFAULT CHARSET=utf8mb4; \
    INSERT INTO items VALUES (1, 10, 'a'), (2, 20, 'b')";

async fn script_of(db: &Database, schema: &safe_schema::Schema) -> String {
    schema.plan(&db.root).await.unwrap().to_script().unwrap_or_else(|error| panic!("{error}"))
}

/// The script stops with these words, and leaves everything as it is, also when the client goes on
/// after errors.
async fn stops(db: &Database, script: &str, words: &str) {
    let (definitions, rows) = (db.definitions().await, db.pictures().await);
    for options in [&[][..], &["--force"][..]] {
        let ran = db.run_script(script, options);
        assert!(!ran.out.contains("done"), "{ran:?}");
        assert!(options.is_empty() != ran.ok || !options.is_empty(), "{ran:?}");
        assert!(ran.err.contains(words), "{words:?} is not in {}", ran.err);
        assert_eq!(definitions, db.definitions().await, "{}", ran.err);
        db.assert_rows(&rows).await;
    }
}

async fn a_table_that_drifted(db: Database) {
    db.sql(ITEMS).await;
    let script = script_of(&db, &schema![Item]).await;
    for drift in [
        "MODIFY price SMALLINT NOT NULL",
        "MODIFY price INT NULL",
        "MODIFY price INT NOT NULL DEFAULT 7",
        "MODIFY price INT NOT NULL COMMENT 'it''s mine'",
        "DROP COLUMN price",
    ] {
        db.sql(&format!("DROP TABLE IF EXISTS items; {ITEMS}; ALTER TABLE items {drift}")).await;
        stops(&db, &script, "neither as the plan found it nor as this step leaves it").await;
    }
    db.sql("DROP TABLE items").await;
    stops(&db, &script, "`items`: it is neither").await;
    db.sql(ITEMS).await;
    db.runs(&script, true);
}

async fn an_index_that_is_another_by_now(db: Database) {
    db.sql(ITEMS).await;
    db.sql("ALTER TABLE items ADD more INT COMMENT 'new', MODIFY price BIGINT NOT NULL").await;
    db.sql("ALTER TABLE items ADD CONSTRAINT chk_items_1 CHECK (price > 0)").await;
    let script = script_of(&db, &schema![Item]).await;
    db.sql("ALTER TABLE items ADD KEY uq_items_code (price)").await;
    stops(&db, &script, "step 1 of 1, `items`: it is neither").await;
}

async fn rows_that_came(db: Database) {
    db.sql(ITEMS).await;
    let script = script_of(&db, &schema![Item]).await;
    // What comes before is done; what the rows forbid is not.
    db.sql("INSERT INTO items VALUES (3, 30, 'b')").await;
    let ran = db.run_script(&script, &[]);
    assert!(!ran.ok && ran.err.contains("rows are in the way: add unique index"), "{ran:?}");
    assert!(db.index("items", "uq_items_code").await.is_empty());
    stops(&db, &script, "rows are in the way: add unique index").await;
    db.sql("DELETE FROM items WHERE id = 3").await;
    db.runs(&script, true);
    assert_eq!(db.index("items", "uq_items_code").await, ["code"]);
    assert!(schema![Item].plan(&db.root).await.unwrap().is_empty());
}

mod renamed {
    use safe_schema::SafeSchema;

    #[derive(SafeSchema)]
    #[safe_schema(table = "goods", renamed_from = "items")]
    pub(super) struct Good {
        #[safe_schema(primary_key)]
        id: u32,
        #[safe_schema(renamed_from = "price", sql_type = "SMALLINT")]
        cost: i16,
        #[safe_schema(renamed_from = "code", len = 20, unique)]
        label: String,
    }
}

/// The rows are asked under the names that they have by then.
async fn rows_that_came_beside_a_rename(db: Database) {
    let schema = schema![renamed::Good];
    let again = format!("DROP TABLE IF EXISTS items, goods; {ITEMS}");
    for row in ["(3, 30, 'a')", "(3, 70000, 'c')"] {
        db.sql(&again).await;
        let script = script_of(&db, &schema).await;
        db.sql(&format!("INSERT INTO items VALUES {row}")).await;
        let ran = db.run_script(&script, &[]);
        assert!(!ran.ok && ran.err.contains("`goods`: rows are in the way"), "{ran:?}");
        stops(&db, &script, "rows are in the way").await;
        db.sql("DELETE FROM goods WHERE id = 3").await;
        db.runs(&script, true);
        db.runs(&script, true);
        assert!(schema.plan(&db.root).await.unwrap().is_empty());
        assert_eq!(
            db.value("SELECT GROUP_CONCAT(cost, label ORDER BY id) FROM goods").await,
            "10a,20b"
        );
    }
}

/// A client that goes on after the error does nothing more.
async fn a_statement_that_the_server_refuses(db: Database) {
    db.sql(ITEMS).await;
    let script = script_of(&db, &schema![Item]).await;
    let broken = script.replacen("'ALTER TABLE", "'ALTER TABLE no_such_table; ALTER TABLE", 1);
    assert_ne!(script, broken);
    stops(&db, &broken, "ERROR").await;
    let ran = db.run_script(&broken, &["--force"]);
    assert!(ran.out.contains("the server refused it"), "{ran:?}");
}

async fn another_database_or_server(db: Database) {
    db.sql(ITEMS).await;
    let script = script_of(&db, &schema![Item]).await;
    let elsewhere = script.replace(&format!("USE `{}`", db.name), "USE `no-such-database`");
    stops(&db, &elsewhere, "no-such-database").await;
    let other = if db.is_mariadb() { "IF(NOT CONCAT(" } else { "IF(CONCAT(" };
    let own = if db.is_mariadb() { "IF(CONCAT(" } else { "IF(NOT CONCAT(" };
    stops(&db, &script.replacen(other, own, 1), "this server is not").await;
    db.runs(&script, true);
}

async fn what_is_refused_has_no_script(db: Database) {
    db.sql(ITEMS).await;
    db.sql("UPDATE items SET code = 'a'").await;
    let plan = schema![Item].plan(&db.root).await.unwrap();
    let error = plan.to_script().unwrap_err();
    let NoScript::Refused(refusals) = &error else { panic!("{error}") };
    assert_eq!(refusals, &plan.refusals);
    assert!(error.to_string().contains("occur more than once"), "{error}");
}
