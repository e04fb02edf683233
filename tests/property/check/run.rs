//! Many pairs, a few at a time; and what came of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use safe_schema::testing::{Kind, Server};

use super::pair::{Outcome, Pair};
use super::shrink::shrink;
use crate::generate;

/// How many pairs are under way at a time.
const AT_A_TIME: u64 = 3;
/// How many failures are shrunk; the others are told as they are.
const SHRUNK: usize = 8;
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// What came of all pairs.
#[derive(Default)]
struct Tally {
    settled: u64,
    refused: BTreeMap<String, u64>,
    refused_pairs: u64,
    void: BTreeMap<String, u64>,
    void_pairs: u64,
    failed: usize,
}

/// Puts so many pairs to a server. Pair number n has the seed plus n.
pub(crate) async fn run(kind: Kind, seed: u64, pairs: u64) {
    let server = Server::builder().kind(kind);
    let server = QUICK.iter().fold(server, |server, option| server.arg(*option));
    let server = match server.start() {
        Err(error) if error.is_not_found() && may_be_missing() => {
            eprintln!("skipped: {error}");
            return;
        }
        server => Arc::new(server.unwrap()),
    };
    let started = Instant::now();
    let tally = Arc::new(Mutex::new(Tally::default()));
    let next = Arc::new(AtomicU64::new(0));
    let workers: Vec<_> = (0..AT_A_TIME)
        .map(|worker| {
            let (server, tally, next) = (server.clone(), tally.clone(), next.clone());
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= pairs {
                        return;
                    }
                    let pair = generate::pair(seed.wrapping_add(number), kind);
                    let outcome = try_pair(&pair, &server, &format!("w{worker}")).await;
                    note(&tally, &server, pair, outcome, worker).await;
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
    let told = tally.told();
    eprintln!(
        "{kind:?} {}: {pairs} pairs from seed {seed} in {:.0?}: {told}",
        server.version(),
        started.elapsed()
    );
    assert!(tally.failed == 0, "the crate was wrong, as told above: {told}");
    assert!(tally.void_pairs * 10 <= pairs, "too many pairs say nothing: {told}");
    assert!(tally.refused_pairs * 5 <= pairs, "too many pairs are refused: {told}");
}

/// What a power failure would take need not be kept.
const QUICK: [&str; 4] = [
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--performance-schema=0",
    "--innodb-flush-method=nosync",
];

fn may_be_missing() -> bool {
    std::env::var_os("SAFE_SCHEMA_TEST_WITHOUT").is_some()
}

pub(super) async fn try_pair(pair: &Pair, server: &Server, names: &str) -> Outcome {
    match tokio::time::timeout(TIME_LIMIT, pair.try_on(server, names)).await {
        Ok(outcome) => outcome,
        Err(_) => Outcome::Failed(format!("no end within {TIME_LIMIT:?}")),
    }
}

async fn note(tally: &Mutex<Tally>, server: &Server, pair: Pair, outcome: Outcome, worker: u64) {
    let lock = || tally.lock().unwrap_or_else(PoisonError::into_inner);
    match outcome {
        Outcome::Settled => lock().settled += 1,
        Outcome::Refused(reasons) => {
            let mut tally = lock();
            tally.refused_pairs += 1;
            for reason in reasons {
                *tally.refused.entry(reason).or_default() += 1;
            }
        }
        Outcome::Void(error) => {
            let mut tally = lock();
            tally.void_pairs += 1;
            if std::env::var_os("SAFE_SCHEMA_VOID").is_some() {
                eprintln!("void, seed {}: {error}\n", pair.seed);
            }
            let line = error.lines().next().unwrap_or_default();
            let code: String = line.chars().take(80).collect();
            *tally.void.entry(code).or_default() += 1;
        }
        Outcome::Failed(why) => {
            let number = {
                let mut tally = lock();
                tally.failed += 1;
                tally.failed
            };
            let (pair, why) = match number <= SHRUNK {
                true => shrink(pair, why, server, &format!("s{worker}")).await,
                false => (pair, why),
            };
            eprintln!("{}\n", tell(&pair, &why, server.kind()));
        }
    }
}

/// The pair as SQL, and what is wrong.
fn tell(pair: &Pair, why: &str, kind: Kind) -> String {
    let sql = |statements: Vec<String>| -> String {
        statements.iter().fold(String::new(), |mut text, sql| {
            let _ = writeln!(text, "{sql};");
            text
        })
    };
    format!(
        "=== {kind:?}, SAFE_SCHEMA_SEED={} SAFE_SCHEMA_PAIRS=1\n{why}\n--- before\n{}--- after\n{}",
        pair.seed,
        sql(pair.before.sql(kind)),
        sql(pair.after.sql(kind))
    )
}

impl Tally {
    fn told(&self) -> String {
        let list = |counts: &BTreeMap<String, u64>| {
            counts.iter().fold(String::new(), |mut text, (what, count)| {
                let _ = write!(text, "\n    {count} x {what}");
                text
            })
        };
        format!(
            "{} settled, {} failed\n  {} refused{}\n  {} void{}",
            self.settled,
            self.failed,
            self.refused_pairs,
            list(&self.refused),
            self.void_pairs,
            list(&self.void)
        )
    }
}
