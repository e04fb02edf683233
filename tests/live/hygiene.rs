//! A pool is given back as it was taken, and no lock outlives a migration.

use std::time::{Duration, Instant};

use safe_schema::{Error, Options, SafeSchema, schema};
use sqlx::Connection;
use sqlx::mysql::MySqlPoolOptions;

use crate::support::{Database, Rows, ask, both, wait_until};

both! {
    the_pool_is_as_it_was,
    the_pool_is_as_it_was_after_a_failure,
    a_session_of_the_user_s_own_making,
    a_session_without_autocommit_has_no_open_transaction,
    no_lock_is_left,
    a_dropped_migration_leaves_no_lock,
    a_held_table_is_told_within_the_budget,
    a_held_table_that_is_let_go,
    a_migration_that_is_running_is_told,
    a_holder_that_may_not_be_seen,
    a_wait_that_is_killed,
}

#[derive(SafeSchema)]
#[safe_schema(table = "plants")]
struct Plant {
    #[safe_schema(primary_key)]
    id: u32,
    height: Option<f32>,
}

const PLANTS: &str =
    "CREATE TABLE plants (id INT UNSIGNED PRIMARY KEY); INSERT INTO plants VALUES (1)";

/// Everything a session may be set to, as far as the server tells.
async fn settings(pool: &sqlx::MySqlPool) -> Rows {
    let mut variables = ask(
        pool,
        "SHOW SESSION VARIABLES WHERE Variable_name NOT IN \
           ('timestamp', 'last_insert_id', 'insert_id', 'rand_seed1', 'rand_seed2', 'gtid_next', \
            'last_gtid', 'pseudo_thread_id', 'error_count', 'warning_count', 'statement_id', \
            'innodb_buffer_pool_load_incremental', 'in_transaction', 'identity', 'proxy_user') \
           AND Variable_name NOT LIKE 'innodb%' AND Variable_name NOT LIKE 'gtid%'",
    )
    .await
    .unwrap();
    variables.sort();
    variables
}

/// A pool of exactly one connection, so that it is the same one before and after.
async fn single(db: &Database) -> sqlx::MySqlPool {
    let (_, user) = db.pool().await;
    MySqlPoolOptions::new()
        .max_connections(1)
        .connect_lazy_with(db.options(&user).database(&db.name))
}

async fn connection_id(pool: &sqlx::MySqlPool) -> Rows {
    ask(pool, "SELECT CONNECTION_ID()").await.unwrap()
}

async fn the_pool_is_as_it_was(db: Database) {
    db.sql(PLANTS).await;
    let pool = single(&db).await;
    let before = settings(&pool).await;
    assert!(before.len() > 100);

    assert_eq!(schema![Plant].plan(&pool).await.unwrap().steps.len(), 1);
    assert_eq!(before, settings(&pool).await);
    assert!(!schema![Plant].migrate(&pool).await.unwrap().is_unchanged());
    assert_eq!(before, settings(&pool).await);
    // A look alone does not even take the connection out of the pool.
    let connection = connection_id(&pool).await;
    assert!(schema![Plant].migrate(&pool).await.unwrap().is_unchanged());
    assert!(schema![Plant].plan(&pool).await.unwrap().is_empty());
    assert_eq!(before, settings(&pool).await);
    assert_eq!(connection, connection_id(&pool).await, "it is the same connection");
    assert_eq!(ask(&pool, "SHOW TABLES").await.unwrap().len(), 2, "plants, and the journal");
}

async fn the_pool_is_as_it_was_after_a_failure(db: Database) {
    db.sql("CREATE VIEW plants AS SELECT 1 AS id").await;
    let pool = single(&db).await;
    let before = settings(&pool).await;
    assert!(schema![Plant].migrate(&pool).await.is_err());
    assert_eq!(before, settings(&pool).await);
    db.sql("DROP VIEW plants; CREATE TABLE plants (id INT UNSIGNED); INSERT INTO plants VALUES (1), (1)")
        .await;
    assert!(schema![Plant].migrate(&pool).await.unwrap_err().is_refused());
    assert_eq!(before, settings(&pool).await);
}

/// Whatever the pool's sessions are set to: it stays so, and it changes no outcome.
async fn a_session_of_the_user_s_own_making(db: Database) {
    let (_, user) = db.pool().await;
    let pool = MySqlPoolOptions::new()
        .max_connections(1)
        .after_connect(|connection, _| {
            Box::pin(async move {
                let set = "SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH', \
                    time_zone = '+05:30', lock_wait_timeout = 77, autocommit = 0, \
                    foreign_key_checks = 0, unique_checks = 0";
                ask(&mut *connection, set).await.map(drop)
            })
        })
        .connect_lazy_with(db.options(&user).database(&db.name));
    let before = settings(&pool).await;
    assert!(!schema![Strict].migrate(&pool).await.unwrap().is_unchanged());
    assert!(schema![Strict].migrate(&pool).await.unwrap().is_unchanged());
    assert_eq!(before, settings(&pool).await);
    db.second_run(&schema![Strict]).await;
}

