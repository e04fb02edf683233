//! Runs the command.

use std::process::{Command, Output};

use crate::support::Database;

/// How the command ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the command with these arguments, and none of the variables of the environment that it
/// knows.
pub(crate) fn run(arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_safe-schema"));
    for variable in ["DATABASE_URL", "SAFE_SCHEMA_DESIRED_URL", "SAFE_SCHEMA_ACTUAL_URL"] {
        command.env_remove(variable);
    }
    ran(command.args(arguments).output().unwrap())
}

pub(crate) fn ran(output: Output) -> Ran {
    let ran = Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(!ran.err.contains("panicked"), "{ran:?}");
    ran
}

impl Ran {
    /// Panics unless it ended with this code.
    pub(crate) fn with_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    /// What was printed, as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        let value: serde_json::Value = serde_json::from_str(&self.out).unwrap();
        assert_eq!(value["format"], 1);
        assert!(self.out.starts_with("{\n  \"format\": 1,"), "{}", self.out);
        value
    }
}

impl Database {
    /// The database's URL, as root.
    pub(crate) fn url(&self) -> String {
        self.server.url(&self.name)
    }

    /// The database's URL as a user who may do everything in it, and the user.
    pub(crate) async fn url_of_a_user(&self) -> (String, String) {
        let (_, user) = self.pool().await;
        (format!("mysql://{user}@127.0.0.1:{}/{}", self.server.port(), self.name), user)
    }

    /// One more database on the same server, with the same tables, if any are given.
    pub(crate) async fn beside(&self, name: &str, sql: &str) -> Self {
        let other = Self::new(self.kind, name).await.unwrap();
        if !sql.is_empty() {
            other.sql(sql).await;
        }
        other
    }
}
