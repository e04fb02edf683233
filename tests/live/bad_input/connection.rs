//! The server is not there, or does not let us in.

use std::time::{Duration, Instant};

use safe_schema::{Error, SafeSchema, schema};
use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions};

use super::Thing;
use crate::support::{Database, ask, both};

both! { unreachable_port, wrong_password, a_password_is_never_told, unknown_database, closed_pool, dead_server }

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
    assert!(text.contains("cannot connect"), "{text}");
    assert!(text.contains("is the server up"), "{text}");
}

async fn wrong_password(db: Database) {
    let user = db.stranger().await;
    db.sql(&format!("ALTER USER '{user}'@'%' IDENTIFIED BY 'another'")).await;
    let options = db.options(&user).password(PASSWORD).database(&db.name);
    let errors = errors_of(&impatient().connect_lazy_with(options)).await;
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
    assert!(errors[0].to_string().contains("not_there"), "{}", errors[0]);
}

async fn closed_pool(db: Database) {
    let pool = db.pool_of("root");
    pool.close().await;
    let error = schema![Thing].migrate(&pool).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
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
    assert!(!format!("{error}{error:?}").contains(PASSWORD), "{error:?}");
}
