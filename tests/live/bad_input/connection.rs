//! The server is not there, or does not let us in.

use std::time::{Duration, Instant};

use safe_schema::{Error, SafeSchema, schema};
use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions, MySqlSslMode};

use super::Thing;
use crate::support::{Database, ask, both};

both! {
    unreachable_port,
    no_such_socket,
    wrong_password,
    a_password_is_never_told,
    a_password_in_the_wrong_place,
    unknown_database,
    too_many_connections,
    no_trust,
    closed_pool,
    dead_server,
}

const PASSWORD: &str = "s3cret-w0rd";

/// Every question to the database ends in the same kind of error, without the password.
async fn errors_of(pool: &sqlx::MySqlPool) -> Vec<Error> {
    let errors = vec![
        schema![Thing].migrate(pool).await.unwrap_err(),
        schema![Thing].plan(pool).await.unwrap_err(),
        schema![Thing].diff(pool).await.unwrap_err(),
        Thing::table_exists(pool).await.unwrap_err(),
        Thing::primary_key_conflict(pool).await.unwrap_err(),
    ];
    for error in &errors {
        assert!(matches!(error, Error::Connect { .. }), "{error:?}");
        assert_eq!(error.to_string(), errors[0].to_string());
        assert!(!format!("{error}{error:?}{error:#?}").contains(PASSWORD), "{error:?}");
    }
    errors
}

/// All that a person needs to see which line of which configuration is wrong.
fn assert_told(error: &Error, port: u16, user: &str, database: &str) {
    let text = error.to_string();
    let whole = format!("connect to 127.0.0.1:{port} as user `{user}`, database `{database}`: ");
    assert!(text.contains(&whole), "{whole:?} is not in {text}");
}

fn impatient() -> MySqlPoolOptions {
    MySqlPoolOptions::new().acquire_timeout(Duration::from_millis(500))
}

/// Nobody listens on the port; the listener is held, so that nobody else takes it either.
async fn unreachable_port(db: Database) {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    drop(socket);
    let options = db.options("root").port(port).password(PASSWORD).database(&db.name);
    let started = Instant::now();
    let errors = errors_of(&impatient().connect_lazy_with(options)).await;
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    let text = errors[0].to_string();
    assert!(text.contains("is the server up, and are host and port"), "{text}");
    assert_told(&errors[0], port, "root", &db.name);
}

async fn no_such_socket(db: Database) {
    let options = db.options("root").socket("/nowhere/mysqld.sock").password(PASSWORD);
    let errors = errors_of(&impatient().connect_lazy_with(options)).await;
    let text = errors[0].to_string();
    let whole = "connect to the socket /nowhere/mysqld.sock as user `root`, no database: ";
    assert!(text.contains(whole), "{text}");
    assert!(text.contains("is the path of its socket right"), "{text}");
}

async fn wrong_password(db: Database) {
    let user = db.stranger().await;
    db.sql(&format!("ALTER USER '{user}'@'%' IDENTIFIED BY 'another'")).await;
    let options = db.options(&user).password(PASSWORD).database(&db.name);
    let errors = errors_of(&impatient().connect_lazy_with(options)).await;
    assert_told(&errors[0], db.server.port(), &user, &db.name);
    // Without TLS a password can't be sent to MySQL at all, which is what is then told.
    if db.is_mariadb() || cfg!(feature = "tls-rustls") {
        assert_eq!(errors[0].code(), Some(1045), "{}", errors[0]);
        assert!(errors[0].to_string().contains("check the user and the password"), "{}", errors[0]);
    }
}

