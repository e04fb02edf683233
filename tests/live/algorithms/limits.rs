//! A server that can't do a step as predicted, and a policy that forbids what it can.

use safe_schema::plan::Algorithm;
use safe_schema::testing::Kind;
use safe_schema::{Policy, SafeSchema, TableName, schema};

use crate::support::{Database, both};

both! { a_copy_never_runs_unasked }

#[derive(SafeSchema)]
#[safe_schema(table = "versions")]
struct Versions {
    #[safe_schema(primary_key)]
    id: u32,
    last: Option<u32>,
}

/// MySQL counts the INSTANT changes of a table, and takes no more than 255: only the server knows
/// how many there were. (MariaDB does not count.)
#[tokio::test]
async fn falls_back_within_the_policy_only() {
    let Some(db) = Database::new(Kind::MySql, "falls_back").await else { return };
    db.sql("CREATE TABLE versions (id INT UNSIGNED NOT NULL PRIMARY KEY) DEFAULT CHARSET=utf8mb4")
        .await;
    db.sql("INSERT INTO versions VALUES (1), (2)").await;
    let used_up = |sql: &'static str| db.try_sql(sql);
    let mut changes = 0;
    while used_up("ALTER TABLE versions ADD COLUMN c INT, ALGORITHM=INSTANT").await.is_ok()
        && used_up("ALTER TABLE versions DROP COLUMN c, ALGORITHM=INSTANT").await.is_ok()
    {
        changes += 1;
        assert!(changes < 1000, "this server does not count");
    }
    if db.column("versions", "c").await.is_some() {
        // Rebuilt, it would begin to count anew; a rename of the column costs nothing.
        db.sql("ALTER TABLE versions RENAME COLUMN c TO other, ALGORITHM=INSTANT").await;
    }
    let schema = schema![Versions];
    let step = &schema.plan(&db.root).await.unwrap().steps[0];
    assert_eq!(step.algorithm, Some(Algorithm::Instant));

    let strict = schema![Versions].with_policy(Policy::new().rebuild_tables_up_to(0));
    let error = strict.migrate(&db.root).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("Policy::allow_blocking_rebuild_of"), "{text}");
    assert!(db.column("versions", "last").await.is_none());

    let allowed =
        Policy::new().rebuild_tables_up_to(0).allow_blocking_rebuild_of(TableName::new("versions"));
    let report = schema![Versions].with_policy(allowed).migrate(&db.root).await.unwrap();
    assert_eq!(report.executed[0].algorithm, Some(Algorithm::InPlace));
    assert_eq!(report.executed[0].attempts, 1, "no table was locked");
    assert!(db.column("versions", "last").await.is_some());
}

#[derive(SafeSchema)]
#[safe_schema(table = "large", index(name = "words", columns(text), fulltext))]
struct Large {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(text)]
    text: String,
    note: Option<u32>,
}

/// Wider numbers copy the table, words keep its writers waiting: both are refused above the limit,
/// before anything runs.
async fn a_copy_never_runs_unasked(db: Database) {
    db.sql(
        "CREATE TABLE large (id INT UNSIGNED NOT NULL PRIMARY KEY, text TEXT NOT NULL) \
         DEFAULT CHARSET=utf8mb4; INSERT INTO large VALUES (1, 'a'), (2, 'b')",
    )
    .await;
    let strict = schema![Large].with_policy(Policy::new().rebuild_tables_up_to(0));
    let refusals = db.refused(&strict).await;
    let reasons: Vec<&str> = refusals.iter().map(|refusal| &*refusal.reason).collect();
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert!(
        reasons[0].contains("write the whole table anew while its writers wait"),
        "{reasons:?}"
    );
    assert!(reasons.iter().all(|reason| reason.contains("allows that up to")), "{reasons:?}");
    let report = db.migrate(&schema![Large]).await;
    let algorithms: Vec<_> = report.executed.iter().filter_map(|step| step.algorithm).collect();
    assert_eq!(algorithms, [Algorithm::Copy, Algorithm::InPlaceShared]);
}
