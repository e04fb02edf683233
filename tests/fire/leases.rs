//! A lease decides where a proxy pools the sessions, and nowhere else on a single server.

use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use safe_schema::report::{Progress, Stage};
use safe_schema::schema::TableName;
use safe_schema::{Error, Fix, Options, SafeSchema, Schema, schema};
use sqlx::Connection;

use crate::pooling::Pooling;
use crate::replicas::{ddl, together};
use crate::support::{Database, ask, both, wait_until};
use crate::{scene, times};

both! {
    pooled_replicas,
    a_plain_server_has_no_lease,
    the_lease_counts_for_whoever_comes_directly,
    a_long_step_keeps_its_lease,
    a_statement_outlives_its_owner,
    nothing_is_run_without_the_lease,
    a_fix_is_not_kept_without_the_lease,
    a_waiter_is_told_whose_turn_it_is,
    the_first_of_two_is_kept_while_the_second_is_waited_for,
    with_the_least_privileges,
}

const TABLES: usize = 4;
/// As short as it may be.
const TIME: Duration = Duration::from_secs(3);

const LEASE: &str = "SELECT fence, owner IS NULL, who FROM _safe_schema_lease";

fn options() -> Options {
    Options::new().lease_time(TIME).lock_wait(Duration::from_secs(60))
}

fn schema() -> Schema {
    scene::schema(TABLES).with_options(options())
}

async fn pooled(db: &Database) -> (sqlx::MySqlPool, String) {
    let (_, user) = db.pool().await;
    let proxy = Pooling::to(db.server.port()).await;
    (proxy.pool(db.options(&user).database(&db.name)), user)
}

/// Fence, and whether nobody holds it.
async fn lease(db: &Database) -> (u64, bool) {
    let row = db.rows(LEASE).await.remove(0);
    let text = |at: usize| row[at].clone().unwrap_or_default();
    (text(0).parse().unwrap(), text(1) == "1")
}

async fn pooled_replicas(db: Database) {
    scene::drift(&db, TABLES).await;
    let (_, user) = db.pool().await;
    together(db.server.port(), &user, &db.name, 1, TABLES).await;
    let expected = ddl(&db, &user).await;
    for is_drifted in [true, false] {
        match is_drifted {
            true => scene::drift(&db, TABLES).await,
            false => scene::empty(&db).await,
        }
        let rows = db.pictures().await;
        let (_, user) = db.pool().await;
        let proxy = Pooling::to(db.server.port()).await;
        together(proxy.port(), &user, &db.name, times(8, 30), TABLES).await;
        let sent = ddl(&db, &user).await;
        match is_drifted {
            true => assert_eq!(sent, expected, "each DDL once"),
            false => assert_eq!(sent.len(), TABLES, "each DDL once: {sent:?}"),
        }
        let (fence, is_free) = lease(&db).await;
        assert!(fence > 0 && is_free, "{fence}");
        scene::assert_right(&db, &scene::schema(TABLES), &rows).await;
    }
}

async fn a_plain_server_has_no_lease(db: Database) {
    scene::drift(&db, TABLES).await;
    let (pool, user) = db.pool().await;
    assert!(!schema().migrate(&pool).await.unwrap().is_unchanged());
    let sent = db.statements(&user).await.all;
    let count = |part: &str| sent.iter().filter(|sql| sql.contains(part)).count();
    assert_eq!((count("GET_LOCK("), count("RELEASE_LOCK(")), (1, 1), "{sent:#?}");
    assert_eq!(count("`_safe_schema_lease`"), 0, "{sent:#?}");
    assert_eq!(db.rows("SHOW TABLES LIKE '\\_safe\\_schema\\_lease'").await.len(), 0);
}

/// One way leads through the proxy, another does not: they meet at the lease.
async fn the_lease_counts_for_whoever_comes_directly(db: Database) {
    let (pool, _) = pooled(&db).await;
    schema().migrate(&pool).await.unwrap();
    assert_eq!(lease(&db).await, (1, true));
    db.sql(
        "ALTER TABLE items_0 DROP COLUMN weight; UPDATE _safe_schema_lease SET owner = 'o', \
           who = 'somebody else', held_since = UTC_TIMESTAMP(6), \
           held_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR",
    )
    .await;
    let (direct, _) = db.pool().await;
    let patient = |wait| schema().with_options(Options::new().turn_wait(Duration::from_secs(wait)));
    let error = patient(1).migrate(&direct).await.unwrap_err();
    assert!(matches!(&error, Error::Locked { .. }), "{error:?}");
    assert!(error.to_string().contains("somebody else, for "), "{error}");
    db.sql("UPDATE _safe_schema_lease SET held_until = UTC_TIMESTAMP(6)").await;
    assert_eq!(patient(60).migrate(&direct).await.unwrap().executed.len(), 1);
    assert_eq!(lease(&db).await, (2, true));
}

