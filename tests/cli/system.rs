//! The databases of the server's own: read, and never migrated.

use crate::run::run;
use crate::support::{Database, both};

both! { system_databases_are_only_read }

async fn system_databases_are_only_read(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY)").await;
    let desired = db.url();
    let tables = "SELECT GROUP_CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) FROM information_schema.TABLES \
                  WHERE TABLE_NAME = 't' OR TABLE_NAME LIKE '%safe_schema%'";
    let before = db.value(tables).await;
    for name in ["mysql", "sys", "performance_schema", "information_schema", "INFORMATION_SCHEMA"] {
        let system = db.server.url(name);
        let both = ["--desired", &desired, "--actual", &system];
        let ran = run(&[&["apply"], &both[..]].concat()).with_code(1);
        let told =
            format!("error: the actual database: `{}` is a database of the server's own", name);
        assert!(ran.err.to_lowercase().starts_with(&told.to_lowercase()), "{name}: {}", ran.err);
        assert_eq!((ran.out.as_str(), ran.err.lines().count()), ("", 1), "{}", ran.err);
        // Where nothing is to be done as well.
        let ran = run(&["apply", "--desired", &system, "--actual", &system]);
        assert!(ran.code != 0 && ran.out.is_empty(), "{name}: {ran:?}");
        run(&[&["diff"], &both[..]].concat()).with_code(2);
        run(&["inspect", &system]).with_code(0);
    }
    assert_eq!(before, db.value(tables).await);
}
