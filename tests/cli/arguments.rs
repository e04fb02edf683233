//! Arguments that can't be right, databases that can't be reached, and passwords.

use std::process::Command;

use crate::run::{ran, run};
use crate::support::{Database, both};

both! { a_password_is_never_seen, what_can_not_be_reached, urls_from_the_environment }

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
    for arguments in [
        &["inspect", wrong.as_str()][..],
        &["inspect", &right, &right],
        &["inspect", &right, "--format", &right],
        &["inspect", &unreadable],
        &["inspect", &without_host],
        &["inspect", &other_scheme],
        &["inspect", &missing],
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
