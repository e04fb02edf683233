//! One server of each kind for the whole process, and scenarios that run on both.

use std::future::Future;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use safe_schema::testing::{Kind, Server};

/// The server of that kind; it dies with the process. `None` where `./dev test` could not get
/// one and says so in its last lines; otherwise a server that is missing is a failure.
pub(crate) fn server(kind: Kind) -> Option<&'static Server> {
    static MYSQL: OnceLock<Option<Server>> = OnceLock::new();
    static MARIADB: OnceLock<Option<Server>> = OnceLock::new();
    let slot = match kind {
        Kind::MySql => &MYSQL,
        Kind::MariaDb => &MARIADB,
    };
    slot.get_or_init(|| start(Server::builder().kind(kind))).as_ref()
}

fn may_be_missing() -> bool {
    std::env::var_os("SAFE_SCHEMA_TEST_WITHOUT").is_some()
}

/// Starts a server whose statements can be read from `mysql.general_log`.
pub(crate) fn start(builder: safe_schema::testing::Builder) -> Option<Server> {
    match builder.arg("--general-log=1").arg("--log-output=TABLE").start() {
        Err(error) if error.is_not_found() && may_be_missing() => {
            eprintln!("skipped: {error}");
            None
        }
        server => Some(server.unwrap()),
    }
}

/// Makes a `#[test]` for each kind of server out of each scenario, `async fn(Database)`.
macro_rules! both {
    ($($scenario:ident),* $(,)?) => {
        $crate::support::both!(@on mysql MySql $($scenario)*);
        $crate::support::both!(@on mariadb MariaDb $($scenario)*);
    };
    (@on $module:ident $kind:ident $($scenario:ident)*) => {
        mod $module {
            use safe_schema::testing::Kind;

            $(
                #[tokio::test]
                async fn $scenario() {
                    let name = concat!(module_path!(), "::", stringify!($scenario));
                    if let Some(db) = $crate::support::Database::new(Kind::$kind, name).await {
                        super::$scenario(db).await;
                    }
                }
            )*
        }
    };
}
pub(crate) use both;

/// Waits for a condition, within a bound.
pub(crate) async fn wait_until<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
