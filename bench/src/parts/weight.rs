//! What the crate adds to a user's dependencies: crates, and time of a clean build.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::figures::{Cell, Table};
use crate::turns::{Turns, order, runs};
use crate::{Outcome, row};

const SQLX: &str = "sqlx = { version = \"0.9\", default-features = false, features = [\"mysql\", \"runtime-tokio\"] }\n\
     tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n";
const SEA_ORM: &str = "sea-orm = { version = \"2\", default-features = false, features = \
     [\"macros\", \"runtime-tokio\", \"schema-sync\", \"sqlx-mysql\"] }\n";

pub fn measure() -> Outcome<Vec<Table>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let work = tempfile::tempdir()?;
    let ours = format!("safe-schema = {{ path = {:?} }}\n", here.join(".."));
    let packages = [
        ("sqlx and tokio", SQLX.to_owned()),
        ("with safe-schema", format!("{SQLX}{ours}")),
        ("with SeaORM", format!("{SQLX}{SEA_ORM}")),
    ];
    let folders = packages.each_ref().map(|(name, dependencies)| {
        let folder = work.path().join(name.replace(' ', "-"));
        package(&folder, dependencies, here).map(|()| folder)
    });
    let [sqlx, safe_schema, sea_orm] = folders;
    let folders = [sqlx?, safe_schema?, sea_orm?];
    let mut crates = [0; 3];
    for (crates, folder) in crates.iter_mut().zip(&folders) {
        *crates = count(folder)?;
    }
    let mut turns = Turns::<3>::new();
    for round in 0..runs() {
        for which in order::<3>(round) {
            // The peer is there to compare with, and takes long.
            if which < 2 || round == 0 {
                turns.add(which, build(&folders[which])?);
            }
        }
    }
    let times = turns.medians();
    let mut table = Table::new(
        "Dependencies, and a clean debug build of them (median; SeaORM's once)",
        &["package", "crates", "crates more", "build", "ratio"],
    );
    for (at, (name, _)) in packages.iter().enumerate() {
        let more = crates[at] - crates[0];
        table.add(row![*name, crates[at], more, times[at], Cell::ratio(times[at], times[0])]);
    }
    Ok(vec![table])
}

fn package(folder: &Path, dependencies: &str, here: &Path) -> Outcome {
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "//! Nothing but its dependencies.\n")?;
    // The versions that are tested.
    fs::copy(here.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let manifest = format!(
        "[package]\nname = \"weighed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n{dependencies}"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let status = cargo(folder).args(["fetch", "--quiet"]).status()?;
    if status.success() { Ok(()) } else { Err("cargo fetch failed".into()) }
}

/// How many crates are built for it, itself left out.
fn count(folder: &Path) -> Outcome<usize> {
    let output = cargo(folder)
        .args(["tree", "--prefix", "none", "--edges", "normal,build", "--format", "{p}"])
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let crates: BTreeSet<&str> = text
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    Ok(crates.len().saturating_sub(1))
}

fn build(folder: &Path) -> Outcome<Duration> {
    let target = folder.join("target");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    let started = Instant::now();
    let status = cargo(folder).args(["build", "--quiet", "--offline"]).status()?;
    let took = started.elapsed();
    if status.success() { Ok(took) } else { Err("cargo build failed".into()) }
}

/// Cargo, without what it was told for the benchmark itself.
fn cargo(folder: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars() {
        if name.starts_with("CARGO_PROFILE_") || name == "CARGO_TARGET_DIR" || name == "RUSTFLAGS" {
            command.env_remove(name);
        }
    }
    command
}
