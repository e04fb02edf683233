//! How clients reach a throwaway server: a database's name in, its URL or a connected pool out.

use std::fmt::Write;

use sqlx::mysql::{MySqlConnectOptions, MySqlPool};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::Server;

impl Server {
    /// The URL of a database, for `root`; the database need not exist. An empty
    /// name gives the URL of the server itself.
    pub fn url(&self, database: &str) -> String {
        let mut url = format!("mysql://root@127.0.0.1:{}", self.port());
        if !database.is_empty() {
            url.push('/');
        }
        for byte in database.bytes() {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                url.push(char::from(byte));
            } else {
                // Writing to a string can't fail.
                let _ = write!(url, "%{byte:02X}");
            }
        }
        url
    }

    /// A pool of connections to a database, as `root`. The database is created
    /// if it is missing.
    ///
    /// # Errors
    /// When the server refuses the name, or does not run.
    pub async fn pool(&self, database: &str) -> Result<MySqlPool, sqlx::Error> {
        let options =
            MySqlConnectOptions::new().host("127.0.0.1").port(self.port()).username("root");
        let mut connection = options.connect().await?;
        let name = database.replace('`', "``");
        let create = format!("CREATE DATABASE IF NOT EXISTS `{name}`");
        connection.execute(AssertSqlSafe(create)).await?;
        connection.close().await?;
        MySqlPool::connect_with(options.database(database)).await
    }
}
