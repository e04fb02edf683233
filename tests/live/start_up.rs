//! The first minute of a service: what is waited for, what is told at once, and how it stands.

use std::time::{Duration, Instant};

use safe_schema::testing::Server;
use safe_schema::{Check, Error, SafeSchema, StartUp, schema};

use crate::support::{Database, both, pool, start, wait_until};

both! {
    a_server_that_is_up,
    a_server_that_comes_up_later,
    a_server_that_never_does,
    a_name_that_nobody_knows,
    a_user_with_too_many_connections,
    a_wrong_password_is_told_at_once,
    a_database_that_is_not_there,
    a_database_is_created,
    a_database_that_may_not_be_created,
    in_sync_pending_refused_drifted,
    a_check_asks_no_rows,
}

const SECRET: &str = "t0p-secret";

#[derive(SafeSchema)]
#[safe_schema(table = "lamps")]
struct Lamp {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 20, unique)]
    name: String,
}

fn second() -> Duration {
    Duration::from_secs(1)
}

async fn a_server_that_is_up(db: Database) {
    let (pool, user) = db.pool().await;
    let waited = StartUp::new().wait_for_server(&pool).await.unwrap();
    assert!(waited < Duration::from_secs(5), "{waited:?}");
    assert_eq!(db.statements(&user).await.writes(), [""; 0]);
    assert!(schema![Lamp].check(&pool).await.is_ok());
}

async fn a_server_that_comes_up_later(db: Database) {
    let Some(mut server) = start(Server::builder().kind(db.kind)) else { return };
    let options = crate::support::options(&server, "root").database("shop");
    server.kill().unwrap();
    let waiting = tokio::spawn(async move {
        let pool = pool(options);
        let up = StartUp::new().within(Duration::from_secs(60)).create_database();
        let waited = up.wait_for_server(&pool).await?;
        schema![Lamp].migrate(&pool).await.map(|report| (waited, report))
    });
    tokio::time::sleep(second()).await; // The time without a server is what is tried here.
    let server = tokio::task::spawn_blocking(move || {
        server.restart().unwrap();
        server
    });
    let server = server.await.unwrap();
    let (waited, report) = waiting.await.unwrap().unwrap();
    assert!(waited >= second(), "{waited:?}");
    assert_eq!(report.executed.len(), 1);
    drop(server);
}

