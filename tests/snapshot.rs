//! The snapshot of a schema, as a user's test runs it: by Cargo, with and without the variable.
#![cfg(feature = "testing")]
// Helpers of tests are tests.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use safe_schema::schema::Declared;
use safe_schema::{Error, Model, SafeSchema, Schema, schema};

const UPDATE: &str = "SAFE_SCHEMA_UPDATE_SNAPSHOT";
const FILE: &str = "SAFE_SCHEMA_TEST_FILE";

#[derive(SafeSchema)]
#[safe_schema(table = "tenants")]
struct Tenant {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 120, comment = "it's `one`\nof two")]
    name: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "applications", index(columns(tenant_id, score desc)))]
struct Application {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(Tenant::id, on_delete = cascade))]
    tenant_id: u64,
    #[safe_schema(references(Release::id))]
    release_id: Option<u64>,
    score: i32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "releases", database = "archive")]
struct Release {
    #[safe_schema(primary_key, references(Application::id))]
    id: u64,
}

/// A circle, and a parent after its child.
fn whole() -> Schema {
    schema![Application, Release, Tenant]
}

#[test]
fn the_schema_is_the_reviewed_one() {
    whole().assert_snapshot("tests/snapshot/whole.sql");
}

#[test]
fn the_order_of_the_list_is_kept_where_parents_allow() {
    let tables = |schema: Schema| {
        let sql = schema.create_tables_sql().unwrap();
        sql.lines()
            .filter_map(|line| line.strip_prefix("CREATE TABLE IF NOT EXISTS "))
            .map(|line| line.trim_end_matches(" (").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(tables(whole()), ["`tenants`", "`archive`.`releases`", "`applications`"]);
    assert_eq!(
        tables(schema![Release, Tenant, Application]),
        ["`tenants`", "`applications`", "`archive`.`releases`"]
    );
    assert_eq!(tables(Schema::new(vec![Model::of::<Release>()])).len(), 3);
}

#[test]
fn two_models_of_one_table_are_an_error_at_run_time_too() {
    let other = Model { table: Release::TABLE, ..Model::of::<Tenant>() };
    let mut changed = Release::DEFINITION.clone();
    changed.columns.to_mut()[0].nullable = true;
    let changed = Model { table: Box::leak(Box::new(changed)), ..other };
    let error = Schema::new(vec![other, changed]).create_tables_sql().unwrap_err();
    assert!(matches!(error, Error::DuplicateTable { .. }), "{error}");
}

/// What a user's test is. The tests below run it, each in a process of its own, and say which
/// file it is about; by itself it has none.
#[test]
fn users_test() {
    if let Some(file) = env::var_os(FILE) {
        schema![Tenant].assert_snapshot(file);
    }
}

struct Outcome {
    passed: bool,
    output: String,
}

fn run(file: &Path, update: Option<&str>) -> Outcome {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "users_test"]).env(FILE, file);
    command.env_remove(UPDATE).env("RUST_BACKTRACE", "0");
    command.envs(update.map(|value| (UPDATE, value)));
    let output = command.output().unwrap();
    Outcome {
        passed: output.status.success(),
        output: String::from_utf8(output.stdout).unwrap()
            + &String::from_utf8(output.stderr).unwrap(),
    }
}

fn scratch(name: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => panic!("{error}"),
        _ => file,
    }
}

#[test]
fn a_file_is_written_only_when_asked() {
    let file = scratch("written.sql");
    for update in [None, Some("0"), Some(""), Some("yes")] {
        let outcome = run(&file, update);
        assert!(!outcome.passed && !file.exists(), "{update:?}: {}", outcome.output);
        assert!(outcome.output.contains("is not there yet"), "{}", outcome.output);
        let command = format!("\n    {UPDATE}=1 cargo test users_test\n");
        assert!(outcome.output.contains(&command), "{}", outcome.output);
        // The line of the user's test, not one of the engine.
        assert!(outcome.output.contains("tests/snapshot.rs:"), "{}", outcome.output);
    }
    assert!(run(&file, Some("1")).passed);
    assert!(fs::read_to_string(&file).unwrap().starts_with("-- The tables that"));
    assert!(run(&file, None).passed);
}

#[test]
fn a_difference_is_shown_until_the_file_is_rewritten() {
    let file = scratch("different.sql");
    assert!(run(&file, Some("1")).passed);
    let right = fs::read_to_string(&file).unwrap();
    let wrong = right.replace("varchar(120)", "varchar(99)");
    assert_ne!(right, wrong);
    fs::write(&file, &wrong).unwrap();

    let outcome = run(&file, None);
    assert!(!outcome.passed);
    let shown = "\n   `id` bigint unsigned NOT NULL AUTO_INCREMENT,\n\
                 -  `name` varchar(99) NOT NULL COMMENT 'it''s `one`\n\
                 +  `name` varchar(120) NOT NULL COMMENT 'it''s `one`\n";
    assert!(outcome.output.contains(shown), "{}", outcome.output);
    assert!(!outcome.output.contains('\u{1b}'), "a pipe takes no colours: {}", outcome.output);
    assert_eq!(fs::read_to_string(&file).unwrap(), wrong);

    assert!(run(&file, Some("1")).passed);
    assert_eq!(fs::read_to_string(&file).unwrap(), right);
}
