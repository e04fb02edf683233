//! `apply`: what it does, what it refuses, and what its exit code says of it.

use crate::run::run;
use crate::support::{Database, both};

both! { everything_is_made_and_then_nothing, a_loss_has_to_be_named, what_rows_forbid_is_refused }

const SCHEMA: &str = "\
CREATE TABLE parents (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE children (id INT PRIMARY KEY, parent INT, CONSTRAINT up FOREIGN KEY (parent) REFERENCES parents (id));
";

async fn everything_is_made_and_then_nothing(db: Database) {
    db.sql(SCHEMA).await;
    let other = db.beside("empty", "CREATE TABLE own (id INT)").await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["apply", "--desired", &desired, "--actual", &actual];
    let ran = run(&arguments).with_code(0);
    assert!(ran.out.contains("as declared, after 2 statement(s)"), "{}", ran.out);
    assert_eq!(ran.err, "");
    assert_eq!(other.tables("%").await.len(), 3, "what only it has stays");
    let ran = run(&arguments).with_code(0);
    assert!(ran.out.contains("nothing to do"), "{}", ran.out);
    run(&["diff", "--desired", &desired, "--actual", &actual]).with_code(0);
    run(&["diff", "--exact", "--desired", &desired, "--actual", &actual]).with_code(2);
}

async fn a_loss_has_to_be_named(db: Database) {
    db.sql(SCHEMA).await;
    let other = db.beside("loses", "CREATE TABLE old (id INT); INSERT INTO old VALUES (1)").await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["apply", "--exact", "--desired", &desired, "--actual", &actual];
    let before = other.definitions().await;

    let ran = run(&arguments).with_code(2);
    assert!(ran.err.contains("`old`") && ran.err.contains("would be lost"), "{}", ran.err);
    assert!(ran.err.contains("--accept-data-loss-in"), "{}", ran.err);
    assert_eq!(ran.out, "");
    let ran = run(&[&arguments[..], &["--accept-data-loss-in", "another"]].concat()).with_code(1);
    assert!(
        ran.err.contains(&format!("names `another`, but the actual database is `{}`", other.name))
    );
    assert_eq!(before, other.definitions().await);

    let ran = run(&[&arguments[..], &["--accept-data-loss-in", &other.name]].concat()).with_code(0);
    let lost = "`old`: drop the table";
    assert!(ran.out.contains(lost), "{}", ran.out);
    assert!(
        ran.out.contains("\n       lost: `old` with all that it holds (allowed)\n"),
        "{}",
        ran.out
    );
    assert_eq!(other.tables("%").await.len(), 2);
}

async fn what_rows_forbid_is_refused(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL)").await;
    let other = db
        .beside(
            "nulls",
            "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9)); INSERT INTO t VALUES (7, NULL)",
        )
        .await;
    let before = other.definitions().await;
    let ran = run(&["apply", "--desired", &db.url(), "--actual", &other.url()]).with_code(2);
    assert!(ran.err.contains("1 row(s) have NULL in `name`"), "{}", ran.err);
    assert!(ran.err.contains("way out"), "{}", ran.err);
    assert_eq!(before, other.definitions().await);
}
