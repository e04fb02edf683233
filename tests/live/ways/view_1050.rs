//! Table already exists: a view has the table's name.

use safe_schema::diff::{Desired, Extent};
use safe_schema::plan::Refusal;
use safe_schema::{Check, Error, SafeSchema, Schema, inspect, schema};

use crate::support::{Database, both, with_parents};

both! {
    a_view,
    beside_everything_else,
    a_view_where_a_parent_is_declared,
    where_a_table_shall_get_the_name,
    where_a_table_is_said_to_have_been,
    where_the_old_name_of_a_renamed_table_is_kept,
    where_another_database_has_a_table,
}

#[derive(SafeSchema)]
#[safe_schema(table = "accounts")]
struct Account {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "payments")]
struct Payment {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Account::id))]
    account_id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "accounts", renamed_from = "clients")]
struct FormerClient {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "notes")]
struct Noted {
    #[safe_schema(primary_key)]
    id: u32,
    text: Option<String>,
}

const VIEW: &str = "CREATE TABLE base (id INT UNSIGNED PRIMARY KEY); INSERT INTO base VALUES (1);
    CREATE VIEW accounts AS SELECT id FROM base";

fn assert_view(refusal: &Refusal) {
    assert_eq!(refusal.table.to_string(), "accounts");
    assert!(refusal.reason.contains("has a view of that name"), "{refusal}");
    assert!(refusal.way_out.to_string().contains("rename or drop the view"), "{refusal}");
}

async fn a_view(db: Database) {
    db.sql(VIEW).await;
    let refusals = db.refused(&schema![Account]).await;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert_view(&refusals[0]);
    // No plan can tell it here: it is an error.
    let (pool, _) = db.pool().await;
    for error in [
        Account::table_exists(&pool).await.unwrap_err(),
        Account::primary_key_conflict(&pool).await.unwrap_err(),
        schema![Account].diff(&pool).await.unwrap_err(),
    ] {
        assert!(matches!(&error, Error::NotATable { kind, .. } if kind == "view"), "{error}");
        assert!(error.to_string().contains("`accounts`"), "{error}");
    }
}

/// Nothing of the plan runs, and all of it is shown.
async fn beside_everything_else(db: Database) {
    db.sql(VIEW).await;
    db.sql("CREATE TABLE notes (id INT UNSIGNED PRIMARY KEY)").await;
    let schema = schema![Noted, Account];
    let refusals = db.refused(&schema).await;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert_view(&refusals[0]);
    let (pool, _) = db.pool().await;
    let plan = schema.plan(&pool).await.unwrap();
    let tables: Vec<String> = plan.steps.iter().map(|step| step.table.to_string()).collect();
    assert_eq!(tables, ["notes", "accounts"], "{plan}");
    assert!(plan.to_string().contains("1 refused: nothing of it will run"), "{plan}");
    let check = schema.check(&pool).await.unwrap();
    assert!(matches!(&check, Check::Refused(plan) if plan.refusals == refusals), "{check}");
    // As the way out says.
    db.sql("RENAME TABLE accounts TO account_ids").await;
    db.migrate(&schema).await;
}

async fn a_view_where_a_parent_is_declared(db: Database) {
    db.sql("CREATE VIEW accounts AS SELECT 1 AS id").await;
    let payments = "CREATE TABLE payments (id INT UNSIGNED PRIMARY KEY,
        account_id INT UNSIGNED NOT NULL); INSERT INTO payments VALUES (1, 1)";
    for is_there in [false, true] {
        if is_there {
            db.sql(payments).await;
        }
        let refusals = db.refused(&with_parents![Payment]).await;
        assert_eq!(refusals.len(), 1, "{refusals:?}");
        assert_view(&refusals[0]);
    }
}

async fn where_a_table_shall_get_the_name(db: Database) {
    db.sql("CREATE TABLE clients (id INT UNSIGNED PRIMARY KEY); INSERT INTO clients VALUES (1)")
        .await;
    db.sql("CREATE VIEW accounts AS SELECT id FROM clients").await;
    let refusals = db.refused(&schema![FormerClient]).await;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert_view(&refusals[0]);
    assert_eq!(refusals[0].change, "rename table `clients` to `accounts`");
}

/// Whose rows the view shows can't be told, so no empty table is made beside it.
async fn where_a_table_is_said_to_have_been(db: Database) {
    db.sql("CREATE TABLE base (id INT UNSIGNED PRIMARY KEY); INSERT INTO base VALUES (1)").await;
    db.sql("CREATE VIEW clients AS SELECT id FROM base").await;
    let refusals = db.refused(&schema![FormerClient]).await;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert!(refusals[0].reason.contains("no table `clients`, but a view"), "{}", refusals[0]);
}

/// For services that read under the old name still.
async fn where_the_old_name_of_a_renamed_table_is_kept(db: Database) {
    db.sql(
        "CREATE TABLE accounts (id INT UNSIGNED PRIMARY KEY);
         CREATE VIEW clients AS SELECT id FROM accounts",
    )
    .await;
    db.second_run(&schema![FormerClient]).await;
}

async fn where_another_database_has_a_table(db: Database) {
    let other = Database::new(db.kind, "has-a-table").await.unwrap();
    other.sql("CREATE TABLE accounts (id INT UNSIGNED PRIMARY KEY)").await;
    let there = inspect(&other.root).await.unwrap();
    db.sql(VIEW).await;
    for extent in [Extent::Described, Extent::Exact] {
        let schema = Schema::like(Desired::like(&there, extent));
        let refusals = db.refused(&schema).await;
        assert!(
            refusals.iter().any(|refusal| refusal.change == "create the table"),
            "{refusals:?}"
        );
        refusals
            .iter()
            .filter(|refusal| refusal.change == "create the table")
            .for_each(assert_view);
    }
}