/// A look is no reason for the purge of old rows to wait until somebody commits.
async fn a_session_without_autocommit_has_no_open_transaction(db: Database) {
    db.sql("CREATE TABLE plants (id INT UNSIGNED PRIMARY KEY, height FLOAT)").await;
    let (_, user) = db.pool().await;
    let pool = MySqlPoolOptions::new()
        .max_connections(1)
        .after_connect(|connection, _| {
            Box::pin(async move { ask(connection, "SET SESSION autocommit = 0").await.map(drop) })
        })
        .connect_lazy_with(db.options(&user).database(&db.name));
    assert!(schema![Plant].migrate(&pool).await.unwrap().is_unchanged());
    let open = format!(
        "SELECT COUNT(*) FROM information_schema.INNODB_TRX t \
         JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id WHERE p.USER = '{user}'"
    );
    assert_eq!(db.value(&open).await, "0");
}

#[derive(SafeSchema)]
#[safe_schema(table = "strict")]
struct Strict {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(default = "a\\b 'c' \"d\"")]
    text: String,
    #[safe_schema(default_sql = "(concat('x', 'y'))")]
    both: String,
}

/// The sessions of a user, except sleeping ones of its pool.
async fn sessions(db: &Database, user: &str) -> String {
    db.value(&format!("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '{user}'"))
        .await
}

/// Whether every lock that the user took by now is free again. It must have taken one.
async fn is_lock_free(db: &Database, user: &str) -> bool {
    let log = db.statements(user).await;
    let taken = log.all.iter().filter_map(|sql| sql.strip_prefix("SELECT GET_LOCK("));
    let names: Vec<&str> = taken
        .map(|rest| rest.rsplit_once(", 1), CONNECTION_ID()").expect("a name and a timeout").0)
        .collect();
    assert!(!names.is_empty(), "no lock was taken: {log:#?}");
    for name in names {
        if db.value(&format!("SELECT IS_FREE_LOCK({name})")).await != "1" {
            return false;
        }
    }
    true
}

async fn no_lock_is_left(db: Database) {
    db.sql(PLANTS).await;
    let (pool, user) = db.pool().await;
    schema![Plant].migrate(&pool).await.unwrap();
    assert!(is_lock_free(&db, &user).await);
    // A refused one lets go as well.
    db.sql("ALTER TABLE plants DROP PRIMARY KEY; INSERT INTO plants VALUES (1, 1)").await;
    assert!(schema![Plant].migrate(&pool).await.unwrap_err().is_refused());
    assert!(is_lock_free(&db, &user).await);
}

/// Holds the table's metadata lock by an open transaction.
async fn hold(db: &Database) -> sqlx::MySqlConnection {
    let mut holder =
        sqlx::MySqlConnection::connect_with(&db.options("root").database(&db.name)).await.unwrap();
    ask(&mut holder, "START TRANSACTION; SELECT * FROM plants").await.unwrap();
    holder
}

async fn is_waiting(db: &Database, user: &str) -> bool {
    let waiting = format!(
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST \
         WHERE USER = '{user}' AND STATE LIKE 'Waiting for table metadata lock'"
    );
    db.value(&waiting).await == "1"
}

async fn a_dropped_migration_leaves_no_lock(db: Database) {
    db.sql(PLANTS).await;
    let holder = hold(&db).await;
    let (pool, user) = db.pool().await;
    let migration = {
        let pool = pool.clone();
        tokio::spawn(async move { schema![Plant].migrate(&pool).await })
    };
    wait_until("the ALTER waits for the table", || is_waiting(&db, &user)).await;
    assert!(!is_lock_free(&db, &user).await);
    migration.abort();
    assert!(migration.await.unwrap_err().is_cancelled());
    pool.close().await;

    // The server notices at the latest when the ALTER's own lock wait ends, five seconds later.
    let started = Instant::now();
    wait_until("the lock is free", || is_lock_free(&db, &user)).await;
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    wait_until("its session is gone", || async { sessions(&db, &user).await == "0" }).await;
    assert_eq!(db.column("plants", "height").await, None);
    drop(holder);

    db.migrate(&schema![Plant]).await;
}

