//! Many processes that start at the same moment, on nothing and on tables that drifted.

use std::process::Child;
use std::time::{Duration, Instant};

use crate::support::{Database, both};
use crate::{child, scene, times};

both! { replicas_on_an_empty_database, replicas_on_a_drifted_database }

const TABLES: usize = 20;

/// Every process must end well; how long that took.
pub(crate) async fn together(
    port: u16,
    user: &str,
    database: &str,
    processes: usize,
    tables: usize,
) -> Duration {
    let started = Instant::now();
    let children: Vec<Child> =
        (0..processes).map(|_| child::start(port, user, database, tables)).collect();
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

async fn rounds(db: &Database, is_drifted: bool) {
    let (processes, rounds) = (times(12, 50), times(1, 20));
    let prepare = || async {
        match is_drifted {
            true => scene::drift(db, TABLES).await,
            false => scene::empty(db).await,
        }
    };
    let (mut alone, mut all) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..rounds {
        prepare().await;
        let (_, user) = db.pool().await;
        alone += together(db.server.port(), &user, &db.name, 1, TABLES).await;
        let expected = ddl(db, &user).await;
        assert!(expected.len() >= TABLES);

        prepare().await;
        let rows = db.pictures().await;
        let (_, user) = db.pool().await;
        all += together(db.server.port(), &user, &db.name, processes, TABLES).await;
        assert_eq!(ddl(db, &user).await, expected, "each DDL once, as the server saw it");
        scene::assert_right(db, &scene::schema(TABLES), &rows).await;
    }
    eprintln!(
        "{:?}, drifted: {is_drifted}: {rounds} rounds of {processes} processes, all ended well; \
         {:.2} times as long as one alone ({:?})",
        db.kind,
        all.as_secs_f64() / alone.as_secs_f64(),
        alone / u32::try_from(rounds).unwrap(),
    );
}

/// The DDL of the user, sorted, as it may be in another order.
pub(crate) async fn ddl(db: &Database, user: &str) -> Vec<String> {
    let mut ddl: Vec<String> =
        db.statements(user).await.ddl().into_iter().map(str::to_owned).collect();
    ddl.sort();
    ddl
}

async fn replicas_on_an_empty_database(db: Database) {
    rounds(&db, false).await;
}

async fn replicas_on_a_drifted_database(db: Database) {
    rounds(&db, true).await;
}
