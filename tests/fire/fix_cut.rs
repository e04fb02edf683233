//! Connections that are cut in the middle of a data fix, for a moment or for good: in effect it is
//! done once.

use std::time::Duration;

use safe_schema::{Error, Fix, Options, SafeSchema, Schema, TableName, schema};

use crate::proxy::{Moment, Proxy};
use crate::scene;
use crate::support::{Database, both};

both! { fix_cut_once, fix_cut_for_good, fix_killed_by_the_server }

#[derive(SafeSchema)]
#[safe_schema(table = "codes")]
struct Code {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(unique)]
    code: u32,
}

/// Done twice, it would leave two rows in `times`, and other codes.
fn with_fix() -> Schema {
    let fix = Fix::run("count on", TableName::new("codes"), |connection| {
        Box::pin(async move {
            sqlx::query("INSERT INTO times VALUES (1)").execute(&mut *connection).await?;
            let done = sqlx::query("UPDATE codes SET code = code + id").execute(connection).await?;
            Ok(done.rows_affected())
        })
    });
    schema![Code].with_fix(fix)
}

async fn set_up(db: &Database) {
    scene::empty(db).await;
    db.sql(
        "CREATE TABLE times (a INT);
         CREATE TABLE codes (id INT UNSIGNED PRIMARY KEY, code INT UNSIGNED NOT NULL);
         INSERT INTO codes VALUES (1, 7), (2, 7), (3, 7)",
    )
    .await;
}

async fn assert_done_once(db: &Database) {
    let codes = "SELECT GROUP_CONCAT(code ORDER BY id) FROM codes";
    assert_eq!(db.value(codes).await, "8,9,10");
    assert_eq!(db.value("SELECT COUNT(*) FROM times").await, "1");
    let done =
        "SELECT COUNT(*) FROM _safe_schema_journal WHERE fix = 'count on' AND state = 'done'";
    assert_eq!(db.value(done).await, "1");
    db.second_run(&with_fix()).await;
    scene::assert_no_lock(db).await;
}

/// The commands from the first of the fix to the one after its commit, of a whole migration.
async fn commands(db: &Database) -> (Vec<String>, std::ops::RangeInclusive<usize>) {
    set_up(db).await;
    let proxy = Proxy::to(db.server.port()).await;
    let (_, user) = db.pool().await;
    let pool = proxy.pool(db.options(&user).database(&db.name));
    with_fix().migrate(&pool).await.unwrap();
    pool.close().await;
    assert_done_once(db).await;
    let commands = proxy.commands();
    let at = |what: &str| commands.iter().position(|sql| sql.contains(what)).unwrap() + 1;
    // The look's own packet has a COMMIT as well.
    let is_commit = |sql: &String| sql.as_str() == "COMMIT";
    let commit = commands.iter().position(is_commit).unwrap() + 1;
    let range = at("(a function)")..=commit + 1;
    (commands, range)
}

async fn fix_cut_once(db: Database) {
    let (commands, range) = commands(&db).await;
    let mut unanswered = 0;
    for at in range {
        for moment in [Moment::Before, Moment::Unanswered] {
            set_up(&db).await;
            let (_, user) = db.pool().await;
            let proxy = Proxy::to(db.server.port()).await;
            proxy.at(at, moment, false, Box::new(|| {}));
            let pool = proxy.pool(db.options(&user).database(&db.name));
            let what = &commands[at - 1];
            let report = with_fix()
                .migrate(&pool)
                .await
                .unwrap_or_else(|error| panic!("{at} {moment:?} {what}: {error}"));
            assert!(proxy.has_fired(), "{at} {moment:?}");
            pool.close().await;
            assert_eq!(report.fixes.len(), 1, "{at} {moment:?} {what}: {report}");
            assert_eq!(report.fixes[0].rows, 3);
            unanswered += u32::from(!report.fixes[0].is_answered);
            // Only the answer to the commit leaves that open.
            let is_commit = what == "COMMIT" && moment == Moment::Unanswered;
            assert_eq!(!report.fixes[0].is_answered, is_commit, "{at} {moment:?} {what}");
            assert_done_once(&db).await;
        }
    }
    assert_eq!(unanswered, 1);
}

/// As a process dies, or its network.
async fn fix_cut_for_good(db: Database) {
    let (commands, range) = commands(&db).await;
    let (mut before, mut after) = (0, 0);
    for at in range {
        for moment in [Moment::Before, Moment::Unanswered] {
            set_up(&db).await;
            let (_, user) = db.pool().await;
            let proxy = Proxy::to(db.server.port()).await;
            proxy.at(at, moment, true, Box::new(|| {}));
            let pool = proxy.pool(db.options(&user).database(&db.name));
            let options = Options::new().reconnect_budget(Duration::from_millis(200));
            let error = with_fix().with_options(options).migrate(&pool).await.unwrap_err();
            pool.close().await;
            let what = &commands[at - 1];
            if what == "COMMIT" {
                assert!(matches!(error, Error::Fix(_)), "{error:?}");
                assert!(error.to_string().contains("it is unknown whether"), "{error}");
            }
            let (pool, _) = db.pool().await;
            let report = with_fix().migrate(&pool).await.unwrap();
            pool.close().await;
            before += u32::from(report.fixes.len() == 1);
            after += u32::from(report.fixes.is_empty());
            assert_done_once(&db).await;
            scene::no_session_is_left(&db, &user).await;
        }
    }
    assert!(before > 0 && after > 0, "{before} {after}");
    eprintln!("{:?}: done by the next run {before} times, before it {after} times", db.kind);
}

/// In the middle of a statement of it, which waits for a row.
async fn fix_killed_by_the_server(db: Database) {
    set_up(&db).await;
    let (pool, user) = db.pool().await;
    let mut holder = db.root.begin().await.unwrap();
    crate::support::ask(&mut *holder, "UPDATE codes SET code = 1 WHERE id = 3").await.unwrap();
    let migration = tokio::spawn(async move { with_fix().migrate(&pool).await });
    let waiting = format!(
        "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = '{user}' \
         AND INFO LIKE 'UPDATE codes%'"
    );
    crate::support::wait_until("the fix waits", || async { !db.value(&waiting).await.is_empty() })
        .await;
    let id = db.value(&waiting).await;
    db.sql(&format!("KILL {id}")).await;
    holder.rollback().await.unwrap();
    let report = migration.await.unwrap().unwrap();
    assert_eq!(report.fixes.len(), 1, "{report}");
    assert_done_once(&db).await;
    let states = "SELECT GROUP_CONCAT(state ORDER BY id) FROM _safe_schema_journal \
                  WHERE run IN (SELECT run FROM _safe_schema_journal WHERE fix IS NOT NULL) \
                    AND (step < 3)";
    assert_eq!(db.value(states).await, "started,not done,started,done");
}
