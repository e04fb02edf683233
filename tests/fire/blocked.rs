//! A transaction that is left open on a table: nobody is stalled for longer than was allowed.

use std::time::{Duration, Instant};

use safe_schema::{Error, Options, SafeSchema, schema};
use sqlx::Connection;

use crate::support::{Database, ask, both, wait_until};
use crate::times;

both! { readers_are_not_stalled, the_blocker_is_named, the_blocker_is_hidden }

#[derive(SafeSchema)]
#[safe_schema(table = "beds")]
struct Bed {
    #[safe_schema(primary_key)]
    id: u32,
    width: Option<f32>,
}

const BEDS: &str = "CREATE TABLE beds (id INT UNSIGNED PRIMARY KEY); INSERT INTO beds VALUES (1)";
/// What the server is told to wait, and what it may count too much: whole seconds, and it looks
/// at its clock but once in a while.
const WAIT: Duration = Duration::from_secs(1);
const TOLERANCE: Duration = Duration::from_millis(800);

async fn hold(db: &Database, user: &str) -> (sqlx::MySqlConnection, u64) {
    let mut holder =
        sqlx::MySqlConnection::connect_with(&db.options(user).database(&db.name)).await.unwrap();
    let rows =
        ask(&mut holder, "START TRANSACTION; SELECT * FROM beds; SELECT CONNECTION_ID()").await;
    let id = rows.unwrap().last().unwrap()[0].clone().unwrap().parse().unwrap();
    (holder, id)
}

async fn readers_are_not_stalled(db: Database) {
    db.sql(BEDS).await;
    let (mut holder, id) = hold(&db, "root").await;
    let (pool, user) = db.pool().await;
    let migration = tokio::spawn(async move {
        schema![Bed].with_options(Options::new().lock_wait(WAIT)).migrate(&pool).await
    });
    wait_until("the ALTER was sent", || async { !db.statements(&user).await.ddl().is_empty() })
        .await;
    // Readers come all the while; each is as slow as what it queues behind.
    let mut reader =
        sqlx::MySqlConnection::connect_with(&db.options("root").database(&db.name)).await.unwrap();
    let (mut longest, mut reads) = (Duration::ZERO, 0);
    let until = Instant::now() + Duration::from_secs(times(5, 12) as u64);
    while Instant::now() < until {
        let started = Instant::now();
        ask(&mut reader, "SELECT id FROM beds").await.unwrap();
        longest = longest.max(started.elapsed());
        reads += 1;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(!migration.is_finished());
    assert!(longest < WAIT + TOLERANCE, "a reader was stalled for {longest:?}");
    assert!(longest > WAIT / 4, "no reader ever queued behind the ALTER: {longest:?}");
    ask(&mut holder, "COMMIT").await.unwrap();
    let report = migration.await.unwrap().unwrap();
    let step = &report.executed[0];
    assert!(step.attempts > 1);
    assert!(report.to_string().contains("times, the table was locked"), "{report}");
    if !db.is_mariadb() {
        // This user may not see performance_schema; see below for one who may.
        assert!(step.blockers.iter().all(|blocker| blocker.connection == id), "{step:?}");
    }
    eprintln!(
        "{:?}: {reads} reads beside {} tries, the longest stalled for {longest:?}",
        db.kind, step.attempts
    );
}

fn impatient() -> safe_schema::Schema {
    let wait = Duration::from_secs(1);
    schema![Bed].with_options(Options::new().lock_wait(wait).lock_budget(wait))
}

/// To a user who may see it, the refusal names who is in the way, and what to kill.
async fn the_blocker_is_named(db: Database) {
    db.sql(BEDS).await;
    let (pool, user) = db.pool().await;
    match db.is_mariadb() {
        true => db.sql(&format!("GRANT PROCESS ON *.* TO '{user}'@'%'")).await,
        false => db.sql(&format!("GRANT SELECT ON performance_schema.* TO '{user}'@'%'")).await,
    }
    let (_, other) = db.pool().await;
    let (holder, id) = hold(&db, &other).await;
    let error = impatient().migrate(&pool).await.unwrap_err();
    let Error::Step(step) = &error else { panic!("{error:?}") };
    let blocker = step.blockers.iter().find(|blocker| blocker.connection == id);
    let blocker = blocker.unwrap_or_else(|| panic!("{error}: {:?}", step.blockers));
    assert_eq!(blocker.user, other);
    assert_eq!(blocker.is_certain, !db.is_mariadb(), "{blocker:?}");
    assert_eq!(blocker.statement, None);
    assert!((1..60).contains(&blocker.seconds), "{blocker:?}");
    let text = error.to_string();
    assert!(text.contains(&format!("connection {id} of {other}@")), "{text}");
    assert!(text.contains("idle in an open transaction"), "{text}");
    drop(holder);
}

/// To one who may not, it says so, and what would help.
async fn the_blocker_is_hidden(db: Database) {
    db.sql(BEDS).await;
    let (holder, _) = hold(&db, "root").await;
    let (pool, _) = db.pool().await;
    let error = impatient().migrate(&pool).await.unwrap_err();
    let Error::Step(step) = &error else { panic!("{error:?}") };
    assert_eq!(step.blockers, []);
    assert!(error.to_string().contains("the server does not show this user"), "{error}");
    drop(holder);
}
