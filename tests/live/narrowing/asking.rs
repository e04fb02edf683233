//! What the policy says about asking the rows: for how long, and whether at all.

use std::time::Duration;

use safe_schema::plan::Refusal;
use safe_schema::{Policy, SafeSchema, Schema, schema};

use crate::support::{Database, both};

both! {
    a_question_that_takes_too_long_is_not_proven,
    a_question_to_the_parent_is_bounded_too,
    rows_that_may_not_be_asked_are_not_proven,
    an_empty_table_needs_no_question,
    what_depends_on_no_row_needs_no_question,
    a_loss_that_is_allowed_needs_no_answer,
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

/// So many rows that no server sorts their tokens within a millisecond.
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

async fn a_question_that_takes_too_long_is_not_proven(db: Database) {
    db.sql(BEFORE).await;
    fill(&db).await;
    let refusals =
        db.refused(&under(Policy::new().probe_for_at_most(Duration::from_millis(1)))).await;
    let unique = refusals.iter().find(|refusal| refusal.change.contains("uq_sent_token")).unwrap();
    assert_eq!(unique.reason, "not proven within 1ms, as the policy has it");
    assert!(unique.way_out.contains("Policy::probe_for_at_most"), "{}", unique.way_out);
    assert_eq!((unique.count, unique.examples.as_slice()), (None, [].as_slice()));
    // The query is the whole one, for a person with more time.
    assert_eq!(db.rows(unique.query.as_deref().unwrap()).await.len(), 0);

    // With the time that it needs by default, it is proven.
    db.migrate(&under(Policy::new())).await;
}

async fn a_question_to_the_parent_is_bounded_too(db: Database) {
    db.sql(BEFORE).await;
    fill(&db).await;
    // The rows are in the way of nothing but the foreign key, and the last of them.
    db.sql(
        "ALTER TABLE sent MODIFY token VARCHAR(40) NOT NULL, ADD UNIQUE KEY (token), \
            MODIFY narrow SMALLINT NOT NULL, ADD CONSTRAINT positive CHECK (positive > 0); \
         INSERT INTO sent VALUES (4000000, 'last', 1, 1, 7)",
    )
    .await;
    let refusals =
        db.refused(&under(Policy::new().probe_for_at_most(Duration::from_millis(1)))).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert!(refusals[0].reason.starts_with("not proven"), "{refusals:#?}");
    let refusals = db.refused(&under(Policy::new())).await;
    assert_eq!(refusals[0].reason, "1 row(s) refer to a parent that is not there");
}

async fn rows_that_may_not_be_asked_are_not_proven(db: Database) {
    db.sql(BEFORE).await;
    db.sql("INSERT INTO sent VALUES (1, 'a', 1, 1, 1)").await;
    let refusals = db.refused(&under(Policy::new().without_probes())).await;
    for refusal in &refusals {
        assert!(refusal.reason.starts_with("not proven: the table has rows"), "{refusal}");
        assert!(refusal.way_out.contains("Policy::without_probes"), "{refusal}");
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
