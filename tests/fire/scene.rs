//! Tables that drifted, the schema they shall have, and what must hold whatever is killed.

use std::collections::BTreeMap;

use safe_schema::report::{HistoryEntry, StepState};
use safe_schema::{Model, Policy, SafeSchema, Schema};

use crate::support::{Database, wait_until};

#[derive(SafeSchema)]
#[safe_schema(table = "items")]
struct Item {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 60, unique)]
    name: String,
    weight: Option<f64>,
    #[safe_schema(len = 40)]
    kind: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "parts")]
struct Part {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(index)]
    item_id: Option<u64>,
    #[safe_schema(default = "it's \\ new")]
    words: String,
}

/// So many tables: of each two, one gets another primary key, and columns, and an index.
pub(crate) fn schema(tables: usize) -> Schema {
    let model = |number: usize| {
        let template = if number.is_multiple_of(2) { Item::TABLE } else { Part::TABLE };
        let mut table = template.clone();
        table.name = format!("{}_{number}", table.name).into();
        Model { table: Box::leak(Box::new(table)), parents: &[] }
    };
    Schema::new((0..tables).map(model).collect::<Vec<_>>())
}

/// The drifted tables and their rows, in place of whatever there is.
pub(crate) async fn drift(db: &Database, tables: usize) {
    empty(db).await;
    let mut sql = String::new();
    for number in 0..tables {
        let rows: Vec<String> = (1..=20)
            .map(|row| match number.is_multiple_of(2) {
                true => format!("({row}, 'name {row}', 'k')"),
                false => format!("({row}, NULL)"),
            })
            .collect();
        let rows = rows.join(", ");
        sql.push_str(&match number.is_multiple_of(2) {
            true => format!(
                "CREATE TABLE items_{number} (id BIGINT UNSIGNED NOT NULL, name VARCHAR(60) NOT NULL \
                   PRIMARY KEY, kind VARCHAR(10) NOT NULL) DEFAULT CHARSET=utf8mb4; \
                 INSERT INTO items_{number} VALUES {rows};"
            ),
            false => format!(
                "CREATE TABLE parts_{number} (id INT UNSIGNED NOT NULL PRIMARY KEY, \
                   item_id BIGINT UNSIGNED) DEFAULT CHARSET=utf8mb4; \
                 INSERT INTO parts_{number} VALUES {rows};"
            ),
        });
    }
    if !sql.is_empty() {
        db.sql(&sql).await;
    }
}

/// Nothing at all.
pub(crate) async fn empty(db: &Database) {
    let tables = db.rows("SHOW TABLES").await;
    for table in tables.into_iter().flatten().flatten() {
        db.sql(&format!("DROP TABLE `{table}`")).await;
    }
}

/// No table is ever without its key. Asked by SHOW CREATE TABLE, which waits for a table that is
/// being altered; the catalogue shows such a table in parts.
pub(crate) async fn assert_keys(db: &Database) {
    let names = db.rows("SHOW TABLES").await.into_iter().flatten().flatten();
    for name in names.filter(|name| name.starts_with("items_") || name.starts_with("parts_")) {
        let definition = db.show_create(&name).await;
        assert!(definition.contains("PRIMARY KEY"), "without a key: {definition}");
    }
}

/// Waits until the server is done with everything of the user: with it go its locks.
pub(crate) async fn no_session_is_left(db: &Database, user: &str) {
    let sessions =
        format!("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '{user}'");
    wait_until("no session of the user is left", || async { db.value(&sessions).await == "0" })
        .await;
}

/// The lock of the database is free.
pub(crate) async fn assert_no_lock(db: &Database) {
    let free =
        format!("SELECT IS_FREE_LOCK(CONCAT('safe_schema:', LEFT(SHA2('{}', 256), 40)))", db.name);
    assert_eq!(db.value(&free).await, "1");
}

/// The next run, without anything in its way, makes all of it right: the rows are there, a second
/// run does nothing, no lock is left, and the journal agrees. How many steps it still had.
pub(crate) async fn converges(db: &Database, tables: usize, rows: &Rows) -> usize {
    let (pool, _) = db.pool().await;
    let schema = schema(tables);
    let report =
        schema.migrate(&pool).await.unwrap_or_else(|error| panic!("the next run: {error}"));
    assert_right(db, &schema, rows).await;
    pool.close().await;
    report.executed.len()
}

/// The rows of the tables, as they were before.
pub(crate) type Rows = BTreeMap<String, crate::support::eyes::Picture>;

/// See [`converges`]; after a run that ended well.
pub(crate) async fn assert_right(db: &Database, schema: &Schema, rows: &Rows) {
    db.assert_rows(rows).await;
    assert_keys(db).await;
    db.second_run(schema).await;
    assert_no_lock(db).await;
    let (pool, _) = db.pool().await;
    assert_journal(&schema.history(&pool).await.unwrap());
    pool.close().await;
}

/// With all in place, each statement was done once, or nobody saw its end.
fn assert_journal(history: &[HistoryEntry]) {
    let mut ends: BTreeMap<&str, Vec<StepState>> = BTreeMap::new();
    for entry in history {
        ends.entry(&entry.statement).or_default().push(entry.state);
    }
    for (statement, states) in ends {
        let is_end = |state: &&StepState| matches!(state, StepState::Done | StepState::Settled);
        let done = states.iter().filter(is_end).count();
        let open = states.iter().filter(|state| **state == StepState::Started).count();
        assert!(done == 1 || done == 0 && open > 0, "{statement}: {states:?}");
        let undone = states.iter().filter(|state| **state == StepState::Failed).count();
        assert_eq!(undone, 0, "{statement}: {states:?}");
    }
}
