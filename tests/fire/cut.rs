//! Connections that are cut: at every command, before the server has it, and after it without an
//! answer; for a moment, or for good.

use std::time::Duration;

use safe_schema::{Error, Options, SafeSchema, schema};

use crate::proxy::{Moment, Proxy};
use crate::scene;
use crate::support::{Database, both};

both! {
    proxy_cuts_once, proxy_cuts_for_good, proxy_cuts_and_the_rows_change,
    proxy_cuts_among_new_tables,
}

const TABLES: usize = 4;

/// The commands of a whole migration.
async fn commands(db: &Database) -> Vec<String> {
    scene::drift(db, TABLES).await;
    let proxy = Proxy::to(db.server.port()).await;
    let (_, user) = db.pool().await;
    let pool = proxy.pool(db.options(&user).database(&db.name));
    scene::schema(TABLES).migrate(&pool).await.unwrap();
    pool.close().await;
    proxy.commands()
}

fn is_step(command: &str) -> bool {
    command.contains("ALTER TABLE") && !command.contains("_safe_schema_copy")
}

/// Each command in a long run, and every third, and each step, in a short one.
fn chosen(commands: &[String]) -> Vec<usize> {
    (1..=commands.len())
        .filter(|at| crate::is_long() || at % 3 == 0 || is_step(&commands[at - 1]))
        .collect()
}

async fn proxy_cuts_once(db: Database) {
    let commands = commands(&db).await;
    let locked = commands.iter().position(|sql| sql.contains("GET_LOCK")).unwrap() + 1;
    assert!(commands.iter().filter(|sql| is_step(sql)).count() >= TABLES, "{commands:#?}");
    let (mut well, mut tries) = (0, 0);
    for at in chosen(&commands) {
        for moment in [Moment::Before, Moment::Unanswered] {
            scene::drift(&db, TABLES).await;
            let rows = db.pictures().await;
            let (_, user) = db.pool().await;
            let proxy = Proxy::to(db.server.port()).await;
            proxy.at(at, moment, false, Box::new(|| {}));
            let pool = proxy.pool(db.options(&user).database(&db.name));
            let outcome = scene::schema(TABLES).migrate(&pool).await;
            assert!(proxy.has_fired(), "{at} {moment:?}");
            pool.close().await;
            scene::assert_keys(&db).await;
            let what = &commands[at - 1];
            match outcome {
                // The run itself came back, looked, and went on.
                Ok(report) => {
                    let ran = report.executed.iter().filter(|step| step.is_answered).count();
                    assert!(ran + 1 >= report.executed.len(), "{at} {moment:?} {what}: {report}");
                    scene::assert_right(&db, &scene::schema(TABLES), &rows).await;
                    well += 1;
                }
                // Where it can't even begin it may give up, but says so.
                Err(error) => {
                    assert!(at < locked, "{at} {moment:?} {what}: {error}");
                    assert!(matches!(error, Error::Connect { .. }), "{what}: {error:?}");
                    scene::converges(&db, TABLES, &rows).await;
                }
            }
            tries += 1;
        }
    }
    eprintln!(
        "{:?}: {well} of {tries} runs that lost a connection once went on by themselves",
        db.kind
    );
}

async fn proxy_cuts_for_good(db: Database) {
    let commands = commands(&db).await;
    let mut tries = 0;
    for at in chosen(&commands) {
        for moment in [Moment::Before, Moment::Unanswered] {
            scene::drift(&db, TABLES).await;
            let rows = db.pictures().await;
            let (_, user) = db.pool().await;
            let proxy = Proxy::to(db.server.port()).await;
            proxy.at(at, moment, true, Box::new(|| {}));
            let options = db.options(&user).database(&db.name);
            let pool = proxy.pool(options);
            let options = Options::new().reconnect_budget(Duration::from_millis(200));
            let outcome = scene::schema(TABLES).with_options(options).migrate(&pool).await;
            pool.close().await;
            scene::assert_keys(&db).await;
            let what = &commands[at - 1];
            // Never a success that was not seen: only what comes after the last look may be lost.
            match outcome {
                Ok(_) => assert!(at + 3 > commands.len(), "{at} {moment:?}: {what}"),
                Err(error) if is_step(what) => {
                    assert!(matches!(error, Error::Step(_)), "{at} {moment:?} {what}: {error:?}");
                    assert!(error.to_string().contains("it is unknown whether"), "{error}");
                }
                Err(_) => {}
            }
            // What the server got, it goes on with; the next run waits for it and looks.
            scene::converges(&db, TABLES, &rows).await;
            scene::no_session_is_left(&db, &user).await;
            tries += 1;
        }
    }
    eprintln!("{:?}: {tries} cuts for good, and the next run made all of it right", db.kind);
}

