//! A server that is killed (SIGKILL) in the middle of an ALTER and started again: the run that was
//! on it goes on by itself. Where that run is gone as well, the next one finds the old key or the
//! new one, and all rows.

use std::time::Duration;

use safe_schema::report::StepState;
use safe_schema::testing::Server;
use safe_schema::{Policy, SafeSchema, schema};

use crate::support::{Database, ask, both, options, pool, start, wait_until};
use crate::{is_long, times};

both! {
    kill_of_the_server_while_it_copies,
    kill_of_the_server_while_it_adds_a_key,
    kill_of_the_server_while_it_repairs_a_primary_key,
}

#[derive(SafeSchema)]
#[safe_schema(table = "events")]
struct Event {
    #[safe_schema(primary_key)]
    id: u64,
    // Was an int: MySQL and MariaDB copy the table for it.
    amount: i64,
    #[safe_schema(len = 60)]
    text: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "events", index(columns(text, amount)))]
struct Indexed {
    #[safe_schema(primary_key)]
    id: u64,
    amount: i32,
    #[safe_schema(len = 60)]
    text: String,
}

const EVENTS: &str = "CREATE TABLE events (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, \
     amount INT NOT NULL, text VARCHAR(60) NOT NULL) DEFAULT CHARSET=utf8mb4; \
     INSERT INTO events (amount, text) VALUES (1, UUID())";

/// Events, so many times doubled.
async fn fill(root: &sqlx::MySqlPool, doublings: usize) {
    for sql in EVENTS.split("; ") {
        ask(root, sql).await.unwrap();
    }
    for _ in 0..doublings {
        ask(root, "INSERT INTO events (amount, text) SELECT amount + 1, UUID() FROM events")
            .await
            .unwrap();
    }
    ask(root, "ALTER TABLE events MODIFY id BIGINT UNSIGNED NOT NULL").await.unwrap();
}

const SUM: &str = "SELECT COUNT(*), SUM(id), SUM(amount), SUM(CRC32(text)) FROM events";

const ALTERING: &str = "SELECT COUNT(*) FROM information_schema.PROCESSLIST \
    WHERE INFO LIKE 'ALTER TABLE `events`%' OR INFO LIKE 'CREATE INDEX%'";

async fn kill_and_go_on(db: Database, schema: safe_schema::Schema) {
    // A server of its own: the others' scenarios go on.
    let Some(mut server) = start(Server::builder().kind(db.kind)) else { return };
    let root = server.pool("shop").await.unwrap();
    fill(&root, times(17, 19)).await;
    let before = ask(&root, SUM).await.unwrap();

    let migration = {
        let pool = pool(options(&server, "root").database("shop"));
        let schema = schema.clone();
        tokio::spawn(async move { schema.migrate(&pool).await })
    };
    wait_until("the ALTER runs", || async {
        ask(&root, ALTERING).await.unwrap()[0][0].as_deref() != Some("0")
    })
    .await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.kill().unwrap();
    let was_running = !migration.is_finished();
    let server = tokio::task::spawn_blocking(move || {
        server.restart().unwrap();
        server
    })
    .await
    .unwrap();

    let report = migration.await.unwrap().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.executed.len(), 1, "{report}");
    let root = pool(options(&server, "root").database("shop"));
    assert_eq!(before, ask(&root, SUM).await.unwrap(), "rows");
    assert!(schema.migrate(&root).await.unwrap().is_unchanged());
    let states: Vec<StepState> =
        schema.history(&root).await.unwrap().iter().map(|entry| entry.state).collect();
    // The row before the step may be lost with the server; the one after it can't be.
    let ends = states.iter().filter(|state| matches!(state, StepState::Done | StepState::Settled));
    assert_eq!(ends.count(), 1, "{states:?}");
    let leftovers = "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_NAME LIKE '#sql%'";
    assert_eq!(ask(&root, leftovers).await.unwrap()[0][0].as_deref(), Some("0"));
    eprintln!("{:?}: killed in mid-ALTER: {was_running}; the journal says {states:?}", db.kind);
}

async fn kill_of_the_server_while_it_copies(db: Database) {
    kill_and_go_on(db, schema![Event]).await;
}

async fn kill_of_the_server_while_it_adds_a_key(db: Database) {
    kill_and_go_on(db, schema![Indexed]).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "events", primary_key(text, id))]
struct Rekeyed {
    id: u64,
    amount: i32,
    #[safe_schema(len = 60)]
    text: String,
}

/// A million rows, the key of which is repaired; server and client both die.
async fn kill_of_the_server_while_it_repairs_a_primary_key(db: Database) {
    const OLD: &str = "PRIMARY KEY (`id`)";
    const NEW: &str = "PRIMARY KEY (`text`,`id`)";
    let Some(mut server) = start(Server::builder().kind(db.kind)) else { return };
    let root = server.pool("shop").await.unwrap();
    fill(&root, 20).await;
    let before = ask(&root, SUM).await.unwrap();
    assert_eq!(before[0][0].as_deref(), Some("1048576"));
    root.close().await;

    let instants: &[u64] = if is_long() { &[0, 50, 300, 1_000, 2_000, 4_000] } else { &[300] };
    for instant in instants {
        let root = pool(options(&server, "root").database("shop"));
        let migration = {
            let pool = pool(options(&server, "root").database("shop"));
            tokio::spawn(async move { schema![Rekeyed].migrate(&pool).await })
        };
        wait_until("the ALTER runs", || async {
            ask(&root, ALTERING).await.unwrap()[0][0].as_deref() != Some("0")
        })
        .await;
        tokio::time::sleep(Duration::from_millis(*instant)).await;
        migration.abort();
        server.kill().unwrap();
        drop(migration.await);
        server = tokio::task::spawn_blocking(move || {
            server.restart().unwrap();
            server
        })
        .await
        .unwrap();

        let root = pool(options(&server, "root").database("shop"));
        let definition =
            ask(&root, "SHOW CREATE TABLE events").await.unwrap()[0][1].clone().unwrap();
        let is_old = definition.contains(OLD);
        assert!(is_old || definition.contains(NEW), "neither key: {definition}");
        assert_eq!(before, ask(&root, SUM).await.unwrap(), "rows");

        let report =
            schema![Rekeyed].migrate(&root).await.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(report.executed.len(), usize::from(is_old), "{report}");
        let definition =
            ask(&root, "SHOW CREATE TABLE events").await.unwrap()[0][1].clone().unwrap();
        assert!(definition.contains(NEW), "{definition}");
        assert_eq!(before, ask(&root, SUM).await.unwrap(), "rows");
        assert!(schema![Rekeyed].migrate(&root).await.unwrap().is_unchanged());
        let leftovers =
            "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_NAME LIKE '#sql%'";
        assert_eq!(ask(&root, leftovers).await.unwrap()[0][0].as_deref(), Some("0"));
        eprintln!(
            "{:?}: killed {instant} ms into the repair of {} rows: the {} key was there",
            db.kind,
            before[0][0].as_deref().unwrap_or_default(),
            if is_old { "old" } else { "new" }
        );
        ask(&root, "ALTER TABLE events DROP PRIMARY KEY, ADD PRIMARY KEY (id)").await.unwrap();
    }
}
