//! The stock client of a server, which reads statements from a file: the floor of what is sent.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use safe_schema::testing::{Kind, Server};

use crate::Outcome;

/// A client that is there.
pub struct Client {
    program: PathBuf,
}

impl Client {
    /// The client of the server's own kind: beside the server, or in the path.
    pub fn of(server: &Server) -> Outcome<Self> {
        let (name, program) = match server.kind() {
            Kind::MySql => ("mysql", "SAFE_SCHEMA_MYSQLD"),
            Kind::MariaDb => ("mariadb", "SAFE_SCHEMA_MARIADBD"),
        };
        let beside =
            std::env::var(program).ok().map(|path| PathBuf::from(path).with_file_name(name));
        let candidates = beside.into_iter().chain([PathBuf::from(name)]);
        for program in candidates {
            let found = Command::new(&program).arg("--version").stdout(Stdio::null()).status();
            if found.is_ok_and(|status| status.success()) {
                return Ok(Self { program });
            }
        }
        Err(format!("no {name} client is here, neither beside its server nor in the path").into())
    }

    /// Sends what is in the file, on one connection, a statement at a time. How long that took,
    /// without the start of the client.
    pub fn send(
        &self,
        server: &Server,
        database: &str,
        file: &std::path::Path,
    ) -> Outcome<Duration> {
        let nothing = self.run(server, database, std::path::Path::new("/dev/null"))?;
        Ok(self.run(server, database, file)?.saturating_sub(nothing))
    }

    fn run(&self, server: &Server, database: &str, file: &std::path::Path) -> Outcome<Duration> {
        let port = server.port().to_string();
        let started = Instant::now();
        let status = Command::new(&self.program)
            .args(["--no-defaults", "--protocol=tcp", "-h127.0.0.1", "-uroot", "-P", &port])
            .args(["--batch", database])
            .stdin(File::open(file)?)
            .stdout(Stdio::null())
            .status()?;
        let took = started.elapsed();
        status.success().then_some(took).ok_or_else(|| "the stock client failed".into())
    }
}
