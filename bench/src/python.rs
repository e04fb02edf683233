//! Peers written in Python, each in a process of its own that says how long it took.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use safe_schema::testing::Server;

use crate::Outcome;

/// An environment with the peers in it.
pub struct Python {
    program: PathBuf,
    script: PathBuf,
}

impl Python {
    /// The environment, made where it is not there yet; where that can't be, why is told.
    pub fn new() -> Option<Self> {
        let made = Self::made();
        made.inspect_err(|error| eprintln!("  the peers in Python are not measured: {error}")).ok()
    }

    fn made() -> Outcome<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (home, scripts) = (here.join("../target/bench-python"), here.join("python"));
        let python = Self { program: home.join("bin/python"), script: scripts.join("peers.py") };
        if !python.program.exists() {
            run(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
        }
        // Quick where they are there.
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
        let versions = scripts.join("requirements.txt");
        run(Command::new(&python.program).args(install).arg(versions))?;
        Ok(python)
    }

    /// Has the peer bring the database to its tables; how long it took, and whether it changed
    /// anything.
    pub fn bring(
        &self,
        peer: &str,
        server: &Server,
        database: &str,
        tables: usize,
    ) -> Outcome<(Duration, bool)> {
        let mut command = Command::new(&self.program);
        command.arg(&self.script).arg(peer);
        command.args([server.port().to_string(), database.to_owned(), tables.to_string()]);
        let output = command.stderr(Stdio::inherit()).output()?;
        let text = String::from_utf8(output.stdout)?;
        let told = text.trim().split_once(' ').filter(|_| output.status.success());
        let (milliseconds, changes) = told.ok_or_else(|| format!("{peer} failed"))?;
        let took = Duration::from_secs_f64(milliseconds.parse::<f64>()? / 1000.0);
        Ok((took, changes.parse::<u64>()? > 0))
    }
}

fn run(command: &mut Command) -> Outcome {
    let status = command.stdout(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}