#[derive(SafeSchema)]
#[safe_schema(table = "firsts")]
struct First {
    #[safe_schema(primary_key)]
    id: u32,
    extra: Option<u32>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "seconds")]
struct Second {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(unique)]
    code: u32,
}

const TWO: &str = "CREATE TABLE firsts (id INT UNSIGNED PRIMARY KEY); \
     CREATE TABLE seconds (id INT UNSIGNED PRIMARY KEY, code INT UNSIGNED NOT NULL); \
     INSERT INTO seconds VALUES (1, 1), (2, 2)";

/// Rows that forbid the second step come while its connection is lost: the run asks again, refuses
/// it, and says that the first step was done.
async fn proxy_cuts_and_the_rows_change(db: Database) {
    let schema = schema![First, Second];
    let is_second = |sql: &String| sql.contains("`seconds`") && sql.contains("ADD UNIQUE");
    db.sql(TWO).await;
    let proxy = Proxy::to(db.server.port()).await;
    schema.migrate(&proxy.pool(db.options("root").database(&db.name))).await.unwrap();
    let at = proxy.commands().iter().position(is_second).unwrap() + 1;

    scene::empty(&db).await;
    db.sql(TWO).await;
    let proxy = Proxy::to(db.server.port()).await;
    let options = db.options("root").database(&db.name);
    let write = move || {
        // On a thread of its own: the proxy's may not wait.
        let writing = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let pool = crate::support::pool(options);
                let sql = "INSERT INTO seconds VALUES (3, 2)";
                crate::support::ask(&pool, sql).await.unwrap();
            });
        });
        writing.join().unwrap();
    };
    proxy.at(at, Moment::Before, false, Box::new(write));
    let pool = proxy.pool(db.options("root").database(&db.name));
    let error = schema.migrate(&pool).await.unwrap_err();
    assert!(error.is_refused(), "{error}");
    let text = error.to_string();
    assert!(text.contains("done before them (1): `firsts`"), "{text}");
    assert!(!text.contains("nothing was changed"), "{text}");
    assert!(db.column("firsts", "extra").await.is_some());
}

/// New tables travel together. A packet that the server never had, and one whose answers nobody
/// saw: either way the run looks, makes what is missing, and the journal tells of every table.
async fn proxy_cuts_among_new_tables(db: Database) {
    let is_packet = |sql: &String| sql.contains("CREATE TABLE") && sql.contains("`items_0` (");
    let schema = scene::schema(TABLES);
    scene::empty(&db).await;
    let (_, user) = db.pool().await;
    let proxy = Proxy::to(db.server.port()).await;
    schema.migrate(&proxy.pool(db.options(&user).database(&db.name))).await.unwrap();
    let commands = proxy.commands();
    let at = commands.iter().position(is_packet).unwrap() + 1;
    assert!(commands[at - 1].contains("`parts_1` ("), "{}", commands[at - 1]);
    for moment in [Moment::Before, Moment::Unanswered] {
        scene::empty(&db).await;
        let rows = db.pictures().await;
        let (_, user) = db.pool().await;
        let proxy = Proxy::to(db.server.port()).await;
        proxy.at(at, moment, false, Box::new(|| {}));
        let pool = proxy.pool(db.options(&user).database(&db.name));
        let report = schema.migrate(&pool).await.unwrap();
        assert!(proxy.has_fired(), "{moment:?}");
        pool.close().await;
        assert_eq!(report.executed.len(), TABLES, "{moment:?}: {report}");
        let unseen = report.executed.iter().filter(|step| !step.is_answered).count();
        match moment {
            Moment::Before => assert_eq!(unseen, 0, "{report}"),
            // Its statements were run, all or the first ones: the look tells which.
            Moment::Unanswered | Moment::Watched => assert!(unseen > 0, "{report}"),
        }
        scene::assert_right(&db, &schema, &rows).await;
    }
}