/// Holds a table, so that its ALTER waits.
async fn hold(db: &Database) -> sqlx::MySqlConnection {
    let options = db.options("root").database(&db.name);
    let mut holder = sqlx::MySqlConnection::connect_with(&options).await.unwrap();
    ask(&mut holder, "START TRANSACTION; SELECT * FROM items_0").await.unwrap();
    holder
}

/// The ALTER waits for the table.
async fn alter_waits(db: &Database, user: &str) -> bool {
    let alters = format!(
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST \
         WHERE USER = '{user}' AND STATE LIKE '%metadata lock%'"
    );
    db.value(&alters).await == "1"
}

async fn a_long_step_keeps_its_lease(db: Database) {
    scene::drift(&db, TABLES).await;
    let holder = hold(&db).await;
    let (pool, user) = pooled(&db).await;
    let migration = tokio::spawn(async move { schema().migrate(&pool).await });
    wait_until("the ALTER waits", || alter_waits(&db, &user)).await;
    let (other, _) = pooled(&db).await;
    let wait = TIME * 2;
    let error =
        schema().with_options(Options::new().turn_wait(wait)).migrate(&other).await.unwrap_err();
    assert!(matches!(&error, Error::Locked { .. }), "{error:?}");
    assert!(!migration.is_finished());
    drop(holder);
    let report = migration.await.unwrap().unwrap();
    assert!(report.executed.iter().all(|step| step.attempts == 1), "{report}");
    assert_eq!(lease(&db).await, (1, true), "nobody else ever had it");
}

#[derive(SafeSchema)]
#[safe_schema(table = "prices")]
struct Price {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(backfill = "id * 2")]
    gross: i32,
}

/// The owner dies, its lease runs out, and the server still runs its statement: the next owner
/// begins only when that is over. (The statement waits for a row; an ALTER that waits for a table
/// is ended by MariaDB when its client is gone.)
async fn a_statement_outlives_its_owner(db: Database) {
    db.sql("CREATE TABLE prices (id INT UNSIGNED PRIMARY KEY); INSERT INTO prices VALUES (1), (2)")
        .await;
    let schema = || schema![Price].with_options(options());
    let (pool, user) = pooled(&db).await;
    let (callback, at_step, go_on) = gate(2);
    let (cancel, cancelled) = tokio::sync::oneshot::channel();
    let migration = start(schema().on_progress(callback), pool, cancelled);
    arrived(at_step).await;
    let root = db.options("root").database(&db.name);
    let mut holder = sqlx::MySqlConnection::connect_with(&root).await.unwrap();
    ask(&mut holder, "START TRANSACTION; SELECT * FROM prices FOR UPDATE").await.unwrap();
    drop(go_on);
    let updates = format!(
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST \
         WHERE USER = '{user}' AND INFO LIKE 'UPDATE `prices`%'"
    );
    let is_updating = || async { db.value(&updates).await == "1" };
    wait_until("the UPDATE waits", is_updating).await;
    cancel.send(()).unwrap();
    assert!(joined(migration).await.is_none());
    assert_eq!(lease(&db).await, (1, false), "it runs out by itself");

    // The same user, as another one would not be shown the statement.
    let proxy = Pooling::to(db.server.port()).await;
    let same = proxy.pool(db.options(&user).database(&db.name));
    let second = tokio::spawn(async move { schema().migrate(&same).await });
    wait_until("the lease ran out", || async { lease(&db).await.0 == 2 }).await;
    let taken = Instant::now();
    while taken.elapsed() < TIME * 2 {
        assert!(!second.is_finished());
        assert!(is_updating().await, "the former statement is still there, alone");
        assert_eq!(lease(&db).await, (2, false), "renewed meanwhile");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    drop(holder);
    second.await.unwrap().unwrap();
    assert_eq!(lease(&db).await, (2, true));
    assert_eq!(db.value("SELECT GROUP_CONCAT(gross ORDER BY id) FROM prices").await, "2,4");
}

/// Stops a migration before a step until it is told to go on.
fn gate(before: usize) -> (impl Fn(&Progress) + Send + Sync, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (arrive, arrived) = mpsc::channel();
    let (go_on, gone_on) = mpsc::channel();
    let gone_on = Arc::new(Mutex::new(gone_on));
    let callback = move |progress: &Progress| {
        if progress.step == before && progress.stage == Stage::Begun {
            let _ = arrive.send(());
            let _ = gone_on.lock().unwrap().recv();
        }
    };
    (callback, arrived, go_on)
}

/// A migration on a thread of its own, which may stand still: how many steps it did, or nothing
/// where its future was dropped.
fn start(
    schema: Schema,
    pool: sqlx::MySqlPool,
    cancelled: tokio::sync::oneshot::Receiver<()>,
) -> std::thread::JoinHandle<Option<usize>> {
    let options = (*pool.connect_options()).clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let pool = crate::support::pool(options);
            tokio::select! {
                report = schema.migrate(&pool) => Some(report.unwrap().executed.len()),
                Ok(()) = cancelled => None,
            }
        })
    })
}

