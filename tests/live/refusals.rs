//! Rows in the way of a new key: refused with counts, examples and a query, and nothing of the
//! plan runs.

use safe_schema::plan::Refusal;
use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both};

both! {
    duplicates_in_the_new_key,
    duplicates_in_a_new_composite_key,
    nulls_in_the_new_key,
    nulls_and_duplicates_are_both_told,
    a_new_key_column_that_would_be_the_same_everywhere,
}

/// Not there in any scenario of this file, and listed first: it must not be made.
#[derive(SafeSchema)]
#[safe_schema(table = "audit")]
struct Audit {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "seats")]
struct Seat {
    #[safe_schema(primary_key)]
    number: u32,
    guest: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "seats", primary_key(number, guest))]
struct SeatOfGuest {
    number: u32,
    guest: u32,
}

/// The query of a refusal finds what the refusal tells.
async fn assert_finds(db: &Database, refusal: &Refusal, rows: usize) {
    let query = refusal.query.as_deref().unwrap();
    assert_eq!(db.rows(query).await.len(), rows, "{query}");
}

async fn duplicates_in_the_new_key(db: Database) {
    db.sql(
        "CREATE TABLE seats (number INT UNSIGNED NOT NULL, guest INT UNSIGNED NOT NULL PRIMARY KEY);
         INSERT INTO seats VALUES (1, 1), (1, 2), (1, 3), (7, 4), (7, 5), (8, 6)",
    )
    .await;
    let refusals = db.refused(&schema![Audit, Seat]).await;
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].count, Some(2));
    let mut examples = refusals[0].examples.clone();
    examples.sort();
    assert_eq!(examples, ["'1' (3 times)", "'7' (2 times)"]);
    assert_finds(&db, &refusals[0], 2).await;
    assert_eq!(db.tables("%").await.len(), 1, "the missing table was not made");

    db.sql("DELETE FROM seats WHERE guest IN (2, 3, 5)").await;
    db.migrate(&schema![Audit, Seat]).await;
    assert_eq!(db.primary_key("seats").await, ["number"]);
}

async fn duplicates_in_a_new_composite_key(db: Database) {
    db.sql(
        "CREATE TABLE seats (number INT UNSIGNED NOT NULL, guest INT UNSIGNED NOT NULL);
         INSERT INTO seats VALUES (1, 1), (1, 2), (1, 1)",
    )
    .await;
    let refusals = db.refused(&schema![Audit, SeatOfGuest]).await;
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].count, Some(1));
    assert_eq!(refusals[0].examples, ["('1', '1') (2 times)"]);
    assert_finds(&db, &refusals[0], 1).await;
}

async fn nulls_in_the_new_key(db: Database) {
    db.sql(
        "CREATE TABLE seats (number INT UNSIGNED, guest INT UNSIGNED NOT NULL PRIMARY KEY);
         INSERT INTO seats VALUES (1, 11), (NULL, 12), (NULL, 13)",
    )
    .await;
    let refusals = db.refused(&schema![Audit, Seat]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert_eq!(refusals[0].count, Some(2));
    assert_eq!(refusals[0].examples, ["'12'", "'13'"], "named by the present key");
    assert_finds(&db, &refusals[0], 2).await;
    assert_eq!(db.tables("%").await.len(), 1);

    db.sql("UPDATE seats SET number = guest WHERE number IS NULL").await;
    db.migrate(&schema![Audit, Seat]).await;
    assert_eq!(db.primary_key("seats").await, ["number"]);
    assert!(!db.column("seats", "number").await.unwrap().nullable);
}

async fn nulls_and_duplicates_are_both_told(db: Database) {
    db.sql(
        "CREATE TABLE seats (number INT UNSIGNED, guest INT UNSIGNED NOT NULL);
         INSERT INTO seats VALUES (1, 11), (1, 12), (NULL, 13)",
    )
    .await;
    let refusals = db.refused(&schema![Seat]).await;
    assert_eq!(refusals.len(), 2, "{refusals:#?}");
    assert_eq!(
        refusals.iter().map(|refusal| refusal.count).collect::<Vec<_>>(),
        [Some(1), Some(1)]
    );
    for refusal in &refusals {
        assert_finds(&db, refusal, 1).await;
    }
}

#[derive(SafeSchema)]
#[safe_schema(table = "seats")]
struct SeatByDefault {
    #[safe_schema(primary_key, default = 5)]
    number: u32,
    guest: u32,
}

async fn a_new_key_column_that_would_be_the_same_everywhere(db: Database) {
    db.sql(
        "CREATE TABLE seats (guest INT UNSIGNED NOT NULL);
         INSERT INTO seats VALUES (1), (2)",
    )
    .await;
    assert_eq!(db.refused(&schema![SeatByDefault]).await.len(), 1);
    assert_eq!(db.refused(&schema![Seat]).await.len(), 2, "no default, and the same value");

    db.sql("DELETE FROM seats WHERE guest = 2").await;
    db.migrate(&schema![SeatByDefault]).await;
    assert_eq!(db.value("SELECT number FROM seats").await, "5");
}
