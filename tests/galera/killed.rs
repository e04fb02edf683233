//! An owner that is killed (SIGKILL) between its first statement and its last.

use std::time::Instant;

use crate::cluster::{Clustered, on_the_cluster};
use crate::support::wait_until;
use crate::{child, scene};

on_the_cluster! { another_node_finishes_what_a_killed_owner_began }

const TABLES: usize = 20;

async fn another_node_finishes_what_a_killed_owner_began(db: Clustered) {
    let node = db.first();
    scene::drift(node, TABLES).await;
    let rows = node.pictures().await;
    let user = db.user().await;
    let mut owner = child::start(node.server.port(), &user, &node.name, TABLES);
    wait_until("the first statement was sent", || async { !db.ddl(&user).await.is_empty() }).await;
    owner.kill().unwrap();
    assert!(!owner.wait().unwrap().success(), "killed midway");
    db.in_step().await;
    let lease = "SELECT fence, owner IS NOT NULL, held_until > UTC_TIMESTAMP(6) \
                 FROM _safe_schema_lease";
    let held = [["1", "1", "1"].map(|value| Some(value.to_owned())).to_vec()];
    assert_eq!(node.rows(lease).await, held, "held by a dead process");

    let killed = Instant::now();
    let others: Vec<_> = db.nodes[1..]
        .iter()
        .map(|node| child::start(node.server.port(), &user, &node.name, TABLES))
        .collect();
    tokio::task::spawn_blocking(move || {
        for other in others {
            let output = other.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    })
    .await
    .unwrap();
    let waited = killed.elapsed();
    db.in_step().await;
    for node in &db.nodes {
        scene::assert_right(node, &scene::schema(TABLES), &rows).await;
    }
    // Both the dead one and the next did something.
    let runs = "SELECT COUNT(DISTINCT run) FROM _safe_schema_journal WHERE state = 'done'";
    assert_eq!(node.value(runs).await, "2");
    eprintln!("Galera: killed midway; others finished after {waited:?}, as its lease ran out");
}
