//! `safe-schema generate`: a database as Rust structs.

use std::path::{Path, PathBuf};

use safe_schema::inspect;
use safe_schema::schema::TableName;

use crate::connection::connect;
use crate::failure::Failure;
use crate::output::{complain, print, tell_hidden};
use crate::rust::module;
use crate::{DIFFERS, DONE};

/// Write Rust structs that declare the tables of a database: with `#[derive(SafeSchema)]` they
/// are its schema from then on, and `sqlx` reads rows into them.
///
/// What the declarations leave out is told, and stays in the database as it is.
///
/// Exit code 0: everything is declared; 2: written, and something is left out; 1: an error.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The database: mysql://user:password@host:port/database
    #[arg(env = "DATABASE_URL", hide_env_values = true)]
    url: String,
    /// Only these tables: a,b
    #[arg(long, value_name = "TABLES", value_delimiter = ',')]
    tables: Vec<String>,
    /// Write to this file, in place of the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) async fn run(arguments: Arguments) -> Result<u8, Failure> {
    const WHICH: &str = "the database";
    let database = connect(WHICH, &arguments.url).await?;
    let live = inspect(&database.pool).await.map_err(|error| Failure::of(WHICH, &error))?;
    tell_hidden(WHICH, &live);
    for table in &arguments.tables {
        if !live.tables.keys().any(|name| *name.table == **table) {
            let is_instead = match live.in_the_place_of(&TableName::new(table.clone())) {
                Some(kind) => format!("`{table}` of {WHICH} is a {kind}, and no table"),
                None => format!("{WHICH} has no table `{table}`"),
            };
            return Err(Failure::error(format!("{is_instead}; nothing was written")));
        }
    }
    let module = module(&live, &database.server, &arguments.tables);
    match &arguments.output {
        Some(file) => write(file, &module.source)?,
        None => print(&module.source)?,
    }
    for (name, kind) in &live.others {
        complain(&format!("note: `{name}` is a {kind}, and none is declared"));
    }
    for line in &module.left_out {
        complain(&format!("left out: {line}"));
    }
    Ok(if module.left_out.is_empty() { DONE } else { DIFFERS })
}

fn write(file: &Path, source: &str) -> Result<(), Failure> {
    std::fs::write(file, source)
        .map_err(|error| Failure::error(format!("cannot write {}: {error}", file.display())))
}
