//! Generated modules, compiled in one batch by Cargo, and what the program that they make finds.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// One generated module, and the databases that it is tried on.
pub(crate) struct Module {
    /// Its name in Rust.
    pub(crate) name: String,
    pub(crate) source: String,
    /// The database that it was generated from.
    pub(crate) from: String,
    /// An empty database.
    pub(crate) empty: String,
    /// Whether everything of the database is in the module.
    pub(crate) complete: bool,
}

/// Compiles the modules and runs the program, which panics where one does not hold.
pub(crate) fn compile_and_run(project: &str, modules: &[Module]) -> String {
    let dir = project_dir(project);
    fs::create_dir_all(dir.join("src")).unwrap();
    fs::write(dir.join("Cargo.toml"), manifest(project)).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    for module in modules {
        fs::write(dir.join(format!("src/{}.rs", module.name)), &module.source).unwrap();
    }
    fs::write(dir.join("src/main.rs"), program(modules)).unwrap();
    // Users have rustfmt's defaults; a file beside the sources keeps those of this house out.
    fs::write(dir.join("rustfmt.toml"), "").unwrap();
    assert_formatted(&dir, modules);
    let ran = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["run", "--quiet", "--offline"])
        .current_dir(&dir)
        // Warnings are errors: the code is the user's.
        .env("RUSTFLAGS", env::var("RUSTFLAGS").unwrap_or_default())
        .env("CARGO_TARGET_DIR", target_dir())
        .output()
        .unwrap();
    let (out, err) =
        (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr).into_owned());
    assert!(ran.status.success(), "{}: {out}\n{err}", dir.display());
    assert!(!err.contains("warning"), "{err}");
    out.into_owned()
}

/// As rustfmt would have written it, where there is one.
fn assert_formatted(dir: &Path, modules: &[Module]) {
    for module in modules {
        let checked = Command::new("rustfmt")
            .args(["--check", "--edition", "2024"])
            .arg(dir.join(format!("src/{}.rs", module.name)))
            .output();
        match checked {
            Ok(checked) => assert!(
                checked.status.success(),
                "{}\n{}",
                String::from_utf8_lossy(&checked.stdout),
                String::from_utf8_lossy(&checked.stderr)
            ),
            Err(error) => eprintln!("not checked for its format: {error}"),
        }
    }
}

fn target_dir() -> PathBuf {
    // The binary under test is in `debug` of the target directory, whatever that is.
    let binary = Path::new(env!("CARGO_BIN_EXE_safe-schema"));
    binary.parent().unwrap().parent().unwrap().to_owned()
}

fn project_dir(project: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(project)
}

/// The features are those of the tests, so that what they compiled is compiled already.
fn manifest(project: &str) -> String {
    format!(
        r#"[package]
name = "{project}"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[dependencies]
safe-schema = {{ path = {root:?}, features = [
    "bigdecimal", "chrono", "cli", "json", "rust_decimal", "serde", "testing", "time", "uuid",
] }}
sqlx = {{ version = "0.9", default-features = false, features = [
    "chrono", "derive", "macros", "mysql", "mysql-rsa", "runtime-tokio",
] }}
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}
"#,
        root = env!("CARGO_MANIFEST_DIR"),
    )
}

/// For each module: the plan against its own database is empty, rows are read into its structs,
/// and an empty database becomes what it declares.
fn program(modules: &[Module]) -> String {
    let mut program = String::from(HEAD);
    for Module { name, .. } in modules {
        writeln!(program, "#[rustfmt::skip]\nmod {name};").unwrap();
    }
    program.push_str("\n#[tokio::main]\nasync fn main() {\n");
    for Module { name, source, from, empty, complete } in modules {
        let structs: Vec<String> = source
            .lines()
            .filter_map(|line| line.strip_prefix("pub struct ")?.strip_suffix(" {"))
            .map(|of| format!("{name}::{of}"))
            .collect();
        let reads: String = structs
            .iter()
            .map(|of| format!("    read::<{of}>(&from, {name:?}).await;\n"))
            .collect();
        write!(
            program,
            "    let from = MySqlPool::connect({from:?}).await.unwrap();\n    \
             let empty = MySqlPool::connect({empty:?}).await.unwrap();\n    \
             let all = schema![{}];\n    \
             check({name:?}, &all, &from, &empty, {complete}).await;\n{reads}",
            structs.join(", ")
        )
        .unwrap();
    }
    program.push_str("}\n");
    program
}

const HEAD: &str = r#"
use safe_schema::{SafeSchema, Schema, schema};
use sqlx::{AssertSqlSafe, FromRow, MySqlPool, mysql::MySqlRow};

async fn check(name: &str, all: &Schema, from: &MySqlPool, empty: &MySqlPool, complete: bool) {
    let plan = all.plan(from).await.unwrap();
    assert!(plan.is_empty(), "{name}: {plan}");
    if complete {
        assert!(plan.notes.is_empty(), "{name}: {plan}");
    }
    println!("{name}: {plan}");
    let report = all.migrate(empty).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(!report.is_unchanged(), "{name}: {report}");
}

async fn read<T>(from: &MySqlPool, name: &str)
where
    T: SafeSchema + for<'r> FromRow<'r, MySqlRow> + Send + Unpin,
{
    let table = T::TABLE;
    let columns: Vec<String> =
        table.columns.iter().map(|column| format!("`{}`", column.name.replace('`', "``"))).collect();
    let sql = format!(
        "SELECT {} FROM `{}` LIMIT 9",
        columns.join(", "),
        table.name.replace('`', "``")
    );
    // A type that sqlx does not know can't be selected at all.
    if table.columns.iter().any(|column| format!("{:?}", column.ty).contains("vector")) {
        return;
    }
    let rows = sqlx::query_as::<_, T>(AssertSqlSafe(sql)).fetch_all(from).await;
    rows.unwrap_or_else(|error| panic!("{name}, {}: {error}", table.name));
}

"#;
