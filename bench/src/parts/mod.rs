//! The parts of the benchmark, each under its word.

mod create;
mod drift;
mod key;
pub mod memory;
mod noop;
mod peers;
mod replicas;
mod stall;
mod weight;

use safe_schema::testing::Server;

use crate::figures::publish;
use crate::{Outcome, servers};

const WORDS: [&str; 9] =
    ["noop", "create", "drift", "key", "stall", "memory", "replicas", "peers", "weight"];

/// Runs the named parts; all of them where none is named.
pub async fn run(words: &[&str]) -> Outcome {
    if let Some(unknown) = words.iter().find(|word| !WORDS.contains(*word)) {
        return Err(format!("no part is called {unknown}; there are {}", WORDS.join(", ")).into());
    }
    let is_wanted = |word: &str| words.is_empty() || words.contains(&word);
    let parts: Vec<&str> = WORDS.into_iter().filter(|word| is_wanted(word)).collect();
    let servers = if parts == ["weight"] { Vec::new() } else { servers::start() };
    for server in &servers {
        println!("{} {}", server.kind(), server.version());
    }
    println!();
    for part in parts {
        eprintln!("{part}:");
        let tables = match part {
            "noop" => noop::measure(&servers).await?,
            "create" => create::measure(&servers).await?,
            "drift" => drift::measure(&servers).await?,
            "key" => key::measure(&servers).await?,
            "stall" => stall::measure(&servers).await?,
            "memory" => memory::measure(&servers).await?,
            "replicas" => replicas::measure(&servers).await?,
            "peers" => peers::measure(&servers).await?,
            _ => weight::measure()?,
        };
        publish(part, &tables)?;
    }
    Ok(())
}

/// The kind of a server, for a row.
fn kind(server: &Server) -> String {
    server.kind().to_string()
}
