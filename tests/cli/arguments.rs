//! Arguments that can't be right, databases that can't be reached, and passwords.

use std::process::Command;

use crate::run::{ran, run};
use crate::support::{Database, both};

both! {
    a_password_is_never_seen,
    what_can_not_be_reached,
    urls_from_the_environment,
    options_of_a_url_that_nobody_knows,
    a_rebuild_of_a_table_that_is_not_there,
}

const SECRET: &str = "hunter2";

async fn a_password_is_never_seen(db: Database) {
    let user = db.stranger().await;
    db.sql(&format!("ALTER USER '{user}'@'%' IDENTIFIED BY '{SECRET}'")).await;
    db.sql(&format!("GRANT ALL ON `{}`.* TO '{user}'@'%'", db.name)).await;
    db.sql("CREATE TABLE t (id INT PRIMARY KEY)").await;
    let at = format!("127.0.0.1:{}/{}", db.server.port(), db.name);
    let right = format!("mysql://{user}:{SECRET}@{at}");
    let wrong = format!("mysql://{user}:x{SECRET}@{at}");

    for format in ["text", "sql", "json"] {
        let ran = run(&["inspect", &right, "--format", format]).with_code(0);
        assert!(!format!("{ran:?}").contains(SECRET), "{ran:?}");
    }
    let unreadable = format!("mysql://{user}:{SECRET}@127.0.0.1:port/x");
    let without_host = format!("mysql://{user}:{SECRET}");
    let other_scheme = format!("postgres://{user}:{SECRET}@{at}");
    let misspelt = format!("--desierd=mysql://{user}:{SECRET}@{at}");
    let missing = format!("mysql://{user}:{SECRET}@127.0.0.1:{}/nowhere", db.server.port());
    let question_mark = format!("mysql://{user}:3306?{SECRET}&{SECRET}=@{at}");
    let question_mark_alone = format!("mysql://{user}:3306?{SECRET}@{at}");
    for arguments in [
        &["inspect", wrong.as_str()][..],
        &["inspect", &right, &right],
        &["inspect", &right, "--format", &right],
        &["inspect", &unreadable],
        &["inspect", &without_host],
        &["inspect", &other_scheme],
        &["inspect", &missing],
        &["inspect", &question_mark],
        &["inspect", &question_mark_alone],
        &["diff", &right, "--actual", &right],
        &["diff", &misspelt, "--actual", &right],
        &["apply", "--desired", &wrong, "--actual", &right],
        &["apply", "--desired", &right, "--actual", &wrong],
        &[&right],
    ] {
        let ran = run(arguments).with_code(1);
        assert!(!format!("{ran:?}").contains(SECRET), "{arguments:?}: {ran:?}");
        assert!(ran.err.starts_with("error: "), "{arguments:?}: {ran:?}");
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}

async fn what_can_not_be_reached(db: Database) {
    let port = db.server.port();
    for (url, says) in [
        (format!("mysql://root@127.0.0.1:{port}"), "the URL names no database"),
        (format!("mysql://root@127.0.0.1:{port}/nowhere"), "create the database first"),
        ("mysql://root@127.0.0.1:1/x".to_owned(), "is the server up"),
        (format!("127.0.0.1:{port}/x"), "write mysql://user:password@host:port/database"),
    ] {
        let ran = run(&["inspect", &url]).with_code(1);
        assert!(ran.err.contains(says), "{url}: {}", ran.err);
        let ran = run(&["diff", "--desired", &db.url(), "--actual", &url]).with_code(1);
        assert!(ran.err.contains("error: the actual database: "), "{url}: {}", ran.err);
        let ran = run(&["diff", "--actual", &db.url(), "--desired", &url]).with_code(1);
        assert!(ran.err.contains("error: the desired database: "), "{url}: {}", ran.err);
    }
}

async fn urls_from_the_environment(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY)").await;
    let command = || Command::new(env!("CARGO_BIN_EXE_safe-schema"));
    let inspect = command().arg("inspect").env("DATABASE_URL", db.url()).output().unwrap();
    assert!(ran(inspect).with_code(0).out.contains("`t`"));
    let diff = command()
        .arg("diff")
        .env("SAFE_SCHEMA_DESIRED_URL", db.url())
        .env("SAFE_SCHEMA_ACTUAL_URL", db.url())
        .output()
        .unwrap();
    assert!(ran(diff).with_code(0).out.contains("nothing to do"));
    let help = command()
        .args(["diff", "--help"])
        .env("SAFE_SCHEMA_DESIRED_URL", "mysql://u:hunter2@h/d")
        .output()
        .unwrap();
    let help = ran(help).with_code(0).out;
    assert!(help.contains("SAFE_SCHEMA_DESIRED_URL") && !help.contains("hunter2"), "{help}");
}

