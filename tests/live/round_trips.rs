//! Checking N tables costs the same few queries for every N.

use safe_schema::testing::Kind;
use safe_schema::{Model, SafeSchema, Schema};

use crate::support::{Database, both};

both! {
    the_same_for_every_number_of_tables,
    drift_in_one_of_many,
    new_tables_and_changes_are_one_plan,
}

/// So many tables, with a primary key, a unique index and a default each.
fn models(number: usize) -> Schema {
    Schema::new((0..number).map(model).collect::<Vec<Model>>())
}

fn model(number: usize) -> Model {
    let mut table = Template::TABLE.clone();
    table.name = format!("table_{number}").into();
    Model { table: Box::leak(Box::new(table)), parents: &[] }
}

#[derive(SafeSchema)]
#[safe_schema(table = "template")]
struct Template {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 60, default = "it's", unique)]
    name: String,
    weight: Option<f64>,
}

async fn the_same_for_every_number_of_tables(db: Database) {
    let all = models(1000);
    let (pool, user) = db.pool().await;
    assert_eq!(all.migrate(&pool).await.unwrap().executed.len(), 1000);
    // Besides the statements of the plan, too, nothing is asked once a table. With each travels
    // the time of its end; the journal has a row before and after it, many rows in one statement.
    let sent = db.statements(&user).await;
    let all = sent.all.len();
    assert!(all < 1000 * 2 + 1000 / 32 * 4 + 120, "{all} statements to make 1,000 tables");
    assert!(sent.journal().len() < 100, "{:?}", sent.journal().len());
    assert!(db.kind == Kind::MySql || sent.packets < 1000 / 32 + 30, "{} packets", sent.packets);
    let rows = "SELECT COUNT(DISTINCT step, state) FROM _safe_schema_journal";
    assert_eq!(db.value(rows).await, "2000");

    let mut statements = Vec::new();
    for number in [1, 10, 100, 1000] {
        statements.push((number, db.second_run(&models(number)).await.len()));
    }
    assert!(statements.iter().all(|(_, count)| *count == statements[0].1), "{statements:?}");
    assert!(statements[0].1 <= crate::support::NO_OP_STATEMENTS, "{statements:?}");
}

async fn drift_in_one_of_many(db: Database) {
    let all = models(30);
    let (pool, _) = db.pool().await;
    all.migrate(&pool).await.unwrap();
    db.sql("ALTER TABLE table_17 DROP COLUMN weight; DROP TABLE table_5").await;
    let report = db.migrate(&all).await;
    let tables: Vec<String> = report.executed.iter().map(|step| step.table.to_string()).collect();
    assert_eq!(tables, ["table_5", "table_17"]);
}

/// New tables go together; what comes after them goes in the same plan, and is not left to the look
/// after it.
async fn new_tables_and_changes_are_one_plan(db: Database) {
    let all = models(5);
    let (pool, _) = db.pool().await;
    all.migrate(&pool).await.unwrap();
    db.sql("DROP TABLE table_0, table_1; ALTER TABLE table_2 DROP COLUMN weight").await;
    db.sql("ALTER TABLE table_4 DROP COLUMN weight").await;
    let (pool, user) = db.pool().await;
    let report = all.migrate(&pool).await.unwrap();
    let tables: Vec<String> = report.executed.iter().map(|step| step.table.to_string()).collect();
    assert_eq!(tables, ["table_0", "table_1", "table_2", "table_4"]);
    // Without the lock, with it, and after the last statement; a plan is made twice: to see whether
    // there is anything to do, and with the lock.
    let statements = db.statements(&user).await.all;
    let is_look = |sql: &&String| sql.contains("information_schema.STATISTICS");
    let looks = statements.iter().filter(is_look).count();
    assert!(looks <= 4, "{looks} looks: {statements:#?}");
}
