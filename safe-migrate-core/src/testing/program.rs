//! A server program: where it is, and of what kind and version it says it is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The two families of servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// MySQL, and what is built from it.
    MySql,
    /// MariaDB.
    MariaDb,
}

impl Kind {
    /// Every kind, for a test that runs on each.
    pub const ALL: [Kind; 2] = [Kind::MySql, Kind::MariaDb];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Kind::MySql => "MySQL",
            Kind::MariaDb => "MariaDB",
        }
    }

    /// What its server program may be called; `mysqld` tells nothing.
    pub(super) const fn programs(self) -> &'static [&'static str] {
        match self {
            Kind::MySql => &["mysqld"],
            Kind::MariaDb => &["mariadbd", "mysqld"],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A server program that could be run.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
    /// What `--version` prints after the program's name.
    pub(super) version: String,
}

impl Program {
    /// Asks the program itself what it is; the error says what it answered.
    pub(super) fn ask(path: &Path) -> Result<Program, String> {
        let output = Command::new(path)
            .args(["--no-defaults", "--version"])
            .stdin(Stdio::null())
            .output()
            .map_err(|error| error.to_string())?;
        let answer = String::from_utf8_lossy(&output.stdout);
        let (true, Some((_, version))) = (output.status.success(), answer.split_once("Ver "))
        else {
            return Err(format!("`--version` gave {} and `{}`", output.status, answer.trim()));
        };
        let version = version.trim().to_owned();
        let kind = if version.contains("MariaDB") { Kind::MariaDb } else { Kind::MySql };
        Ok(Program { path: path.to_owned(), kind, version })
    }

    /// A command of this server that reads no configuration file.
    pub(super) fn command(&self, as_root: bool) -> Command {
        without_defaults(&self.path, as_root)
    }
}

/// A command that ignores the machine's configuration files, and that agrees to
/// run as root.
pub(super) fn without_defaults(program: &Path, as_root: bool) -> Command {
    let mut command = Command::new(program);
    command.arg("--no-defaults"); // only understood in the first place
    if as_root {
        command.arg("--user=root");
    }
    command
}
