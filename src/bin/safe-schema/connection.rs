//! From a URL to a pool of connections. No URL, and so no password, is part of a message.

use std::str::FromStr;
use std::time::Duration;

use safe_schema::server::ServerInfo;
use safe_schema::{Address, Error, ServerError};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlPoolOptions};
use sqlx::{Connection, MySqlPool};
use tokio::time::timeout;

use crate::failure::Failure;

/// For how long to try to connect.
const PATIENCE: Duration = Duration::from_secs(15);

/// A database, and which server it is on.
pub(crate) struct Database {
    pub(crate) pool: MySqlPool,
    pub(crate) server: ServerInfo,
}

/// The options of a URL that sqlx knows; it passes over any other.
const OPTIONS: [&str; 14] = [
    "charset",
    "collation",
    "socket",
    "ssl-ca",
    "ssl-cert",
    "ssl-key",
    "ssl-mode",
    "sslca",
    "sslcert",
    "sslkey",
    "sslmode",
    "statement-cache-capacity",
    "time-zone",
    "timezone",
];

/// What is not known is not passed over: somebody wants it, TLS perhaps.
fn only_known_options(which: &str, url: &str) -> Result<(), Failure> {
    let Some((_, rest)) = url.split_once('?') else { return Ok(()) };
    let query = rest.split('#').next().unwrap_or_default();
    let names = query.split('&').map(|option| option.split('=').next().unwrap_or_default());
    let mut unknown = names.filter(|name| !name.is_empty() && !OPTIONS.contains(name));
    let Some(name) = unknown.next() else { return Ok(()) };
    // A password with a `?` that is not encoded would end up here.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = match !rest.contains('@') && name.chars().all(is_plain) {
        true => format!("`{name}`"),
        false => "one of its options".to_owned(),
    };
    Err(Failure::error(format!(
        "{which}: {name} is not known as an option of the URL; those that are: {}",
        OPTIONS.join(", ")
    )))
}

/// Connects. `which` is what the URL is called in messages.
pub(crate) async fn connect(which: &str, url: &str) -> Result<Database, Failure> {
    if !(url.starts_with("mysql://") || url.starts_with("mariadb://")) {
        return Err(Failure::error(format!(
            "{which}: not the URL of a MySQL or MariaDB database; write \
             mysql://user:password@host:port/database"
        )));
    }
    // sqlx says which part of the URL it can't read, and never what stands in it.
    let options = MySqlConnectOptions::from_str(url).map_err(|error| {
        Failure::error(format!(
            "{which}: the URL can't be read ({error}); write \
             mysql://user:password@host:port/database, with special characters of the password \
             percent-encoded"
        ))
    })?;
    only_known_options(which, url)?;
    // A pool would go on trying where nobody answers.
    let first = timeout(PATIENCE, MySqlConnection::connect_with(&options)).await;
    let server = match first {
        Ok(Ok(connection)) => {
            // Where goodbye fails, it is gone already.
            let _ = connection.close().await;
            None
        }
        Ok(Err(error)) => Some(ServerError::from(error)),
        Err(_) => Some(ServerError::new(format!("no answer within {} s", PATIENCE.as_secs()))),
    };
    if let Some(server) = server {
        return Err(Failure::of(
            which,
            &Error::Connect { address: Box::new(Address::from(&options)), server },
        ));
    }
    let pool = MySqlPoolOptions::new()
        .max_connections(2)
        .acquire_timeout(PATIENCE)
        .connect_lazy_with(options);
    let server =
        safe_schema::server_info(&pool).await.map_err(|error| Failure::of(which, &error))?;
    if server.database.is_empty() {
        return Err(Failure::error(format!(
            "{which}: the URL names no database; write mysql://host/DATABASE"
        )));
    }
    Ok(Database { pool, server })
}
