//! The command `safe-schema`: arguments come in, what was asked goes to standard output, what is
//! to be said about it to standard error, and the outcome is the exit code.

mod apply;
mod connection;
mod diff;
mod failure;
mod flavours;
mod generate;
mod inspect;
mod output;
mod permissions;
mod rust;
mod unknown;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;
use output::without_urls;

/// Nothing differs, or everything was done.
const DONE: u8 = 0;
/// Something went wrong.
const FAILED: u8 = 1;
/// Something differs, or was refused.
const DIFFERS: u8 = 2;

/// Looks at MySQL and MariaDB schemas, compares them, and brings one to the shape of another.
///
/// A database is named by its URL: mysql://user:password@host:port/database (percent-encode
/// special characters of the password; `?ssl-mode=required` demands TLS). Passwords never appear
/// in the output; to keep them out of the list of processes as well, give URLs by the environment
/// variables that the commands name.
#[derive(Parser)]
#[command(name = "safe-schema", version, subcommand_required = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Inspect(inspect::Arguments),
    Diff(diff::Arguments),
    Apply(apply::Arguments),
    Generate(generate::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refuse_arguments(&error),
    };
    let outcome = match arguments.command {
        Command::Inspect(arguments) => inspect::run(arguments).await,
        Command::Diff(arguments) => diff::run(arguments).await,
        Command::Apply(arguments) => apply::run(arguments).await,
        Command::Generate(arguments) => generate::run(arguments).await,
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(Failure { message, code }) => {
            output::complain(&format!("error: {message}"));
            ExitCode::from(code)
        }
    }
}

/// Help and version are no mistakes. A mistake is told without the URLs that may be part of it.
fn refuse_arguments(error: &clap::Error) -> ExitCode {
    let text = error.to_string();
    if error.use_stderr() {
        output::complain(&without_urls(&text));
        return ExitCode::from(FAILED);
    }
    match output::print(&text) {
        Ok(()) => ExitCode::from(DONE),
        Err(_) => ExitCode::from(FAILED),
    }
}
