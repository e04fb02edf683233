//! A fresh database for one scenario, the people who use it, and how to talk to it as root.

use std::sync::atomic::{AtomicU32, Ordering};

use safe_schema::testing::{Kind, Server};
use sqlx::mysql::{MySqlConnectOptions, MySqlPool, MySqlPoolOptions};
use sqlx::{AssertSqlSafe, Row};

/// Rows as text; `None` is NULL.
pub(crate) type Rows = Vec<Vec<Option<String>>>;

/// A database of one scenario.
pub(crate) struct Database {
    pub(crate) kind: Kind,
    pub(crate) server: &'static Server,
    pub(crate) name: String,
    /// The other databases of the scenario: its users may use them too.
    pub(crate) others: Vec<&'static str>,
    /// Root, connected to the database.
    pub(crate) root: MySqlPool,
}

impl Database {
    /// An empty database with a name of its own. `None` when there is no such server here.
    pub(crate) async fn new(kind: Kind, scenario: &str) -> Option<Self> {
        let server = super::server(kind)?;
        // Database names have at most 64 characters; an underscore would be a wildcard in GRANT.
        let scenario = scenario.rsplit("::").next().unwrap_or(scenario).replace('_', "-");
        let name = format!("{}-{}", number(), scenario.chars().take(50).collect::<String>());
        let root = server.pool(&name).await.unwrap();
        Some(Self { kind, server, name, others: Vec::new(), root })
    }

    /// One more database, that models name by `database = ".."`.
    pub(crate) async fn also(&mut self, name: &'static str) {
        self.sql(&format!("CREATE DATABASE `{name}`")).await;
        self.others.push(name);
    }

    pub(crate) fn is_mariadb(&self) -> bool {
        self.kind == Kind::MariaDb
    }

    /// Runs statements as root.
    pub(crate) async fn sql(&self, statements: &str) {
        self.try_sql(statements).await.unwrap();
    }

    /// Runs statements as root; the error has the server's number.
    pub(crate) async fn try_sql(&self, statements: &str) -> Result<(), Refused> {
        match ask(&self.root, statements).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Refused::from(error)),
        }
    }

    /// The rows of a query, as root.
    pub(crate) async fn rows(&self, query: &str) -> Rows {
        ask(&self.root, query).await.unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    /// The first value of a query, as root; NULL is an empty text.
    pub(crate) async fn value(&self, query: &str) -> String {
        let rows = self.rows(query).await;
        rows.first().and_then(|row| row.first().cloned()).flatten().unwrap_or_default()
    }

    /// Makes a user without any privilege, and gives its name.
    pub(crate) async fn stranger(&self) -> String {
        let user = format!("u{}", number());
        self.sql(&format!("CREATE USER '{user}'@'%'")).await;
        user
    }

    /// A pool of a new user, who may do everything in the scenario's databases and is not
    /// seen anywhere else in the server's log.
    pub(crate) async fn pool(&self) -> (MySqlPool, String) {
        let user = self.stranger().await;
        for database in std::iter::once(self.name.as_str()).chain(self.others.iter().copied()) {
            self.sql(&format!("GRANT ALL ON `{database}`.* TO '{user}'@'%'")).await;
        }
        (self.pool_of(&user), user)
    }

    /// A pool of that user.
    pub(crate) fn pool_of(&self, user: &str) -> MySqlPool {
        pool(self.options(user).database(&self.name))
    }

    /// How that user connects, without a database.
    pub(crate) fn options(&self, user: &str) -> MySqlConnectOptions {
        options(self.server, user)
    }
}

/// How a user of a server connects, without a database.
pub(crate) fn options(server: &Server, user: &str) -> MySqlConnectOptions {
    MySqlConnectOptions::new().host("127.0.0.1").port(server.port()).username(user)
}

/// A small pool.
pub(crate) fn pool(options: MySqlConnectOptions) -> MySqlPool {
    MySqlPoolOptions::new().max_connections(2).connect_lazy_with(options)
}

/// Numbers that no other test of this process has.
pub(crate) fn number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// What a server said no with.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) code: u16,
    pub(crate) message: String,
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(|error| error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>())
            .map_or(0, sqlx::mysql::MySqlDatabaseError::number);
        Self { code, message: error.to_string() }
    }
}

/// Sends statements by the text protocol; the rows of all of them.
pub(crate) async fn ask<'c>(
    executor: impl sqlx::Executor<'c, Database = sqlx::MySql>,
    statements: &str,
) -> Result<Rows, sqlx::Error> {
    let rows = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).fetch_all(executor).await?;
    let text = |row: &sqlx::mysql::MySqlRow, column| {
        let bytes: Option<&[u8]> = row.try_get_unchecked(column).unwrap();
        bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    Ok(rows.iter().map(|row| (0..row.len()).map(|column| text(row, column)).collect()).collect())
}
