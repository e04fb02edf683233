//! A migration that is asked to stop: between two steps, and while it waits.

use std::time::{Duration, Instant};

use safe_schema::report::StepState;
use safe_schema::{Error, Options, SafeSchema, Schema, schema};
use sqlx::Connection;

use crate::support::{Database, ask, both, wait_until, with_parents};

both! {
    before_the_first_step,
    between_two_steps,
    while_a_table_is_locked,
    while_another_migrates,
    never_asked,
}

#[derive(SafeSchema)]
#[safe_schema(table = "roads")]
struct Road {
    #[safe_schema(primary_key)]
    id: u32,
    width: Option<f32>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "signs")]
struct Sign {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Road::id))]
    road_id: u32,
}

fn all() -> Schema {
    with_parents![Sign]
}

fn is_stopped(error: &Error) -> bool {
    matches!(error, Error::Stopped { .. })
}

async fn before_the_first_step(db: Database) {
    let (pool, user) = db.pool().await;
    let error = all().migrate_until(&pool, async {}).await.unwrap_err();
    assert!(is_stopped(&error), "{error:?}");
    assert!(error.to_string().contains("nothing"), "{error}");
    assert_eq!(db.statements(&user).await.ddl(), [""; 0]);
    db.migrate(&all()).await;
}

/// The first step waits for a table that somebody holds. It is let go when the wish is there: the
/// step is done, and the next one is not begun.
async fn between_two_steps(db: Database) {
    db.sql("CREATE TABLE roads (id INT UNSIGNED PRIMARY KEY)").await;
    let mut holder = hold(&db).await;
    let (pool, user) = db.pool().await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let migration =
        tokio::spawn(
            async move { all().migrate_until(&pool, async { drop(stopped.await) }).await },
        );
    wait_until("the ALTER waits", || is_waiting(&db, &user)).await;
    stop.send(()).unwrap();
    ask(&mut holder, "COMMIT").await.unwrap();
    let error = migration.await.unwrap().unwrap_err();
    let Error::Stopped { done } = &error else { panic!("{error:?}") };
    assert_eq!(done.len(), 1, "{done:?}");
    assert!(done[0].contains("roads"), "{done:?}");
    let (pool, _) = db.pool().await;
    let history = all().history(&pool).await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].state, StepState::Done);
    assert_eq!(db.migrate(&all()).await.executed.len(), 1);
}

/// Holds the table's metadata lock by an open transaction.
async fn hold(db: &Database) -> sqlx::MySqlConnection {
    let mut holder =
        sqlx::MySqlConnection::connect_with(&db.options("root").database(&db.name)).await.unwrap();
    ask(&mut holder, "START TRANSACTION; SELECT * FROM roads").await.unwrap();
    holder
}

async fn is_waiting(db: &Database, user: &str) -> bool {
    let waiting = format!(
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST \
         WHERE USER = '{user}' AND STATE LIKE 'Waiting for table metadata lock'"
    );
    db.value(&waiting).await == "1"
}

async fn while_a_table_is_locked(db: Database) {
    db.sql("CREATE TABLE roads (id INT UNSIGNED PRIMARY KEY)").await;
    let holder = hold(&db).await;
    let (pool, user) = db.pool().await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let schema = all().with_options(Options::new().lock_wait(Duration::from_secs(1)));
    let migration =
        tokio::spawn(
            async move { schema.migrate_until(&pool, async { drop(stopped.await) }).await },
        );
    wait_until("the ALTER was sent twice", || async { db.statements(&user).await.ddl().len() > 1 })
        .await;
    let started = Instant::now();
    stop.send(()).unwrap();
    let error = migration.await.unwrap().unwrap_err();
    assert!(is_stopped(&error), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    drop(holder);
    db.migrate(&all()).await;
}

async fn while_another_migrates(db: Database) {
    db.sql("CREATE TABLE roads (id INT UNSIGNED PRIMARY KEY)").await;
    let holder = hold(&db).await;
    let (pool, user) = db.pool().await;
    let running = tokio::spawn(async move { schema![Road].migrate(&pool).await });
    wait_until("the first waits for the table", || is_waiting(&db, &user)).await;
    let (pool, user) = db.pool().await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let migration =
        tokio::spawn(
            async move { all().migrate_until(&pool, async { drop(stopped.await) }).await },
        );
    wait_until("the second waits for its turn", || async {
        db.statements(&user).await.all.iter().any(|sql| sql.contains("GET_LOCK"))
    })
    .await;
    stop.send(()).unwrap();
    assert!(is_stopped(&migration.await.unwrap().unwrap_err()));
    drop(holder);
    assert_eq!(running.await.unwrap().unwrap().executed.len(), 1);
}

async fn never_asked(db: Database) {
    let (pool, _) = db.pool().await;
    let report = all().migrate_until(&pool, std::future::pending()).await.unwrap();
    assert_eq!(report.executed.len(), 2);
}