async fn a_server_that_never_does(db: Database) {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    drop(socket);
    let pool = pool(db.options("root").port(port).password(SECRET));
    let started = Instant::now();
    let error = StartUp::new().within(second()).wait_for_server(&pool).await.unwrap_err();
    assert!(started.elapsed() < second() * 5, "{:?}", started.elapsed());
    assert!(matches!(error, Error::NotUp { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("not up within") && text.contains("is the server up"), "{text}");
    assert!(text.contains(&format!("(127.0.0.1:{port} as user `root`, no database)")), "{text}");
    assert!(!text.contains(SECRET) && !text.contains('\n'), "{text}");
}

async fn a_name_that_nobody_knows(db: Database) {
    let pool = pool(db.options("root").host("nobody.invalid"));
    let error = StartUp::new().within(second()).wait_for_server(&pool).await.unwrap_err();
    assert!(matches!(error, Error::NotUp { .. }), "{error:?}");
}

async fn a_user_with_too_many_connections(db: Database) {
    let (_, user) = db.pool().await;
    db.sql(&format!("ALTER USER '{user}'@'%' WITH MAX_USER_CONNECTIONS 1")).await;
    let one = db.pool_of(&user).acquire().await.unwrap();
    let waiting = {
        let pool = db.pool_of(&user);
        tokio::spawn(async move { StartUp::new().wait_for_server(&pool).await })
    };
    let started = Instant::now();
    wait_until("some time has passed", || async { started.elapsed() > second() }).await;
    assert!(!waiting.is_finished());
    one.close().await.unwrap();
    assert!(waiting.await.unwrap().unwrap() >= second());
}

/// The error, which must come within a second, in one line without the password.
async fn told_at_once(pool: &sqlx::MySqlPool) -> Error {
    let started = Instant::now();
    let error = StartUp::new().wait_for_server(pool).await.unwrap_err();
    assert!(started.elapsed() < second(), "{:?}", started.elapsed());
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    let text = error.to_string();
    assert!(!text.contains(SECRET) && !text.contains('\n'), "{text}");
    error
}

async fn a_wrong_password_is_told_at_once(db: Database) {
    let user = db.stranger().await;
    db.sql(&format!("ALTER USER '{user}'@'%' IDENTIFIED BY 'another'")).await;
    let pool = pool(db.options(&user).password(SECRET).database(&db.name));
    let error = told_at_once(&pool).await;
    if db.is_mariadb() || error.code().is_some() {
        assert_eq!(error.code(), Some(1045), "{error}");
        assert!(error.to_string().contains("check the user and the password"), "{error}");
    }
}

async fn a_database_that_is_not_there(db: Database) {
    let error = told_at_once(&pool(db.options("root").database("nowhere"))).await;
    assert_eq!(error.code(), Some(1049), "{error}");
    assert!(error.to_string().contains("create the database first"), "{error}");
}

async fn a_database_is_created(db: Database) {
    let name = format!("new `{}`", db.name);
    let user = db.stranger().await;
    let pattern = name.replace('`', "``").replace('_', "\\_");
    db.sql(&format!("GRANT ALL ON `{pattern}`.* TO '{user}'@'%'")).await;
    let starting = StartUp::new().create_database();
    let mut replicas = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let pool = pool(db.options(&user).database(&name));
        replicas.spawn(async move {
            starting.wait_for_server(&pool).await?;
            schema![Lamp].migrate(&pool).await
        });
    }
    let reports = replicas.join_all().await;
    let changed = reports.iter().filter(|report| !report.as_ref().unwrap().is_unchanged());
    assert_eq!(changed.count(), 1);
    let charset = "SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA";
    let name = name.replace('\'', "''");
    assert_eq!(db.value(&format!("{charset} WHERE SCHEMA_NAME = '{name}'")).await, "utf8mb4");
}

async fn a_database_that_may_not_be_created(db: Database) {
    let (_, user) = db.pool().await;
    let pool = pool(db.options(&user).database("forbidden"));
    let starting = StartUp::new().create_database();
    let started = Instant::now();
    let error = starting.wait_for_server(&pool).await.unwrap_err();
    assert!(started.elapsed() < second(), "{:?}", started.elapsed());
    assert_eq!(error.code(), Some(1044), "{error}");
    let text = error.to_string();
    assert!(text.contains("forbidden"), "{text}");
}

async fn in_sync_pending_refused_drifted(db: Database) {
    let (pool, _) = db.pool().await;
    let check = || async { schema![Lamp].check(&pool).await.unwrap() };
    let pending = check().await;
    assert!(matches!(&pending, Check::Pending(plan) if plan.steps.len() == 1), "{pending:?}");
    assert_eq!(pending.to_string(), "pending: 1 step(s)");

    schema![Lamp].migrate(&pool).await.unwrap();
    let in_sync = check().await;
    assert!(matches!(in_sync, Check::InSync), "{in_sync:?}");

    db.sql("ALTER TABLE lamps ADD watts INT").await;
    let drifted = check().await;
    assert!(matches!(&drifted, Check::Drifted(notes) if notes.len() == 1), "{drifted:?}");

    // Partitions are not understood, so the table is left as it is, whatever the rows are.
    db.sql(
        "DROP TABLE lamps; CREATE TABLE lamps (id INT UNSIGNED PRIMARY KEY) PARTITION BY HASH (id)",
    )
    .await;
    let refused = check().await;
    assert!(matches!(&refused, Check::Refused(plan) if !plan.refusals.is_empty()), "{refused:?}");

    let ready = [&pending, &in_sync, &drifted, &refused].map(Check::is_ready);
    assert_eq!(ready, [false, true, true, false]);
}

/// A probe comes every few seconds; a table of a billion rows is not its matter.
async fn a_check_asks_no_rows(db: Database) {
    db.sql(
        "CREATE TABLE lamps (id INT UNSIGNED NOT NULL, name VARCHAR(20)); \
            INSERT INTO lamps VALUES (1, 'a'), (1, 'a')",
    )
    .await;
    let (pool, user) = db.pool().await;
    let check = schema![Lamp].check(&pool).await.unwrap();
    assert!(matches!(check, Check::Pending(_)), "{check:?}");
    let statements = db.statements(&user).await;
    assert_eq!(statements.reads_of_rows(), [""; 0]);
    assert!(!statements.all.iter().any(|sql| sql.contains("GET_LOCK")));
}