async fn joined<T: Send + 'static>(thread: std::thread::JoinHandle<T>) -> T {
    tokio::task::spawn_blocking(move || thread.join().unwrap()).await.unwrap()
}

async fn arrived(at: mpsc::Receiver<()>) {
    tokio::task::spawn_blocking(move || at.recv_timeout(Duration::from_secs(60)).unwrap())
        .await
        .unwrap();
}

/// An owner that stood still for too long (a paused machine) finds its lease to be another's: its
/// next step is not run. It waits for its turn, looks, and does what is still missing.
async fn nothing_is_run_without_the_lease(db: Database) {
    scene::drift(&db, TABLES).await;
    let rows = db.pictures().await;
    let (pool, _) = pooled(&db).await;
    let (callback, at_step, go_on) = gate(2);
    let (_cancel, never) = tokio::sync::oneshot::channel();
    let migration = start(schema().on_progress(callback), pool, never);
    arrived(at_step).await;
    assert_eq!(lease(&db).await.0, 1);
    db.sql(
        "UPDATE _safe_schema_lease SET fence = fence + 1, owner = 'o', who = 'somebody else', \
           held_until = UTC_TIMESTAMP(6) + INTERVAL 2 SECOND",
    )
    .await;
    let definitions = db.definitions().await;
    drop(go_on);
    while lease(&db).await.0 == 2 {
        let now = db.definitions().await;
        // Asked again: it may have become another's turn while the definitions were read.
        if lease(&db).await.0 == 2 {
            assert_eq!(now, definitions, "nothing was run");
        }
    }
    let executed = joined(migration).await.unwrap();
    assert!(executed > TABLES, "the report has what was done before and after: {executed}");
    assert_eq!(lease(&db).await, (3, true), "taken again, and let go of");
    scene::assert_right(&db, &scene::schema(TABLES), &rows).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "bills")]
struct Bill {
    #[safe_schema(primary_key)]
    id: u32,
    gross: i32,
}

/// The lease becomes another's while a data fix runs: what the fix did is taken back, and done in
/// its next turn.
async fn a_fix_is_not_kept_without_the_lease(db: Database) {
    db.sql(
        "CREATE TABLE bills (id INT UNSIGNED PRIMARY KEY, gross INT); \
         INSERT INTO bills VALUES (1, NULL), (2, 5)",
    )
    .await;
    let (pool, _) = pooled(&db).await;
    let root = db.options("root").database(&db.name);
    let found = Arc::new(Mutex::new(Vec::new()));
    let told = found.clone();
    let fix = Fix::run("gross", TableName::new("bills"), move |connection| {
        let (root, told) = (root.clone(), told.clone());
        Box::pin(async move {
            let mend = "UPDATE bills SET gross = 7 WHERE gross IS NULL";
            // As text: the proxy keeps no prepared statements.
            let rows = sqlx::raw_sql(mend).execute(connection).await?.rows_affected();
            let is_first = {
                let mut found = told.lock().unwrap();
                found.push(rows);
                found.len() == 1
            };
            if is_first {
                let mut other = sqlx::MySqlConnection::connect_with(&root).await?;
                let taken = "UPDATE _safe_schema_lease SET fence = fence + 1, owner = 'o', \
                     who = 'somebody else', held_until = UTC_TIMESTAMP(6) + INTERVAL 1 SECOND";
                sqlx::query(taken).execute(&mut other).await?;
            }
            Ok(rows)
        })
    });
    let schema = schema![Bill].with_options(options()).with_fix(fix);
    let report = schema.migrate(&pool).await.unwrap();
    assert_eq!(*found.lock().unwrap(), [1, 1], "the first was taken back");
    assert_eq!((report.fixes.len(), report.executed.len()), (1, 1), "{report}");
    assert_eq!(db.value("SELECT GROUP_CONCAT(gross ORDER BY id) FROM bills").await, "7,5");
    assert_eq!(lease(&db).await, (3, true), "another's for one turn");
}

