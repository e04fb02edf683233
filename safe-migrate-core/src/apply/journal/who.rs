//! Who runs: the service, this crate, the host, and a number for the run.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

/// Names in the journal are cut at so many characters.
const LENGTH: usize = 255;

/// Who runs.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    /// The service, with its version where it is known.
    pub(crate) service: String,
    /// The version of this crate.
    pub(crate) engine: &'static str,
    /// The host, or the container, by its own name.
    pub(crate) host: String,
    /// The process.
    pub(crate) process: u32,
}

impl Who {
    /// This process, by the name of its service or else of its program.
    pub(crate) fn here(service: Option<&str>) -> Self {
        let service = service.map_or_else(program, str::to_owned);
        Self {
            service: cut(&service),
            engine: env!("CARGO_PKG_VERSION"),
            host: cut(&host()),
            process: std::process::id(),
        }
    }
}

fn program() -> String {
    std::env::current_exe()
        .ok()
        .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .unwrap_or_default()
}

/// Containers and shells are told their name; Linux tells it to everybody.
fn host() -> String {
    std::env::var("HOSTNAME")
        .ok()
        .filter(|name| !name.is_empty())
        .or_else(|| std::fs::read_to_string("/proc/sys/kernel/hostname").ok())
        .map_or_else(String::new, |name| name.trim().to_owned())
}

fn cut(text: &str) -> String {
    text.chars().take(LENGTH).collect()
}

/// A name that no other run has: the time, so that runs sort by it, and a random number, which
/// the standard library gives out as the key of a hash map.
pub(crate) fn run_id() -> String {
    let millis = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_millis());
    format!("{millis:012x}-{:016x}", RandomState::new().build_hasher().finish())
}

#[test]
fn no_two_runs_have_one_name() {
    let names: std::collections::BTreeSet<String> = (0..100).map(|_| run_id()).collect();
    assert_eq!(names.len(), 100);
    assert!(names.iter().all(|name| name.len() <= 40), "{names:?}");
}