async fn a_held_table_is_told_within_the_budget(db: Database) {
    db.sql(PLANTS).await;
    let holder = hold(&db).await;
    let schema = schema![Plant].with_options(
        Options::new().lock_wait(Duration::from_secs(1)).lock_budget(Duration::from_secs(2)),
    );
    let started = Instant::now();
    let (pool, user) = db.pool().await;
    let error = schema.migrate(&pool).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    assert_eq!(error.code(), Some(1205), "{error}");
    assert!(error.to_string().contains("another session keeps a transaction open"), "{error}");
    assert!(is_lock_free(&db, &user).await);
    // Meanwhile, and afterwards, others could read.
    assert_eq!(db.value("SELECT id FROM plants").await, "1");
    drop(holder);
    db.migrate(&schema).await;
}

async fn a_held_table_that_is_let_go(db: Database) {
    db.sql(PLANTS).await;
    let mut holder = hold(&db).await;
    let (pool, user) = db.pool().await;
    let schema = schema![Plant].with_options(Options::new().lock_wait(Duration::from_secs(1)));
    let migration = tokio::spawn(async move { schema.migrate(&pool).await });
    wait_until("the ALTER was sent a second time", || async {
        db.statements(&user).await.ddl().len() > 1
    })
    .await;
    ask(&mut holder, "COMMIT").await.unwrap();
    let report = migration.await.unwrap().unwrap();
    assert!(report.executed[0].attempts > 1, "{report:?}");
    db.second_run(&schema![Plant]).await;
}

/// Somebody else's migration holds the lock: waiting is bounded, and says who.
async fn a_migration_that_is_running_is_told(db: Database) {
    db.sql(PLANTS).await;
    let holder = hold(&db).await;
    let (pool, user) = db.pool().await;
    let running = {
        let pool = pool.clone();
        tokio::spawn(async move { schema![Plant].migrate(&pool).await })
    };
    wait_until("the first waits for the table", || is_waiting(&db, &user)).await;

    let impatient = schema![Plant].with_options(Options::new().turn_wait(Duration::from_secs(1)));
    let error = impatient.migrate(&pool).await.unwrap_err();
    assert!(matches!(error, Error::Locked { .. }), "{error:?}");
    let text = error.to_string();
    for part in [db.name.as_str(), user.as_str(), "ALTER TABLE"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }

    drop(holder);
    assert_eq!(running.await.unwrap().unwrap().executed.len(), 1);
}

/// Of another user's migration only the number of its connection is to be seen.
async fn a_holder_that_may_not_be_seen(db: Database) {
    db.sql(PLANTS).await;
    let holder = hold(&db).await;
    let (pool, user) = db.pool().await;
    let running = tokio::spawn(async move { schema![Plant].migrate(&pool).await });
    wait_until("the first waits for the table", || is_waiting(&db, &user)).await;

    let (pool, _) = db.pool().await;
    let impatient = schema![Plant].with_options(Options::new().turn_wait(Duration::from_secs(1)));
    let text = impatient.migrate(&pool).await.unwrap_err().to_string();
    let id = format!(
        "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = '{user}' AND INFO LIKE 'ALTER%'"
    );
    let id = db.value(&id).await;
    assert!(text.contains(&format!("connection {id} of another user")), "{id}: {text}");
    drop(holder);
    running.await.unwrap().unwrap();
}

/// GET_LOCK then answers NULL (MariaDB) or an error (MySQL); neither is the lock.
async fn a_wait_that_is_killed(db: Database) {
    db.sql(PLANTS).await;
    let holder = hold(&db).await;
    let (pool, user) = db.pool().await;
    let running = tokio::spawn(async move { schema![Plant].migrate(&pool).await });
    wait_until("the first waits for the table", || is_waiting(&db, &user)).await;

    let (pool, user) = db.pool().await;
    let waiting = tokio::spawn(async move { schema![Plant].migrate(&pool).await });
    let killed = wait_until("the second was killed in its wait", || async {
        let id = format!(
            "SELECT ID FROM information_schema.PROCESSLIST \
             WHERE USER = '{user}' AND INFO LIKE 'SELECT GET_LOCK%'"
        );
        let id = db.value(&id).await;
        if !id.is_empty() {
            // It may have ended meanwhile: then the next one is killed.
            drop(db.try_sql(&format!("KILL QUERY {id}")).await);
        }
        waiting.is_finished()
    });
    killed.await;
    let error = waiting.await.unwrap().unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, Error::Query { .. }), "{error:?}");
    assert!(text.contains("take the migration lock"), "{text}");
    assert!(text.contains("GET_LOCK answered NULL") || error.code() == Some(1317), "{text}");
    drop(holder);
    assert_eq!(running.await.unwrap().unwrap().executed.len(), 1);
}