async fn a_waiter_is_told_whose_turn_it_is(db: Database) {
    scene::drift(&db, TABLES).await;
    let (pool, _) = pooled(&db).await;
    let (callback, at_step, go_on) = gate(1);
    let owner = schema().with_service("billing 1.2").on_progress(callback);
    let (_cancel, never) = tokio::sync::oneshot::channel();
    let migration = start(owner, pool, never);
    arrived(at_step).await;
    let (other, _) = pooled(&db).await;
    let started = Instant::now();
    let wait = Duration::from_secs(1);
    let error =
        schema().with_options(Options::new().turn_wait(wait)).migrate(&other).await.unwrap_err();
    let waited = started.elapsed();
    let Error::Locked { database, holder, .. } = &error else { panic!("{error:?}") };
    assert_eq!(*database, db.name);
    let process = std::process::id();
    assert!(holder.starts_with("billing 1.2 on "), "{holder}");
    assert!(holder.contains(&format!(", process {process}, for ")), "{holder}");
    assert!(holder.contains("its lease runs out in "), "{holder}");
    assert!(waited < wait * 3, "{waited:?}");
    drop(go_on);
    assert!(joined(migration).await.unwrap() > 0);
    // Let go of, so that nobody has to wait until it runs out.
    assert_eq!(lease(&db).await, (1, true));
    assert!(schema().migrate(&other).await.unwrap().is_unchanged());
}

/// UPDATE on the lease's table is all that comes to what a migration needs; without it nothing is
/// changed, and it is named.
async fn with_the_least_privileges(db: Database) {
    let user = db.stranger().await;
    let grant = "SELECT, INSERT, CREATE, ALTER, INDEX, REFERENCES";
    db.sql(&format!("GRANT {grant} ON `{}`.* TO '{user}'@'%'", db.name)).await;
    let proxy = Pooling::to(db.server.port()).await;
    let pool = || proxy.pool(db.options(&user).database(&db.name));
    let error = schema().migrate(&pool()).await.unwrap_err();
    assert!(error.to_string().contains("grant this database user UPDATE"), "{error}");
    assert_eq!(ddl(&db, &user).await, [""; 0]);
    db.sql(&format!("GRANT UPDATE ON `{}`._safe_schema_lease TO '{user}'@'%'", db.name)).await;
    assert_eq!(schema().migrate(&pool()).await.unwrap().executed.len(), TABLES);
    assert_eq!(lease(&db).await, (1, true));
}

#[derive(SafeSchema)]
#[safe_schema(table = "firsts")]
struct First {
    #[safe_schema(primary_key)]
    id: u32,
    note: Option<String>,
}

/// In a database whose name comes after that of the scenario.
#[derive(SafeSchema)]
#[safe_schema(database = "waited-for-second", table = "seconds")]
struct Second {
    #[safe_schema(primary_key)]
    id: u32,
}

async fn the_first_of_two_is_kept_while_the_second_is_waited_for(mut db: Database) {
    db.also("waited-for-second").await;
    let both = || schema![First, Second].with_options(options());
    let (pool, _) = pooled(&db).await;
    both().migrate(&pool).await.unwrap();
    db.sql(
        "ALTER TABLE firsts DROP COLUMN note; UPDATE `waited-for-second`._safe_schema_lease \
         SET owner = 'o', who = 'somebody else', held_since = UTC_TIMESTAMP(6), \
           held_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR",
    )
    .await;
    let migration = tokio::spawn(async move { both().migrate(&pool).await });
    wait_until("the first is held", || async { lease(&db).await == (2, false) }).await;
    let state = "SELECT held_until > UTC_TIMESTAMP(6), \
          held_since + INTERVAL 7 SECOND < UTC_TIMESTAMP(6) FROM _safe_schema_lease";
    let is_waited_for = || async {
        let row = db.rows(state).await.remove(0);
        assert_eq!(row[0].as_deref(), Some("1"), "it ran out");
        row[1].as_deref() == Some("1")
    };
    wait_until("more than twice its time has passed", is_waited_for).await;
    // So it is nobody else's turn.
    let (other, _) = pooled(&db).await;
    let patience = options().turn_wait(Duration::from_secs(1));
    let error = schema![First].with_options(patience).migrate(&other).await.unwrap_err();
    assert!(matches!(&error, Error::Locked { .. }), "{error:?}");
    assert!(!migration.is_finished());
    db.sql("UPDATE `waited-for-second`._safe_schema_lease SET held_until = UTC_TIMESTAMP(6)").await;
    assert_eq!(migration.await.unwrap().unwrap().executed.len(), 1);
    assert_eq!(lease(&db).await, (2, true), "nobody else ever had it");
}
