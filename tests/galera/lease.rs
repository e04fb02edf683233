//! Whose turn it is, as the nodes see it; and which session waits for what was written elsewhere.

use std::time::{Duration, Instant};

use safe_schema::{Error, Options, SafeSchema, schema};

use crate::cluster::{Clustered, on_the_cluster};
use crate::scene;
use crate::support::wait_until;

on_the_cluster! {
    a_waiter_on_another_node_is_told_whose_turn_it_is,
    a_dropped_future_leaves_the_lease_no_longer_than_it_lasts,
    only_a_migration_with_something_to_do_takes_the_lease,
    a_long_alter_keeps_its_lease_on_every_node,
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
    // New tables go together in one packet, which has its guard (it quotes the first of them) at
    // its beginning.
    let guards: Vec<usize> =
        (0..sent.len()).filter(|at| sent[*at].contains("ON DUPLICATE KEY UPDATE fence")).collect();
    assert_eq!(guards.len(), 1, "{sent:#?}");
    assert!(looks.iter().any(|look| *look < guards[0]) && guards[0] <= made, "{sent:#?}");

    let user = db.user().await;
    let pool = node.pool_of(&user);
    assert!(scene::schema(TABLES).migrate(&pool).await.unwrap().is_unchanged());
    let sent = node.statements(&user).await;
    assert!(sent.all.len() <= crate::support::NO_OP_STATEMENTS, "{:#?}", sent.all);
    assert!(!sent.all.iter().any(|sql| sql.contains("lease") || sql.contains("wsrep")));
}

#[derive(SafeSchema)]
#[safe_schema(table = "events")]
struct Event {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    // Was an int: the table is copied for it.
    amount: i64,
    #[safe_schema(len = 60)]
    text: String,
}

/// While a node copies a table no node writes anything, the lease included: it is not renewed,
/// and yet nobody else gets it, nor waits for longer than it was told to.
async fn a_long_alter_keeps_its_lease_on_every_node(db: Clustered) {
    let node = db.first();
    node.sql(
        "CREATE TABLE events (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, \
           amount INT NOT NULL, text VARCHAR(60) NOT NULL) DEFAULT CHARSET=utf8mb4; \
         INSERT INTO events (amount, text) VALUES (1, UUID())",
    )
    .await;
    let mut rows = 1;
    // As many as it takes for a lease to run out meanwhile.
    let took = loop {
        node.sql("INSERT INTO events (amount, text) SELECT amount + 1, UUID() FROM events").await;
        rows *= 2;
        if rows < 1 << 20 {
            continue;
        }
        node.sql("DROP TABLE IF EXISTS _safe_schema_lease").await;
        if let Some(took) = keeps_its_lease(&db).await {
            break took;
        }
        node.sql("ALTER TABLE events MODIFY amount INT NOT NULL").await;
    };
    eprintln!("Galera: {rows} rows copied in {took:?}; another was kept waiting meanwhile");
}

/// How long the ALTER took; `None` where it was over too soon.
async fn keeps_its_lease(db: &Clustered) -> Option<Duration> {
    let user = db.user().await;
    let schema =
        |wait| schema![Event].with_options(Options::new().lease_time(TIME).turn_wait(wait));
    let (pool, other) = (db.first().pool_of(&user), db.nodes[1].pool_of(&user));
    let started = Instant::now();
    let migration =
        tokio::spawn(async move { schema(Duration::from_secs(60)).migrate(&pool).await });
    wait_until("the ALTER was sent", || async { !db.ddl(&user).await.is_empty() }).await;
    // The lease seems to have run out by then.
    let wait = TIME + Duration::from_secs(1);
    let waiting = Instant::now();
    let outcome = schema(wait).migrate(&other).await;
    let waited = waiting.elapsed();
    let was_long = !migration.is_finished();
    let report = migration.await.unwrap().unwrap();
    let took = started.elapsed();
    assert_eq!(report.executed.len(), 1, "{report}");
    if !was_long {
        return None;
    }
    let error = outcome.unwrap_err();
    assert!(matches!(&error, Error::Locked { .. }), "{error:?}");
    assert!(waited < wait * 2, "{waited:?}");
    db.in_step().await;
    assert_eq!(db.ddl(&user).await.len(), 1, "sent once");
    let lease = db.first().rows("SELECT fence, owner FROM _safe_schema_lease").await;
    assert_eq!(lease, [[Some("1".to_owned()), None]], "nobody else ever had it");
    Some(took)
}
