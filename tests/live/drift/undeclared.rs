//! Tables are shared with people: what no struct declares is left alone, and told.

use safe_schema::{Report, SafeSchema, schema};

use crate::support::{Database, both};

both! { left_alone, a_column_that_makes_inserts_fail, no_primary_key_declared }

#[derive(SafeSchema)]
#[safe_schema(table = "shared")]
struct Shared {
    #[safe_schema(primary_key)]
    id: u32,
    new: Option<u32>,
}

fn note<'a>(report: &'a Report, what: &str) -> &'a safe_schema::plan::Note {
    let found = report.notes.iter().find(|note| note.text.contains(what));
    found.unwrap_or_else(|| panic!("no note of {what}: {report}"))
}

async fn left_alone(db: Database) {
    db.sql(
        "CREATE TABLE others (id INT UNSIGNED PRIMARY KEY);
         CREATE TABLE shared (
           id INT UNSIGNED PRIMARY KEY, old INT UNSIGNED, filled INT NOT NULL DEFAULT 3,
           twice INT AS (filled * 2),
           KEY by_old (old), UNIQUE only_once (filled, id),
           CONSTRAINT to_others FOREIGN KEY (old) REFERENCES others (id),
           CONSTRAINT small CHECK (filled < 100));
         INSERT INTO others VALUES (1); INSERT INTO shared (id, old) VALUES (1, 1), (2, NULL)",
    )
    .await;
    let report = db.migrate(&schema![Shared]).await;
    for what in ["`old`", "`filled`", "`twice`", "`only_once`", "`to_others`", "`small`"] {
        assert!(!note(&report, what).is_warning, "{what}");
    }
    let definition = db.show_create("shared").await;
    for what in
        ["`old`", "`filled`", "`twice`", "`by_old`", "`only_once`", "`to_others`", "`small`"]
    {
        assert!(definition.contains(what), "{what} is not in {definition}");
    }
    assert_eq!(db.tables("%").await.len(), 2);
}

async fn a_column_that_makes_inserts_fail(db: Database) {
    db.sql(
        "CREATE TABLE shared (id INT UNSIGNED PRIMARY KEY, must INT NOT NULL, may INT NOT NULL DEFAULT 1);
         INSERT INTO shared VALUES (1, 1, 1)",
    )
    .await;
    let report = db.migrate(&schema![Shared]).await;
    assert!(note(&report, "`must`").is_warning);
    assert!(!note(&report, "`may`").is_warning);
    assert_eq!(db.try_sql("INSERT INTO shared (id) VALUES (2)").await.unwrap_err().code, 1364);
}

#[derive(SafeSchema)]
#[safe_schema(table = "shared", no_primary_key)]
struct Keyless {
    id: u32,
    new: Option<u32>,
}

async fn no_primary_key_declared(db: Database) {
    db.sql("CREATE TABLE shared (id INT UNSIGNED PRIMARY KEY); INSERT INTO shared VALUES (1)")
        .await;
    let report = db.migrate(&schema![Keyless]).await;
    note(&report, "primary key");
    assert_eq!(db.primary_key("shared").await, ["id"]);
    db.sql("DROP TABLE shared").await;
    db.migrate(&schema![Keyless]).await;
}
