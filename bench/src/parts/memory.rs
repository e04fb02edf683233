//! The most memory that a process had: with a connection that does nothing, with the tables
//! declared besides, after a check, and after a fresh create.

use std::process::Command;

use safe_schema::testing::Server;

use super::kind;
use crate::figures::{Cell, Table};
use crate::turns::runs;
use crate::{Outcome, models, row, servers};

const TABLES: usize = 2_000;
const WHAT: [&str; 4] = ["idle", "declared", "check", "create"];

pub async fn measure(servers: &[Server]) -> Outcome<Vec<Table>> {
    let mut table = Table::new(
        "Most memory of a process (median), 2,000 tables",
        &[
            "server",
            "idle connection",
            "tables declared",
            "no-op check",
            "over idle",
            "fresh create",
            "create over idle",
        ],
    );
    for server in servers {
        servers::empty(server, "memory").await?;
        let setup = servers::pool(server.port(), "memory").await?;
        models::schema(TABLES).migrate(&setup).await?;
        setup.close().await;
        let mut peaks: [Vec<u64>; 4] = Default::default();
        for _ in 0..runs() {
            for (what, peaks) in WHAT.iter().zip(&mut peaks) {
                let database = if *what == "create" { "memory_new" } else { "memory" };
                if *what == "create" {
                    servers::empty(server, database).await?;
                }
                peaks.push(peak(server.port(), what, database)?);
            }
        }
        let [idle, declared, check, create] = peaks.map(|mut peaks| {
            peaks.sort_unstable();
            peaks[peaks.len() / 2] as f64 / 1024.0
        });
        let size = Cell::Size;
        table.add(row![
            kind(server),
            size(idle),
            size(declared),
            size(check),
            size(check - idle),
            size(create),
            size(create - idle)
        ]);
        servers::drop(server, "memory").await?;
        servers::drop(server, "memory_new").await?;
    }
    Ok(vec![table])
}

/// The peak of a process of its own, in KiB.
fn peak(port: u16, what: &str, database: &str) -> Outcome<u64> {
    let address = format!("{port}/{database}");
    let output = Command::new(std::env::current_exe()?).args(["child", what, &address]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// The process that is measured: does it, and prints its own peak.
pub async fn child(what: &str, address: &str) -> Outcome {
    let (port, database) = address.split_once('/').ok_or("port/database")?;
    let pool = servers::pool(port.parse()?, database).await?;
    servers::sql(&pool, "SELECT 1").await?;
    let schema = (what != "idle").then(|| models::schema(TABLES));
    if let Some(schema) = schema.filter(|_| what != "declared") {
        let report = schema.migrate(&pool).await?;
        if report.is_unchanged() != (what == "check") {
            return Err("other steps than expected".into());
        }
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|text| text.split_whitespace().next()).ok_or("no VmHWM")?;
    println!("{peak}");
    Ok(())
}
