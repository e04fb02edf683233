//! `safe-schema inspect`: a database as it is.

use std::collections::BTreeSet;

use safe_schema::ddl::{Dialect, create_table, file_head};
use safe_schema::inspect;
use safe_schema::schema::{LiveSchema, LiveTable, TableName};
use safe_schema::server::ServerInfo;

use crate::DONE;
use crate::connection::connect;
use crate::failure::Failure;
use crate::output::{Format, complain, json, print, tell_hidden};
use crate::unknown::unknown;

/// Show the schema of a database: every table with all that it has. Only looks.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The database: mysql://user:password@host:port/database
    #[arg(env = "DATABASE_URL", hide_env_values = true)]
    url: String,
    /// text: for people; sql: statements that make it again; json: for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(crate) async fn run(arguments: Arguments) -> Result<u8, Failure> {
    const WHICH: &str = "the database";
    let database = connect(WHICH, &arguments.url).await?;
    let live = inspect(&database.pool).await.map_err(|error| Failure::of(WHICH, &error))?;
    tell_hidden(WHICH, &live);
    print(&match arguments.format {
        Format::Text => text(&database.server, &live),
        Format::Sql => {
            for line in left_out(&live) {
                complain(&format!("left out: {line}"));
            }
            sql(&live)
        }
        Format::Json => json(&[("server", &database.server), ("schema", &live)])?,
    })?;
    Ok(DONE)
}

fn text(server: &ServerInfo, live: &LiveSchema) -> String {
    let mut text = format!(
        "Database `{}` on {} {}: {} table(s)\n",
        server.database,
        server.flavour,
        server.version,
        live.tables.len()
    );
    for (name, table) in &live.tables {
        text.push_str(&format!("\n`{name}`, about {} row(s)\n", table.rows_estimate));
        for line in definition(table).lines() {
            text.push_str(&format!("  {}\n", line.trim()));
        }
        for unknown in unknown(table) {
            text.push_str(&format!("  not understood: {unknown}\n"));
        }
    }
    for (name, sql) in &live.sequences {
        text.push_str(&format!("\n`{name}`, a sequence\n  {sql}\n"));
    }
    for (name, kind) in &live.others {
        text.push_str(&format!("\n`{name}`, a {kind}: not part of the schema here\n"));
    }
    text
}

/// What stands in the parentheses of its CREATE TABLE, and the options behind them.
fn definition(table: &LiveTable) -> String {
    let sql = create_table(&table.def, Dialect::default());
    let inside = sql.split_once("(\n").map_or(sql.as_str(), |(_, inside)| inside);
    inside.replacen("\n) ", "\n", 1)
}

/// Statements that make the schema in an empty database.
fn sql(live: &LiveSchema) -> String {
    if live.tables.is_empty() && live.sequences.is_empty() {
        return String::new();
    }
    let mut sql = file_head() + "\n";
    for statement in live.sequences.values() {
        sql.push_str(&format!("{statement};\n\n"));
    }
    let (order, has_cycle) = parents_first(live);
    if has_cycle {
        sql.push_str("-- Tables refer to each other.\nSET foreign_key_checks = 0;\n\n");
    }
    for table in order {
        for unknown in unknown(table) {
            // A line break would end the comment.
            sql.push_str(&format!("-- left out: {}\n", unknown.replace(['\n', '\r'], " ")));
        }
        sql.push_str(&format!("{};\n\n", create_table(&table.def, Dialect::default())));
    }
    if has_cycle {
        sql.push_str("SET foreign_key_checks = 1;\n");
    }
    sql.truncate(sql.trim_end().len());
    sql.push('\n');
    sql
}

fn left_out(live: &LiveSchema) -> Vec<String> {
    let others = live.others.iter().map(|(name, kind)| format!("`{name}`, a {kind}"));
    let unknown = live.tables.iter().flat_map(|(name, table)| {
        unknown(table).map(move |unknown| format!("of table `{name}`: {unknown}"))
    });
    others.chain(unknown).collect()
}

/// The tables, each after those it refers to, as far as that is possible.
fn parents_first(live: &LiveSchema) -> (Vec<&LiveTable>, bool) {
    let mut order: Vec<&LiveTable> = Vec::new();
    let mut placed: BTreeSet<&TableName> = BTreeSet::new();
    let mut has_cycle = false;
    while order.len() < live.tables.len() {
        let waiting = |name: &TableName| live.tables.contains_key(name) && !placed.contains(name);
        let free: Vec<(&TableName, &LiveTable)> = live
            .tables
            .iter()
            .filter(|(name, _)| waiting(name))
            .filter(|(name, table)| {
                let mut parents = table.def.foreign_keys.iter().map(|key| &key.parent);
                has_cycle || !parents.any(|parent| parent != *name && waiting(parent))
            })
            .collect();
        if free.is_empty() {
            has_cycle = true;
        }
        for (name, table) in free {
            placed.insert(name);
            order.push(table);
        }
    }
    (order, has_cycle)
}
