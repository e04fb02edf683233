//! Throwaway private MySQL and MariaDB servers, for tests: a server program in, a running [`Server`] out.
//!
//! [`Server::start`] finds a server program on the machine, and gives every
//! caller a server of its own: an empty data directory, a free port on
//! 127.0.0.1, and `root` without a password. It is gone when the value is
//! dropped, and also after a panic, a Ctrl-C or a SIGKILL.
//!
//! | environment variable | meaning |
//! |---|---|
//! | `SAFE_SCHEMA_SERVER` | the server program to use first, of either kind |
//! | `SAFE_SCHEMA_MYSQLD` | MySQL's server program |
//! | `SAFE_SCHEMA_MARIADBD` | MariaDB's server program |
//!
//! Without them `PATH` and the usual places are searched. Only on Unix.
//!
//! Such a server trusts everybody who can reach 127.0.0.1, so it is not a place
//! for real data.
#![cfg(unix)]

mod database;
mod error;
mod find;
mod program;
mod server;
mod template;
mod throwaway;

pub use error::StartError;
pub use program::Kind;
pub use server::{Builder, Server};
