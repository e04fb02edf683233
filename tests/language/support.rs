//! One server of each kind for the whole process, and a database for each scenario.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use safe_schema::schema::Declared;
use safe_schema::testing::{Kind, Server};
use safe_schema::{Model, SafeSchema, Schema};
use sqlx::{AssertSqlSafe, MySqlPool};

/// An empty database, and root connected to it.
pub(crate) struct Database {
    pub(crate) kind: Kind,
    pub(crate) pool: MySqlPool,
}

impl Database {
    /// `None` when this machine has no such server.
    pub(crate) async fn new(kind: Kind) -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let server = server(kind)?;
        let name = format!("language_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        Some(Self { kind, pool: server.pool(&name).await.unwrap() })
    }

    pub(crate) fn is_mariadb(&self) -> bool {
        self.kind == Kind::MariaDb
    }

    /// Runs statements by the text protocol.
    pub(crate) async fn sql(&self, statements: &str) {
        self.try_sql(statements).await.unwrap_or_else(|error| panic!("{statements}\n{error}"));
    }

    pub(crate) async fn try_sql(&self, statements: &str) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&self.pool).await?;
        Ok(())
    }

    /// The server takes the declaration, and what it then has is what is declared: no change,
    /// nothing refused, nothing to note.
    pub(crate) async fn takes<T: Declared>(&self) {
        self.sql(&T::create_table_sql()).await;
        self.has::<T>().await;
    }

    /// What the server has is what is declared.
    pub(crate) async fn has<T: Declared>(&self) {
        let plan = Schema::new(vec![Model::of::<T>()]).plan(&self.pool).await.unwrap();
        assert!(
            plan.is_empty() && plan.notes.is_empty(),
            "declared:\n{}\nplanned:\n{plan}",
            T::create_table_sql(),
        );
    }
}

fn server(kind: Kind) -> Option<&'static Server> {
    static MYSQL: OnceLock<Option<Server>> = OnceLock::new();
    static MARIADB: OnceLock<Option<Server>> = OnceLock::new();
    let slot = match kind {
        Kind::MySql => &MYSQL,
        Kind::MariaDb => &MARIADB,
    };
    slot.get_or_init(|| match Server::builder().kind(kind).start() {
        Err(error) if error.is_not_found() => {
            eprintln!("skipped: {error}");
            None
        }
        server => Some(server.unwrap()),
    })
    .as_ref()
}

/// Makes a `#[test]` for each kind of server out of each scenario, `async fn(Database)`.
macro_rules! both {
    ($($scenario:ident),* $(,)?) => {
        $(mod $scenario {
            use safe_schema::testing::Kind;

            use $crate::support::Database;

            #[tokio::test]
            async fn mysql() {
                if let Some(db) = Database::new(Kind::MySql).await {
                    super::$scenario(db).await;
                }
            }

            #[tokio::test]
            async fn mariadb() {
                if let Some(db) = Database::new(Kind::MariaDb).await {
                    super::$scenario(db).await;
                }
            }
        })*
    };
}
pub(crate) use both;

/// A scenario for each struct: both servers take it, and give it back as it was declared.
macro_rules! taken {
    ($($(#[$attr:meta])* $scenario:ident { $($fields:tt)* })*) => {
        $crate::support::both! { $($scenario),* }
        $(
            async fn $scenario(db: $crate::support::Database) {
                #[derive(safe_schema::SafeSchema)]
                $(#[$attr])*
                struct Declared { $($fields)* }

                db.takes::<Declared>().await;
            }
        )*
    };
}
pub(crate) use taken;

/// A scenario for each type: what is written is what is read, also in an `Option`.
macro_rules! round_trip {
    ($($(#[$attr:meta])* $scenario:ident: $ty:ty = $values:expr;)*) => {
        $crate::support::both! { $($scenario),* }
        $(
            async fn $scenario(db: $crate::support::Database) {
                #[derive(safe_schema::SafeSchema, sqlx::FromRow)]
                #[safe_schema(table = "plain")]
                struct Plain {
                    #[safe_schema(primary_key)]
                    id: u32,
                    $(#[$attr])*
                    value: $ty,
                }

                #[derive(safe_schema::SafeSchema, sqlx::FromRow)]
                #[safe_schema(table = "optional")]
                struct Optional {
                    #[safe_schema(primary_key)]
                    id: u32,
                    $(#[$attr])*
                    value: Option<$ty>,
                }

                db.takes::<Plain>().await;
                db.takes::<Optional>().await;
                let values: Vec<$ty> = Vec::from($values);
                for (id, value) in values.iter().enumerate() {
                    for table in ["INSERT INTO plain VALUES (?, ?)", "INSERT INTO optional VALUES (?, ?)"] {
                        sqlx::query(table)
                            .bind(u32::try_from(id).unwrap())
                            .bind(value.clone())
                            .execute(&db.pool)
                            .await
                            .unwrap_or_else(|error| panic!("{value:?}: {error}"));
                    }
                }
                let plain: Vec<Plain> =
                    sqlx::query_as("SELECT * FROM plain ORDER BY id").fetch_all(&db.pool).await.unwrap();
                let plain: Vec<$ty> = plain.into_iter().map(|row| row.value).collect();
                assert_eq!(plain, values);

                sqlx::query("INSERT INTO optional VALUES (1000, ?)")
                    .bind(None::<$ty>)
                    .execute(&db.pool)
                    .await
                    .unwrap();
                let optional: Vec<Optional> =
                    sqlx::query_as("SELECT * FROM optional ORDER BY id").fetch_all(&db.pool).await.unwrap();
                let optional: Vec<Option<$ty>> = optional.into_iter().map(|row| row.value).collect();
                let expected: Vec<Option<$ty>> = values.into_iter().map(Some).chain([None]).collect();
                assert_eq!(optional, expected);
            }
        )*
    };
}
pub(crate) use round_trip;
