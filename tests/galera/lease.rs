//! Whose turn it is, as the nodes see it; and which session waits for what was written elsewhere.

use std::time::{Duration, Instant};

use safe_schema::{Error, Options};

use crate::cluster::{Clustered, on_the_cluster};
use crate::scene;
use crate::support::wait_until;

on_the_cluster! {
    a_waiter_on_another_node_is_told_whose_turn_it_is,
    a_dropped_future_leaves_the_lease_no_longer_than_it_lasts,
    only_a_migration_with_something_to_do_takes_the_lease,
}

const TABLES: usize = 4;
const TIME: Duration = Duration::from_secs(3);

/// Somebody on the first node holds the lease, for whom a waiter on the second waits in vain.
async fn a_waiter_on_another_node_is_told_whose_turn_it_is(db: Clustered) {
    let user = db.user().await;
    let first = db.first().pool_of(&user);
    scene::schema(TABLES).migrate(&first).await.unwrap();
    db.first()
        .sql(
            "ALTER TABLE items_0 DROP COLUMN weight; UPDATE _safe_schema_lease SET owner = 'o', \
               who = 'billing 1.2 on pod-7', held_since = UTC_TIMESTAMP(6), \
               held_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR",
        )
        .await;
    db.in_step().await;
    let second = db.nodes[1].pool_of(&user);
    let wait = Duration::from_secs(1);
    let patience = Options::new().turn_wait(wait);
    let started = Instant::now();
    let error = scene::schema(TABLES).with_options(patience).migrate(&second).await.unwrap_err();
    assert!(matches!(&error, Error::Locked { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("billing 1.2 on pod-7, for "), "{text}");
    assert!(text.contains("its lease runs out in 359"), "{text}");
    assert!(started.elapsed() < wait * 3);
}

async fn a_dropped_future_leaves_the_lease_no_longer_than_it_lasts(db: Clustered) {
    scene::drift(db.first(), TABLES).await;
    let rows = db.first().pictures().await;
    let user = db.user().await;
    let schema = || scene::schema(TABLES).with_options(Options::new().lease_time(TIME));
    let pool = db.first().pool_of(&user);
    let migration = tokio::spawn(async move { schema().migrate(&pool).await });
    wait_until("a statement was sent", || async { !db.ddl(&user).await.is_empty() }).await;
    migration.abort();
    assert!(migration.await.unwrap_err().is_cancelled());
    let started = Instant::now();
    schema().migrate(&db.nodes[2].pool_of(&user)).await.unwrap();
    assert!(started.elapsed() < TIME * 4, "{:?}", started.elapsed());
    db.in_step().await;
    let lease = "SELECT fence, owner IS NULL FROM _safe_schema_lease";
    for node in &db.nodes {
        let now = node.rows(lease).await.remove(0);
        assert_eq!(now, [Some("2".to_owned()), Some("1".to_owned())]);
        scene::assert_right(node, &scene::schema(TABLES), &rows).await;
    }
}

/// The named lock is not asked for, the catalogue is believed only in step with the others, and a
/// check that finds nothing costs nothing more than elsewhere.
async fn only_a_migration_with_something_to_do_takes_the_lease(db: Clustered) {
    let user = db.user().await;
    let node = &db.nodes[1];
    let pool = node.pool_of(&user);
    scene::schema(TABLES).migrate(&pool).await.unwrap();
    let sent = node.statements(&user).await.all;
    let at = |part: &str| sent.iter().position(|sql| sql.contains(part));
    assert_eq!(at("GET_LOCK"), None, "{sent:#?}");
    let taken = at("SET fence = fence + 1").unwrap();
    let in_step = at("SET SESSION wsrep_sync_wait = 7").unwrap();
    let made = at("CREATE TABLE IF NOT EXISTS `items_0`").unwrap();
    assert!(taken < in_step && in_step < made, "{sent:#?}");
    let looks: Vec<usize> =
        (0..sent.len()).filter(|at| sent[*at].contains("information_schema.COLUMNS")).collect();
    assert!(looks.iter().any(|look| (in_step..made).contains(look)), "{sent:#?}");
    // Every statement of the plan has its guard right before it, or the journal in between.
    let guards = sent.iter().filter(|sql| sql.contains("ON DUPLICATE KEY UPDATE fence"));
    assert_eq!(guards.count(), TABLES);

    let user = db.user().await;
    let pool = node.pool_of(&user);
    assert!(scene::schema(TABLES).migrate(&pool).await.unwrap().is_unchanged());
    let sent = node.statements(&user).await;
    assert!(sent.all.len() <= crate::support::NO_OP_STATEMENTS, "{:#?}", sent.all);
    assert!(!sent.all.iter().any(|sql| sql.contains("lease") || sql.contains("wsrep")));
}
