//! Throwaway servers with the settings of production, and databases on them.

use safe_schema::testing::{Kind, Server};
use sqlx::AssertSqlSafe;
use sqlx::mysql::{MySqlConnectOptions, MySqlPool, MySqlPoolOptions};

use crate::Outcome;

/// What throwaway servers leave out for speed, as the servers have it by themselves: every commit
/// is flushed, and MySQL writes its log for replicas.
const DURABLE: [&str; 2] = ["--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=512M"];
const MYSQL: [&str; 3] = ["--log-bin", "--sync-binlog=1", "--server-id=1"];

/// The servers that are here, each of its own kind.
pub fn start() -> Vec<Server> {
    let mut servers = Vec::new();
    for kind in Kind::ALL {
        let mut builder = Server::builder().kind(kind);
        for option in DURABLE {
            builder = builder.arg(option);
        }
        if kind == Kind::MySql {
            for option in MYSQL {
                builder = builder.arg(option);
            }
        }
        match builder.start() {
            Ok(server) => servers.push(server),
            Err(error) => eprintln!("{kind} is not measured: {error}"),
        }
    }
    servers
}

/// How a root without a password connects to the database, by TCP.
pub fn options(port: u16, database: &str) -> MySqlConnectOptions {
    MySqlConnectOptions::new().host("127.0.0.1").port(port).username("root").database(database)
}

/// A pool of one connection, which is there already.
pub async fn pool(port: u16, database: &str) -> Outcome<MySqlPool> {
    let options = options(port, database);
    Ok(MySqlPoolOptions::new().max_connections(1).connect_with(options).await?)
}

/// Waits until the pool has its connection back, if it has one: it asks it whether it is well, which
/// nobody else has to wait for.
pub async fn idle(pool: &MySqlPool) {
    while pool.num_idle() < pool.size() as usize {
        tokio::time::sleep(std::time::Duration::from_micros(200)).await;
    }
}

/// An empty database of that name, whatever was there.
pub async fn empty(server: &Server, database: &str) -> Outcome {
    let home = pool(server.port(), "mysql").await?;
    sql(&home, &format!("DROP DATABASE IF EXISTS {database}; CREATE DATABASE {database}")).await?;
    home.close().await;
    Ok(())
}

/// Takes the database away.
pub async fn drop(server: &Server, database: &str) -> Outcome {
    let home = pool(server.port(), "mysql").await?;
    sql(&home, &format!("DROP DATABASE {database}")).await?;
    home.close().await;
    Ok(())
}

/// Sends statements in one packet, and throws their answers away.
pub async fn sql(pool: &MySqlPool, statements: &str) -> Outcome {
    use futures_util::TryStreamExt;
    let mut answers = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).fetch_many(pool);
    while answers.try_next().await?.is_some() {}
    Ok(())
}
