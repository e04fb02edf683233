//! Many processes that start at the same moment, spread over all nodes.

use std::process::Child;
use std::time::{Duration, Instant};

use crate::cluster::{Clustered, NODES, on_the_cluster};
use crate::{child, scene};

on_the_cluster! { replicas_on_an_empty_database, replicas_on_a_drifted_database }

const TABLES: usize = 20;
const PROCESSES: usize = 8;
const ROUNDS: u32 = 10;

/// So many processes for each node; every one must end well. How long that took.
async fn together(db: &Clustered, user: &str, processes: [usize; NODES]) -> Duration {
    let started = Instant::now();
    let mut children: Vec<Child> = Vec::new();
    for number in 0..processes.into_iter().max().unwrap_or_default() {
        for (node, processes) in db.nodes.iter().zip(processes) {
            if number < processes {
                children.push(child::start(node.server.port(), user, &node.name, TABLES));
            }
        }
    }
    tokio::task::spawn_blocking(move || {
        for child in children {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: {said}", output.status);
        }
    })
    .await
    .unwrap();
    started.elapsed()
}

async fn rounds(db: &Clustered, is_drifted: bool) {
    let prepare = || async {
        match is_drifted {
            true => scene::drift(db.first(), TABLES).await,
            false => scene::empty(db.first()).await,
        }
    };
    prepare().await;
    let user = db.user().await;
    let alone = together(db, &user, [1, 0, 0]).await;
    let expected = db.ddl(&user).await;
    assert!(expected.len() >= TABLES);

    let mut all = Duration::ZERO;
    let mut deciders = [0; NODES];
    for _ in 0..ROUNDS {
        prepare().await;
        let rows = db.first().pictures().await;
        let user = db.user().await;
        all += together(db, &user, [PROCESSES; NODES]).await;
        db.in_step().await;
        assert_eq!(db.ddl(&user).await, expected, "each DDL once, over all nodes");
        for (node, decided) in db.nodes.iter().zip(&mut deciders) {
            *decided += u32::from(!node.statements(&user).await.ddl().is_empty());
            scene::assert_right(node, &scene::schema(TABLES), &rows).await;
            let lease = "SELECT owner IS NULL FROM _safe_schema_lease";
            assert_eq!(node.value(lease).await, "1", "let go of");
        }
    }
    eprintln!(
        "Galera, drifted: {is_drifted}: {ROUNDS} rounds of {NODES} x {PROCESSES} processes, all \
         ended well, {} DDL statements once each; {:.2} times as long as one alone ({alone:?}); \
         decided on node: {deciders:?}",
        expected.len(),
        all.as_secs_f64() / f64::from(ROUNDS) / alone.as_secs_f64(),
    );
}

async fn replicas_on_an_empty_database(db: Clustered) {
    rounds(&db, false).await;
}

async fn replicas_on_a_drifted_database(db: Clustered) {
    rounds(&db, true).await;
}