/// Neither by a report, nor by a plan, nor by an error of a step.
async fn a_password_is_never_told(db: Database) {
    let user = db.stranger().await;
    db.sql(&format!(
        "ALTER USER '{user}'@'%' IDENTIFIED BY '{PASSWORD}';
         GRANT SELECT, INSERT, CREATE, ALTER, INDEX, REFERENCES ON `{}`.* TO '{user}'@'%'",
        db.name
    ))
    .await;
    let options = db.options(&user).password(PASSWORD).database(&db.name);
    let pool = crate::support::pool(options);
    if !db.is_mariadb() && ask(&pool, "SELECT 1").await.is_err() {
        return; // No TLS, no password.
    }
    let schema = schema![Thing];
    let plan = schema.plan(&pool).await.unwrap();
    let report = schema.migrate(&pool).await.unwrap();
    assert!(!format!("{plan}{plan:?}{report}{report:?}{schema:?}").contains(PASSWORD));
    db.sql("ALTER TABLE things DROP COLUMN name").await;
    db.sql(&format!("REVOKE ALTER ON `{}`.* FROM '{user}'@'%'", db.name)).await;
    let fresh = crate::support::pool(db.options(&user).password(PASSWORD).database(&db.name));
    let error = schema.migrate(&fresh).await.unwrap_err();
    assert!(!format!("{error}{error:?}").contains(PASSWORD));
}

async fn unknown_database(db: Database) {
    let options = db.options("root").database("not_there");
    let errors = errors_of(&impatient().connect_lazy_with(options)).await;
    assert_eq!(errors[0].code(), Some(1049), "{}", errors[0]);
    assert_told(&errors[0], db.server.port(), "root", "not_there");
    assert!(errors[0].to_string().contains("create the database first"), "{}", errors[0]);
}

/// With a `/` that is not percent-encoded, sqlx takes it for the port and the database.
async fn a_password_in_the_wrong_place(_db: Database) {
    let pool = impatient().connect_lazy("mysql://nobody.invalid:6021/s3cret@db/shop").unwrap();
    let text = schema![Thing].migrate(&pool).await.unwrap_err().to_string();
    assert!(!text.contains("s3cret") && !text.contains("6021"), "{text}");
    assert!(text.contains("must be percent-encoded"), "{text}");
}

async fn too_many_connections(db: Database) {
    let (_, user) = db.pool().await;
    db.sql(&format!("ALTER USER '{user}'@'%' WITH MAX_USER_CONNECTIONS 1")).await;
    let one = db.pool_of(&user).acquire().await.unwrap();
    let errors = errors_of(&db.pool_of(&user)).await;
    assert_eq!(errors[0].code(), Some(1226), "{}", errors[0]);
    assert_told(&errors[0], db.server.port(), &user, &db.name);
    assert!(errors[0].to_string().contains("has a connection to spare"), "{}", errors[0]);
    drop(one);
}

/// Nobody vouches for MySQL's certificate, and MariaDB has none.
async fn no_trust(db: Database) {
    let options = db.options("root").ssl_mode(MySqlSslMode::VerifyIdentity).database(&db.name);
    let errors = errors_of(&impatient().connect_lazy_with(options)).await;
    assert_told(&errors[0], db.server.port(), "root", &db.name);
    assert!(errors[0].to_string().contains("check `ssl-mode` and `ssl-ca`"), "{}", errors[0]);
}

async fn closed_pool(db: Database) {
    let pool = db.pool_of("root");
    pool.close().await;
    let error = schema![Thing].migrate(&pool).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_told(&error, db.server.port(), "root", &db.name);
    assert!(error.to_string().contains("hand over a pool that is open"), "{error}");
    assert_eq!(db.tables("%").await, [""; 0]);
}

/// Something takes the connection, and never says a word.
async fn dead_server(_db: Database) {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let options = MySqlConnectOptions::new()
        .host("127.0.0.1")
        .port(socket.local_addr().unwrap().port())
        .password(PASSWORD)
        .database("any");
    let pool = impatient().connect_lazy_with(options);
    let started = Instant::now();
    let error = tokio::time::timeout(Duration::from_secs(20), Thing::migrate(&pool)).await;
    let error = error.expect("it never comes back").unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    assert!(error.to_string().contains("does not answer within 5 s"), "{error}");
    assert!(!format!("{error}{error:?}").contains(PASSWORD), "{error:?}");
}
