//! A migration whose future is dropped: at every command.

use std::sync::{Arc, Mutex};

use crate::proxy::{Moment, Proxy};
use crate::support::{Database, Rows, ask, both};
use crate::{scene, times};

both! { cancelled_at_every_command }

const TABLES: usize = 3;

/// What a session may be set to, of all that the engine sets.
async fn settings(pool: &sqlx::MySqlPool) -> Rows {
    let mut settings = ask(
        pool,
        "SHOW SESSION VARIABLES WHERE Variable_name IN ('sql_mode', 'time_zone', \
           'foreign_key_checks', 'unique_checks', 'lock_wait_timeout', 'autocommit', \
           'innodb_lock_wait_timeout', 'wait_timeout', 'sql_quote_show_create', \
           'transaction_isolation', 'tx_isolation', 'max_execution_time', 'max_statement_time', \
           'information_schema_stats_expiry', 'show_gipk_in_create_table_and_information_schema')",
    )
    .await
    .unwrap();
    settings.sort();
    settings
}

async fn cancelled_at_every_command(db: Database) {
    scene::drift(&db, TABLES).await;
    let (_, user) = db.pool().await;
    let proxy = Proxy::to(db.server.port()).await;
    let pool = proxy.pool(db.options(&user).database(&db.name));
    scene::schema(TABLES).migrate(&pool).await.unwrap();
    let (commands, every) = (proxy.commands().len(), times(3, 1));
    pool.close().await;
    let (mut tries, mut cancelled) = (0, 0);
    for at in (1..=commands).filter(|at| at % every == 0) {
        scene::drift(&db, TABLES).await;
        let rows = db.pictures().await;
        let (_, user) = db.pool().await;
        let direct = db.pool_of(&user);
        let before = settings(&direct).await;
        let proxy = Proxy::to(db.server.port()).await;
        let pool = proxy.pool(db.options(&user).database(&db.name));
        let slot: Arc<Mutex<Option<tokio::task::AbortHandle>>> = Arc::default();
        let victim = slot.clone();
        // The command went on its way; then the future is dropped, and with it the connection.
        proxy.watch(
            at,
            Box::new(move || {
                if let Some(task) = victim.lock().unwrap().as_ref() {
                    task.abort();
                }
            }),
        );
        let (begin, began) = tokio::sync::oneshot::channel::<()>();
        let migration = {
            let pool = pool.clone();
            tokio::spawn(async move {
                began.await.unwrap();
                scene::schema(TABLES).migrate(&pool).await
            })
        };
        *slot.lock().unwrap() = Some(migration.abort_handle());
        begin.send(()).unwrap();
        cancelled += u32::from(migration.await.is_err());
        // The pool goes on, with sessions as they were.
        assert_eq!(settings(&pool).await, before, "{at}");
        scene::assert_keys(&db).await;
        scene::converges(&db, TABLES, &rows).await;
        pool.close().await;
        direct.close().await;
        scene::no_session_is_left(&db, &user).await;
        tries += 1;
    }
    assert!(cancelled * 2 > tries, "{cancelled} of {tries}");
    eprintln!("{:?}: {cancelled} of {tries} migrations cancelled, nothing stayed behind", db.kind);
}
