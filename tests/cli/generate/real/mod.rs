//! Schemas of real applications: MySQL's two samples, and those in the folder that
//! `SAFE_SCHEMA_REAL_SCHEMAS` names (`./dev test real` fetches one).

use std::{env, fs};

use safe_schema::testing::Kind;

use super::batch::{Module, compile_and_run};
use crate::run::run;
use crate::support::{Database, ask};

/// The name, and the statements.
fn schemas() -> Vec<(String, String)> {
    let mut schemas = vec![
        ("employees".to_owned(), include_str!("employees.sql").to_owned()),
        ("sakila".to_owned(), include_str!("sakila.sql").to_owned()),
    ];
    if let Some(folder) = env::var_os("SAFE_SCHEMA_REAL_SCHEMAS") {
        for entry in fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().path();
            let name = file.file_stem().unwrap().to_str().unwrap().replace('-', "_");
            schemas.push((name, without_triggers(&fs::read_to_string(&file).unwrap())));
        }
    }
    schemas
}

/// Triggers are no part of a schema here, and `DELIMITER` is a word of the client alone.
fn without_triggers(sql: &str) -> String {
    let mut in_trigger = false;
    let kept = sql.lines().filter(|line| {
        let is_delimiter = line.starts_with("DELIMITER");
        if is_delimiter {
            in_trigger = line.trim() != "DELIMITER ;";
        }
        !is_delimiter && !in_trigger
    });
    kept.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn real_schemas_are_declared_whole() {
    let mut modules = Vec::new();
    for (schema, sql) in schemas() {
        for kind in [Kind::MySql, Kind::MariaDb] {
            let Some(db) = Database::new(kind, &schema).await else { continue };
            db.sql("ALTER DATABASE CHARACTER SET utf8mb4").await;
            let mut connection = db.root.acquire().await.unwrap();
            ask(&mut *connection, &sql).await.unwrap_or_else(|error| panic!("{schema}: {error}"));
            let on = if db.is_mariadb() { "mariadb" } else { "mysql" };
            let ran = run(&["generate", &db.url()]).with_code(0);
            assert!(!ran.err.contains("left out"), "{}", ran.err);
            let empty = db.beside("again", "ALTER DATABASE CHARACTER SET utf8mb4").await;
            println!("{schema} on {on}: {} tables", ran.out.matches("SafeSchema, sqlx::").count());
            modules.push(Module {
                name: format!("{schema}_on_{on}"),
                source: ran.out,
                from: db.url(),
                empty: empty.url(),
                complete: true,
            });
        }
    }
    println!("{}", compile_and_run("generated-real", &modules));
    for module in &modules {
        let diff = run(&["diff", "--exact", "--desired", &module.from, "--actual", &module.empty]);
        assert_eq!(diff.code, 0, "{}: {}{}", module.name, diff.out, diff.err);
    }
}