/// Somebody who writes `tls=` wants it.
async fn options_of_a_url_that_nobody_knows(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY)").await;
    let url = db.url();
    for (option, name) in [
        ("ssl_mode=required", "ssl_mode"),
        ("SSL-MODE=REQUIRED", "SSL-MODE"),
        ("tls=", "tls"),
        ("charset=utf8mb4&foo=bar", "foo"),
        ("foo", "foo"),
    ] {
        let ran = run(&["inspect", &format!("{url}?{option}")]).with_code(1);
        let told = format!("error: the database: `{name}` is not known as an option of the URL; ");
        assert!(ran.err.starts_with(&told), "{option}: {}", ran.err);
        assert!(ran.err.contains(" ssl-mode, ") && ran.err.contains(" ssl-ca, "), "{}", ran.err);
    }
    let wrong = format!("{url}?ssl_mode=required");
    for (desired, actual, which) in [(&wrong, &url, "desired"), (&url, &wrong, "actual")] {
        let ran = run(&["apply", "--desired", desired, "--actual", actual]).with_code(1);
        assert!(ran.err.starts_with(&format!("error: the {which} database: `ssl_mode` ")));
    }
    // What may be a part of a password, as somebody did not encode it, is not told.
    for password in ["12?secret@x", "12?secret#x@y", "?secret#x@y"] {
        let ran = run(&["inspect", &format!("mysql://svc:{password}@127.0.0.1/shop")]).with_code(1);
        assert!(!ran.err.contains("secret"), "{}", ran.err);
    }
    let known = "ssl-mode=preferred&charset=utf8mb4&statement-cache-capacity=9&time-zone=%2B00:00";
    run(&["inspect", &format!("{url}?{known}")]).with_code(0);
    run(&["inspect", &format!("{url}?")]).with_code(0);
}

async fn a_rebuild_of_a_table_that_is_not_there(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY)").await;
    let other = db.beside("rebuilds", "CREATE TABLE own (id INT PRIMARY KEY)").await;
    let (desired, actual) = (db.url(), other.url());
    let with = |command, table| {
        let both = ["--desired", &desired, "--actual", &actual];
        run(&[&[command, "--allow-rebuild-of", table], &both[..]].concat())
    };
    for command in ["diff", "apply"] {
        let ran = with(command, "nosuch").with_code(1);
        assert!(
            ran.err.contains("names `nosuch`, and neither database has a table"),
            "{}",
            ran.err
        );
        assert_eq!(ran.out, "");
    }
    assert_eq!(other.tables("%").await.len(), 1);
    for table in ["t", "own"] {
        with("diff", table).with_code(2);
    }
}

#[test]
fn help_tells_of_every_command_and_every_exit_code() {
    let help = run(&["--help"]).with_code(0).out;
    for command in ["inspect", "diff", "apply", "generate"] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        let own = run(&[command, "--help"]).with_code(0);
        assert!(own.out.contains("mysql://user:password@host:port/database"), "{}", own.out);
        assert_eq!(own.err, "");
    }
    for command in ["diff", "apply", "generate"] {
        let own = run(&[command, "--help"]).out;
        assert!(own.contains("Exit code 0:") && own.contains("2:"), "{own}");
    }
    let none = run(&[]).with_code(1);
    assert!(none.err.contains("Usage: safe-schema"), "{}", none.err);
}
