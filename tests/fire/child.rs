//! A migration in a process of its own: this test binary again, told by its environment to be one.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use safe_schema::Options;
use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions, MySqlSslMode};

use crate::scene;

const PORT: &str = "SAFE_SCHEMA_FIRE_PORT";
const USER: &str = "SAFE_SCHEMA_FIRE_USER";
const DATABASE: &str = "SAFE_SCHEMA_FIRE_DATABASE";
const TABLES: &str = "SAFE_SCHEMA_FIRE_TABLES";

/// Starts a process that migrates so many tables of the scene.
pub(crate) fn start(port: u16, user: &str, database: &str, tables: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child::migrates_when_it_is_told_to", "--nocapture"])
        .env(PORT, port.to_string())
        .env(USER, user)
        .env(DATABASE, database)
        .env(TABLES, tables.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The child's side; nothing where this process is no child.
#[tokio::test]
async fn migrates_when_it_is_told_to() {
    let Ok(port) = std::env::var(PORT) else { return };
    let told = |name| std::env::var(name).unwrap();
    let options = MySqlConnectOptions::new()
        .host("127.0.0.1")
        .port(port.parse().unwrap())
        .username(&told(USER))
        .database(&told(DATABASE))
        .ssl_mode(MySqlSslMode::Disabled);
    let pool = MySqlPoolOptions::new().max_connections(2).connect_lazy_with(options);
    let schema = scene::schema(told(TABLES).parse().unwrap())
        .with_options(Options::new().turn_wait(Duration::from_secs(300)));
    schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
}
