//! What the policy says about asking the rows: for how long, and whether at all.

use std::time::{Duration, Instant};

use safe_schema::plan::{Refusal, WayOut};
use safe_schema::{Policy, SafeSchema, Schema, schema};

use crate::support::{Database, both};

both! {
    a_question_that_takes_too_long_is_not_proven,
    rows_that_may_not_be_asked_are_not_proven,
    an_empty_table_needs_no_question,
    what_depends_on_no_row_needs_no_question,
    a_loss_that_is_allowed_needs_no_answer,
    counting_ends_early_and_examples_are_ten,
}

#[derive(SafeSchema)]
#[safe_schema(table = "parents")]
struct Parent {
    #[safe_schema(primary_key)]
    id: u32,
}

/// Everything that rows decide, in one table.
#[derive(SafeSchema)]
#[safe_schema(table = "sent", check(name = "positive", "`positive` > 0"))]
struct Sent {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 40, unique)]
    token: String,
    positive: i32,
    narrow: i16,
    #[safe_schema(references(Parent::id))]
    parent: Option<u32>,
}

/// As it is before: nothing is unique, narrow, checked or NOT NULL.
const BEFORE: &str = "CREATE TABLE parents (id INT UNSIGNED PRIMARY KEY); \
    INSERT INTO parents VALUES (1); \
    CREATE TABLE sent (id INT UNSIGNED PRIMARY KEY, token VARCHAR(40), positive INT NOT NULL, \
        narrow INT NOT NULL, parent INT UNSIGNED)";

/// 65,536 rows.
async fn fill(db: &Database) {
    db.sql("INSERT INTO sent VALUES (1, 'token-1', 1, 1, 1), (2, 'token-2', 1, 1, 1)").await;
    for _ in 0..15 {
        db.sql(
            "SET @last = (SELECT MAX(id) FROM sent); \
             INSERT INTO sent SELECT id + @last, CONCAT('token-', id + @last), 1, 1, 1 FROM sent",
        )
        .await;
    }
}

fn under(policy: Policy) -> Schema {
    schema![Parent, Sent].with_policy(policy)
}

fn changes(refusals: &[Refusal]) -> String {
    let changes: Vec<&str> = refusals.iter().map(|refusal| refusal.change.as_str()).collect();
    changes.join("\n")
}

/// A check that takes the server milliseconds for each row.
#[derive(SafeSchema)]
#[safe_schema(table = "sent", check(name = "slow", "char_length(repeat('x', 9000000 + `id`)) > 1"))]
struct Slow {
    #[safe_schema(primary_key)]
    id: u32,
}

async fn a_question_that_takes_too_long_is_not_proven(db: Database) {
    db.sql(BEFORE).await;
    fill(&db).await;
    let slow =
        schema![Slow].with_policy(Policy::new().probe_for_at_most(Duration::from_millis(100)));
    let started = Instant::now();
    let refusals = db.refused(&slow).await;
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    let [refusal] = refusals.as_slice() else { panic!("{refusals:#?}") };
    assert_eq!(refusal.change, "add the check `slow`");
    assert_eq!(refusal.reason, "not proven within 100ms, as the policy has it");
    assert!(refusal.way_out.ways().contains(&WayOut::MoreTime), "{}", refusal.way_out);
    assert!(refusal.way_out.to_string().contains("Policy::probe_for_at_most"), "{refusal}");
    assert_eq!((refusal.count, refusal.examples.as_slice()), (None, [].as_slice()));

    // What can be asked of few rows, or with the time that it needs by default, is proven; the
    // query is the whole one, for a person with more time.
    db.sql("DELETE FROM sent WHERE id > 2").await;
    assert_eq!(db.rows(refusal.query.as_deref().unwrap()).await.len(), 0);
    db.migrate_spelled(&schema![Slow]).await;
}

async fn rows_that_may_not_be_asked_are_not_proven(db: Database) {
    db.sql(BEFORE).await;
    db.sql("INSERT INTO sent VALUES (1, 'a', 1, 1, 1)").await;
    let refusals = db.refused(&under(Policy::new().without_probes())).await;
    for refusal in &refusals {
        assert!(refusal.reason.starts_with("not proven: the table has rows"), "{refusal}");
        assert!(refusal.way_out.to_string().contains("Policy::without_probes"), "{refusal}");
        assert_eq!(refusal.count, None);
        // A person may ask: nothing is found, and that is the proof.
        assert_eq!(db.rows(refusal.query.as_deref().unwrap()).await.len(), 0, "{refusal}");
    }
    let told = changes(&refusals);
    for what in ["NULL -> NOT NULL", "uq_sent_token", "positive", "smallint", "foreign key"] {
        assert!(told.contains(what), "{what} is not in {told}");
    }
    db.migrate(&under(Policy::new())).await;
}

async fn an_empty_table_needs_no_question(db: Database) {
    db.sql(BEFORE).await;
    db.migrate(&under(Policy::new().without_probes())).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "sent")]
struct More {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 60)]
    token: Option<String>,
    positive: i64,
    added: Option<u32>,
}

async fn what_depends_on_no_row_needs_no_question(db: Database) {
    db.sql(BEFORE).await;
    db.sql("INSERT INTO sent VALUES (1, 'a', 1, 1, 1)").await;
    db.migrate(&schema![More].with_policy(Policy::new().without_probes())).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "sent")]
struct Cut {
    #[safe_schema(primary_key)]
    id: u32,
    narrow: i16,
}

async fn a_loss_that_is_allowed_needs_no_answer(db: Database) {
    db.sql(BEFORE).await;
    db.sql("INSERT INTO sent VALUES (1, 'a', 1, 40000, 1)").await;
    assert_eq!(db.refused(&schema![Cut]).await.len(), 1);
    let named = safe_schema::schema::TableName::new("sent");
    let policy = Policy::new().without_probes().allow_loss_of_values_in(named, "narrow");
    let (pool, _) = db.pool().await;
    schema![Cut].with_policy(policy).migrate(&pool).await.unwrap();
    assert_eq!(db.value("SELECT narrow FROM sent").await, "32767");
}

async fn counting_ends_early_and_examples_are_ten(db: Database) {
    db.sql(BEFORE).await;
    fill(&db).await;
    db.sql("UPDATE sent SET narrow = 40000 WHERE id <= 10100").await;
    let refusals = db.refused(&schema![Cut]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert_eq!((refusals[0].count, refusals[0].examples.len()), (Some(10_000), 10));
    let reason = "at least 10000 value(s) of `narrow` would not stay what they are";
    assert_eq!(refusals[0].reason, reason);
    assert_eq!(db.rows(refusals[0].query.as_deref().unwrap()).await.len(), 10_100);
}
