//! Random schemas as structs: what `safe-schema generate` writes of them compiles, its plan against
//! the very database is empty, and an empty database becomes the same by it.
//!
//! `SAFE_SCHEMA_STRUCTS` says how many schemas each server gets, `SAFE_SCHEMA_SEED` which.

#[path = "../cli/generate/batch.rs"]
mod batch;

use std::process::{Command, Output};

use safe_schema::testing::{Kind, Server};

use crate::check::Database;
use crate::{generate, number};
use batch::{Module, compile_and_run};

const SCHEMAS: u64 = 3;

#[tokio::test]
async fn random_schemas_as_structs() {
    let seed = number("SAFE_SCHEMA_SEED").unwrap_or(1);
    let count = number("SAFE_SCHEMA_STRUCTS").unwrap_or(SCHEMAS);
    let servers: Vec<Server> = [Kind::MySql, Kind::MariaDb]
        .into_iter()
        .filter_map(|kind| match Server::builder().kind(kind).start() {
            Err(error)
                if error.is_not_found()
                    && std::env::var_os("SAFE_SCHEMA_TEST_WITHOUT").is_some() =>
            {
                None
            }
            server => Some(server.unwrap()),
        })
        .collect();
    let (mut modules, mut told) = (Vec::new(), Vec::new());
    for server in &servers {
        for seed in seed..seed + count {
            let Some((module, left_out)) = module(server, seed).await else { continue };
            told.extend(left_out.lines().map(|line| format!("{}: {line}", module.name)));
            modules.push(module);
        }
    }
    assert!(modules.len() as u64 * 2 > count, "{} of them can be made", modules.len());
    compile_and_run("generated-random", &modules);
    let complete = modules.iter().filter(|module| module.complete);
    for module in complete.clone() {
        let ran =
            command(&["diff", "--exact", "--desired", &module.from, "--actual", &module.empty]);
        assert!(ran.status.success(), "{}: {}", module.name, String::from_utf8_lossy(&ran.stdout));
    }
    println!("{} schemas, {} of them whole; {}", modules.len(), complete.count(), told.join("\n"));
}

/// The structs of one random schema; none where the server does not take it.
async fn module(server: &Server, seed: u64) -> Option<(Module, String)> {
    let kind = server.kind();
    let on = if kind == Kind::MySql { "mysql" } else { "mariadb" };
    let name = format!("seed{seed}_on_{on}");
    let from = Database::new(server, name.clone()).await;
    let empty = Database::new(server, format!("{name}_again")).await;
    for sql in generate::pair(seed, kind).after.sql(kind) {
        from.sql(&sql).await.ok()?;
    }
    let ran = command(&["generate", &server.url(&from.name)]);
    let left_out = String::from_utf8(ran.stderr).unwrap();
    let code = ran.status.code().unwrap();
    assert!(code == 0 || code == 2, "seed {seed} on {on}: {left_out}");
    let module = Module {
        source: String::from_utf8(ran.stdout).unwrap(),
        from: server.url(&from.name),
        empty: server.url(&empty.name),
        complete: code == 0,
        name,
    };
    module.source.contains("pub struct").then_some((module, left_out))
}

fn command(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_safe-schema")).args(arguments).output().unwrap()
}
