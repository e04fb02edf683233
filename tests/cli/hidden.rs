//! Tables that the desired database's user may not see: never taken for ones that are not there.

use crate::run::run;
use crate::support::{Database, both};

both! { hidden_tables_are_not_superfluous, who_sees_tables_by_a_role }

const TWO: &str = "CREATE TABLE seen (id INT PRIMARY KEY); CREATE TABLE unseen (id INT PRIMARY KEY); \
                   INSERT INTO unseen VALUES (1)";

/// The database's URL as that user.
fn url_of(db: &Database, user: &str) -> String {
    format!("mysql://{user}@127.0.0.1:{}/{}", db.server.port(), db.name)
}

/// That nothing is compared exactly, and nothing is dropped.
async fn assert_nothing_is_dropped(db: &Database, desired: &str, other: &Database) {
    let actual = other.url();
    let exact = ["--exact", "--desired", desired, "--actual", &actual];
    let before = other.definitions().await;
    let accepting = [&["apply", "--accept-data-loss-in", &other.name], &exact[..]].concat();
    for arguments in [accepting, [&["diff"], &exact[..]].concat()] {
        let ran = run(&arguments).with_code(1);
        assert_eq!(ran.out, "");
        let told = format!("error: tables of the database `{}`, which another shall be", db.name);
        assert!(ran.err.contains(&told), "{}", ran.err);
        assert!(
            ran.err.contains(&format!("(GRANT SELECT ON `{}`.* TO ..)", db.name)),
            "{}",
            ran.err
        );
        assert!(!ran.err.contains("the actual database"), "{}", ran.err);
    }
    assert_eq!(before, other.definitions().await);
    assert_eq!(other.value("SELECT COUNT(*) FROM unseen").await, "1");
}

async fn hidden_tables_are_not_superfluous(db: Database) {
    db.sql(TWO).await;
    let other = db.beside("has-both", TWO).await;
    let user = db.stranger().await;
    db.sql(&format!("GRANT SELECT ON `{}`.seen TO '{user}'@'%'", db.name)).await;
    let (desired, actual) = (url_of(&db, &user), other.url());
    assert_nothing_is_dropped(&db, &desired, &other).await;

    // What is not compared exactly is compared, and it is told.
    let warned = "may have tables that are hidden from its user";
    let ran = run(&["diff", "--desired", &desired, "--actual", &actual]).with_code(0);
    assert!(ran.err.starts_with(&format!("warning: the desired database {warned}")), "{}", ran.err);
    for format in ["text", "sql", "json"] {
        let ran = run(&["inspect", &desired, "--format", format]).with_code(0);
        assert!(ran.err.starts_with(&format!("warning: the database {warned}")), "{}", ran.err);
        assert!(!ran.out.contains("unseen"), "{}", ran.out);
    }
    let ran = run(&["generate", &desired]).with_code(0);
    assert!(ran.err.contains(warned), "{}", ran.err);

    db.sql(&format!("GRANT SELECT ON `{}`.* TO '{user}'@'%'", db.name)).await;
    let ran = run(&["diff", "--exact", "--desired", &desired, "--actual", &actual]).with_code(0);
    assert_eq!(ran.err, "");
}

async fn who_sees_tables_by_a_role(db: Database) {
    db.sql(TWO).await;
    let other = db.beside("has-both-too", TWO).await;
    let (user, role) = (db.stranger().await, format!("r{}", std::process::id()));
    let to_everyone = if db.is_mariadb() { "" } else { "@'%'" };
    let is_default = match db.is_mariadb() {
        true => format!("SET DEFAULT ROLE {role} FOR '{user}'@'%'"),
        false => format!("SET DEFAULT ROLE {role} TO '{user}'@'%'"),
    };
    db.sql(&format!(
        "DROP ROLE IF EXISTS {role}; CREATE ROLE {role}; GRANT {role} TO '{user}'@'%'; {is_default}; \
         GRANT SELECT ON `{}`.seen TO {role}{to_everyone}",
        db.name
    ))
    .await;
    let (desired, actual) = (url_of(&db, &user), other.url());
    assert_nothing_is_dropped(&db, &desired, &other).await;

    db.sql(&format!("GRANT SELECT ON `{}`.* TO {role}{to_everyone}", db.name)).await;
    let ran = run(&["diff", "--exact", "--desired", &desired, "--actual", &actual]).with_code(0);
    assert_eq!(ran.err, "");
}
