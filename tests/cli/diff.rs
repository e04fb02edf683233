//! `diff`: what it finds, what it says with its exit code, and that it only looks.

use crate::run::run;
use crate::support::{Database, both};

both! {
    equal_databases_are_only_looked_at,
    a_difference_in_three_forms,
    what_only_the_actual_one_has,
    what_rows_forbid,
    a_script,
}

/// Much of what a table can have, and nothing that a server shows with question marks.
const SCHEMA: &str = "\
CREATE TABLE parents (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, code CHAR(3) CHARACTER SET latin1 DEFAULT 'x', UNIQUE KEY u (code)) COMMENT 'it''s';
CREATE TABLE children (id INT PRIMARY KEY, parent BIGINT UNSIGNED, day DATE DEFAULT '2020-01-01', changed DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), twice INT GENERATED ALWAYS AS (id * 2) STORED, words TEXT, e ENUM('a','it''s') DEFAULT 'a', j JSON, amount DECIMAL(10,2) DEFAULT 1.5,
  KEY kd (day DESC, words(10)), FULLTEXT KEY ft (words), CONSTRAINT up FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE SET NULL, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE parts (id INT NOT NULL, d DATE NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (YEAR(d)) (PARTITION p0 VALUES LESS THAN (2000), PARTITION pm VALUES LESS THAN MAXVALUE);
";

async fn equal_databases_are_only_looked_at(db: Database) {
    db.sql(SCHEMA).await;
    let other = db.beside("the-same", SCHEMA).await;
    let ((desired, first), (actual, second)) =
        (db.url_of_a_user().await, other.url_of_a_user().await);
    for exact in [&["--exact"][..], &[]] {
        let arguments = ["diff", "--desired", &desired, "--actual", &actual];
        let ran = run(&[&arguments[..], exact].concat()).with_code(0);
        assert!(ran.out.ends_with(": nothing to do\n"), "{}", ran.out);
        assert_eq!(ran.err, "");
    }
    for user in [first, second] {
        let sent = db.statements(&user).await;
        assert!(sent.all.iter().any(|sql| sql.contains("SHOW CREATE TABLE")), "{:?}", sent.all);
        assert_eq!(sent.ddl(), [""; 0]);
        assert_eq!(sent.writes(), [""; 0]);
        assert_eq!(sent.temporary(), [""; 0]);
        assert_eq!(sent.reads_of_rows(), [""; 0]);
    }
}

async fn a_difference_in_three_forms(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL DEFAULT 'new')").await;
    let other =
        db.beside("older", "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL)").await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["diff", "--desired", &desired, "--actual", &actual, "--format"];
    let diff = |format| run(&[&arguments[..], &[format]].concat()).with_code(2);

    let text = diff("text").out;
    assert!(text.contains("default"), "{text}");
    let sql = diff("sql").out;
    assert!(sql.starts_with("ALTER TABLE `t` ") && sql.ends_with(";\n"), "{sql}");
    let json = diff("json").json();
    assert_eq!(json["is_equal"], false);
    assert_eq!((&json["format"], &json["plan"]["format"]), (&1.into(), &1.into()));
    let step = &json["plan"]["steps"][0];
    assert_eq!(step["table"]["table"], "t");
    assert_eq!(format!("{}, ALGORITHM=INSTANT;\n", step["sql"].as_str().unwrap()), sql);
    assert_eq!(step["algorithm"], "instant");
    assert_eq!(step["changes"][0]["kind"], "alter_column");
    assert_eq!(step["changes"][0]["value"]["differences"], serde_json::json!(["default"]));

    other.sql(&sql).await;
    run(&arguments[..5]).with_code(0);
    assert_eq!(run(&[&arguments[..], &["json"]].concat()).with_code(0).json()["is_equal"], true);
}

async fn what_only_the_actual_one_has(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY)").await;
    let other = db
        .beside("more", "CREATE TABLE t (id INT PRIMARY KEY, more INT); CREATE TABLE u (id INT)")
        .await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["diff", "--desired", &desired, "--actual", &actual];
    let ran = run(&arguments).with_code(0);
    assert!(ran.out.contains("`more`"), "told, but no difference: {}", ran.out);
    let ran = run(&[&arguments[..], &["--exact"]].concat()).with_code(2);
    for gone in ["`more`", "`u`", "all its rows would be lost"] {
        assert!(ran.out.contains(gone), "{gone} is not in {}", ran.out);
    }
}

async fn what_rows_forbid(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9), UNIQUE KEY u (name))").await;
    let other = db
        .beside(
            "doubles",
            "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9)); \
             INSERT INTO t VALUES (1, 'a'), (2, 'a')",
        )
        .await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["diff", "--desired", &desired, "--actual", &actual, "--format"];
    let text = run(&[&arguments[..], &["text"]].concat()).with_code(2).out;
    assert!(text.contains("1 refused") && text.contains("such as: 'a' (2 times)"), "{text}");
    let sql = run(&[&arguments[..], &["sql"]].concat()).with_code(2);
    assert!(sql.err.starts_with("refused: `t`: add unique index `u`"), "{}", sql.err);
    let json = run(&[&arguments[..], &["json"]].concat()).with_code(2).json();
    assert_eq!(json["plan"]["refusals"][0]["count"], 1);
}

async fn a_script(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL, UNIQUE KEY u (name))")
        .await;
    let older =
        "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9)); INSERT INTO t VALUES (1, 'a')";
    let other = db.beside("older", older).await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["diff", "--desired", &desired, "--actual", &actual, "--format", "script"];
    let ran = run(&arguments).with_code(2);
    assert_eq!(ran.err, "");
    let script = ran.out;
    assert!(script.starts_with("-- safe-schema: brings the database `"), "{script}");
    for _ in 0..2 {
        // The stock client is tried elsewhere; a connection takes the same statements.
        other.sql(&script).await;
        run(&arguments[..5]).with_code(0);
    }
    other
        .sql("ALTER TABLE t DROP KEY u, MODIFY name VARCHAR(9); INSERT INTO t VALUES (2, 'a')")
        .await;
    let stopped = other.try_sql(&script).await.unwrap_err().message;
    assert!(stopped.contains("rows are in the way"), "{stopped}");
    // Nothing of what is refused is printed.
    let ran = run(&arguments).with_code(2);
    assert_eq!(ran.out, "");
    assert!(
        ran.err.contains("no script") && ran.err.contains("occur more than once"),
        "{}",
        ran.err
    );
}
