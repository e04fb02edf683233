//! A database of its own for one side of a pair.

use safe_schema::testing::Server;
use sqlx::mysql::{MySqlConnectOptions, MySqlPool, MySqlPoolOptions};
use sqlx::{AssertSqlSafe, Row};

/// Rows as text; `None` is NULL.
pub(crate) type Rows = Vec<Vec<Option<String>>>;

/// A database of one side of a pair.
pub(crate) struct Database {
    pub(crate) name: String,
    pub(crate) pool: MySqlPool,
}

impl Database {
    /// An empty database of that name.
    pub(crate) async fn new(server: &Server, name: String) -> Self {
        let options = MySqlConnectOptions::new().host("127.0.0.1").port(server.port());
        let options = options.username("root").database(&name);
        let root = MySqlPoolOptions::new().max_connections(1);
        let root = root.connect_lazy_with(options.clone().database("mysql"));
        let create = format!(
            "DROP DATABASE IF EXISTS `{name}`; CREATE DATABASE `{name}` CHARACTER SET utf8mb4"
        );
        ask(&root, &create).await.unwrap();
        root.close().await;
        let pool = MySqlPoolOptions::new().max_connections(2).connect_lazy_with(options);
        Self { name, pool }
    }

    /// Runs statements; what the server says no with.
    pub(crate) async fn sql(&self, statements: &str) -> Result<(), String> {
        ask(&self.pool, statements).await.map(drop).map_err(|error| error.to_string())
    }

    /// The rows of a query.
    pub(crate) async fn rows(&self, query: &str) -> Rows {
        ask(&self.pool, query).await.unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    /// The end of it.
    pub(crate) async fn drop(self) {
        let _ = self.sql(&format!("DROP DATABASE `{}`", self.name)).await;
        self.pool.close().await;
    }
}

async fn ask(pool: &MySqlPool, statements: &str) -> Result<Rows, sqlx::Error> {
    let rows = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).fetch_all(pool).await?;
    let text = |row: &sqlx::mysql::MySqlRow, column| {
        let bytes: Option<&[u8]> = row.try_get_unchecked(column).unwrap();
        bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    Ok(rows.iter().map(|row| (0..row.len()).map(|column| text(row, column)).collect()).collect())
}
