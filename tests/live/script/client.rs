//! The stock client, and a script that is cut.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use safe_schema::testing::Kind;

use crate::support::Database;

/// How the client ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) ok: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The client that comes with the server.
fn client(kind: Kind) -> PathBuf {
    let (variable, names) = match kind {
        Kind::MySql => ("SAFE_SCHEMA_MYSQLD", &["mysql"][..]),
        Kind::MariaDb => ("SAFE_SCHEMA_MARIADBD", &["mariadb", "mysql"][..]),
    };
    let server = std::env::var_os(variable).map(PathBuf::from).unwrap_or_default();
    let beside = server.parent().unwrap_or(Path::new("")).to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/bin", "/usr/local/bin", "/usr/local/mysql/bin"].map(PathBuf::from);
    let here = std::env::current_dir().unwrap();
    let unpacked = here.ancestors().map(|folder| folder.join(".servers/mysql/bin"));
    std::iter::once(beside)
        .chain(unpacked)
        .chain(std::env::split_paths(&path))
        .chain(usual)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|path| {
            let version = Command::new(path).args(["--no-defaults", "--version"]).output();
            version.is_ok_and(|version| {
                let is_mariadb = String::from_utf8_lossy(&version.stdout).contains("MariaDB");
                version.status.success() && is_mariadb == (kind == Kind::MariaDb)
            })
        })
        .unwrap_or_else(|| panic!("no client of {kind} is here: ./dev servers gets it"))
}

impl Database {
    /// Runs a script as root by the stock client, without a database of its own.
    pub(crate) fn run_script(&self, script: &str, options: &[&str]) -> Ran {
        let mut client = Command::new(client(self.kind))
            .args(["--no-defaults", "--user=root", "--batch"])
            .arg(format!("--socket={}", self.server.socket().display()))
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A client that stops at an error does not read the rest.
        let _ = client.stdin.take().unwrap().write_all(script.as_bytes());
        let output = client.wait_with_output().unwrap();
        Ran {
            ok: output.status.success(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs a script, which must not fail, and must say so only when it is whole.
    pub(crate) fn runs(&self, script: &str, is_whole: bool) {
        let ran = self.run_script(script, &[]);
        assert!(ran.ok && ran.err.is_empty(), "{}\n{script}", ran.err);
        let said = if is_whole { "safe-schema\ndone\n" } else { "" };
        assert_eq!(ran.out, said, "{script}");
    }
}

/// The script up to the end of each of its statements: no statement has a line that ends in a
/// semicolon but its last.
pub(crate) fn prefixes(script: &str) -> Vec<&str> {
    let mut end = 0;
    let mut prefixes = Vec::new();
    for line in script.split_inclusive('\n') {
        end += line.len();
        if line.ends_with(";\n") && !line.starts_with("--") {
            prefixes.push(&script[..end]);
        }
    }
    prefixes
}
