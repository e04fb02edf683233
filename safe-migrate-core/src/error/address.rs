//! Where a connection was to lead, and as whom: all but the password.

use std::fmt;
use std::path::PathBuf;

use sqlx::mysql::MySqlConnectOptions;

/// Where a connection was to lead, and as whom. There is no password in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Address {
    /// The server's name or number.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// The socket that is used in their place.
    pub socket: Option<PathBuf>,
    /// The user.
    pub user: String,
    /// The database.
    pub database: Option<String>,
}

impl From<&MySqlConnectOptions> for Address {
    fn from(options: &MySqlConnectOptions) -> Self {
        Self {
            host: options.get_host().to_owned(),
            port: options.get_port(),
            socket: options.get_socket().cloned(),
            user: options.get_username().to_owned(),
            database: options.get_database().map(str::to_owned),
        }
    }
}

impl Address {
    /// Whether the parts may be ones of a password: a `/` in it that is not percent-encoded ends
    /// the host, and makes what follows, with the real host, the database.
    fn may_hold_a_password(&self) -> bool {
        self.database.as_ref().is_some_and(|database| database.contains('@'))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.may_hold_a_password() {
            return f.write_str(
                "a server not told here (`@` in the name of the database: special characters of a \
                 password must be percent-encoded in a URL)",
            );
        }
        match &self.socket {
            Some(socket) => write!(f, "the socket {}", socket.display())?,
            None if self.host.contains(':') && !self.host.starts_with('[') => {
                write!(f, "[{}]:{}", self.host, self.port)?;
            }
            None => write!(f, "{}:{}", self.host, self.port)?,
        }
        write!(f, " as user `{}`, ", self.user)?;
        match &self.database {
            Some(database) => write!(f, "database `{database}`"),
            None => f.write_str("no database"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn told(url: &str) -> String {
        Address::from(&MySqlConnectOptions::from_str(url).unwrap()).to_string()
    }

    #[test]
    fn all_but_the_password_is_told() {
        for (url, text) in [
            ("mysql://svc:s3cret@db/shop", "db:3306 as user `svc`, database `shop`"),
            ("mysql://svc:s3cret@[::1]:33/shop", "[::1]:33 as user `svc`, database `shop`"),
            ("mysql://svc:s3%2Fcret@db:33", "db:33 as user `svc`, no database"),
            (
                "mysql://svc:s3cret@x/shop?socket=/run/mysqld.sock",
                "the socket /run/mysqld.sock as user `svc`, database `shop`",
            ),
        ] {
            assert_eq!(told(url), text);
        }
        let by_number = MySqlConnectOptions::new().host("::1");
        assert!(Address::from(&by_number).to_string().starts_with("[::1]:3306 "));
    }

    #[test]
    fn not_even_a_password_that_was_taken_for_something_else() {
        let text = told("mysql://svc:12/34@db/shop");
        assert!(!text.contains("12") && !text.contains("34"), "{text}");
        assert!(text.contains("percent-encoded"), "{text}");
    }
}
