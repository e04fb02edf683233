//! The story, on a real server: a database in the state that kills other migrations, one call,
//! a healthy schema, and a second call that does nothing.
//!
//! `./dev demo` runs it. With `DATABASE_URL` set it uses that server, and a database `ykt_db`
//! of its own there, which it makes and drops again; otherwise a private throwaway server.

use std::error::Error;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use safe_schema::testing::Server;
use safe_schema::{SafeSchema, schema};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlPool};
use sqlx::{Connection, Executor};

/// A tenant of the platform.
#[derive(SafeSchema, sqlx::FromRow)]
#[safe_schema(table = "tenants")]
struct Tenant {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 120)]
    name: String,
}

/// A client application that may log users in.
#[derive(SafeSchema, sqlx::FromRow)]
#[safe_schema(table = "applications")]
struct Application {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 64, unique)]
    client_id: String,
    #[safe_schema(references(Tenant::id, on_delete = cascade))]
    tenant_id: Option<u64>,
    secret: Option<String>,
    #[safe_schema(default_sql = "CURRENT_TIMESTAMP(6)")]
    created_at: DateTime<Utc>,
}

// Checked when this is compiled, without a database.
const _: () = assert!(Application::TABLE.has_column("client_id"));
const _: () = assert!(Application::TABLE.primary_key_is(&["id"]));

/// What earlier years left behind: the key is on `client_id`, and a foreign key waits for a
/// table that was never made.
const BAD_STATE: &str = "
    SET foreign_key_checks = 0;
    CREATE TABLE applications (
        client_id varchar(64) NOT NULL PRIMARY KEY,
        tenant_id bigint unsigned NULL,
        secret varchar(255) NULL,
        CONSTRAINT fk_applications_tenant_id FOREIGN KEY (tenant_id)
            REFERENCES tenants (id) ON DELETE CASCADE
    ) DEFAULT CHARSET = utf8mb4;
    SET foreign_key_checks = 1;
    INSERT INTO applications (client_id, secret)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
        SELECT CONCAT('client-', i), HEX(i) FROM n";

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    // `_server` stops when it is dropped, at the end of this function.
    let (_server, options) = match std::env::var("DATABASE_URL") {
        Ok(url) => (None, url.parse::<MySqlConnectOptions>()?),
        Err(_) => {
            let server = Server::start()?;
            let options = server.url("").parse()?;
            (Some(server), options)
        }
    };
    let mut admin = MySqlConnection::connect_with(&options).await?;
    // What is in a database that is there already is not this program's to touch.
    if let Err(error) = admin.execute("CREATE DATABASE ykt_db").await {
        return Err(format!("this program needs a database `ykt_db` of its own: {error}").into());
    }
    let told = match MySqlPool::connect_with(options.database("ykt_db")).await {
        Ok(pool) => tell(&pool).await,
        Err(error) => Err(error.into()),
    };
    admin.execute("DROP DATABASE ykt_db").await?;
    told
}

async fn tell(pool: &MySqlPool) -> Result<(), Box<dyn Error>> {
    sqlx::raw_sql(BAD_STATE).execute(pool).await?;

    println!("# What a migration that does not look gets");
    for statement in [
        "ALTER TABLE applications ADD id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY",
        "ALTER TABLE tenants ADD COLUMN name varchar(120) NOT NULL",
    ] {
        match sqlx::raw_sql(statement).execute(pool).await {
            Ok(_) => println!("{statement}\n    unexpectedly worked"),
            Err(error) => println!("{statement}\n    {error}"),
        }
    }

    println!("\n# A look before the leap");
    if let Some(conflict) = Application::primary_key_conflict(pool).await? {
        println!("{conflict}");
    }
    println!("is there a table `tenants`? {}\n", Tenant::table_exists(pool).await?);
    let schema = schema![Tenant, Application];
    println!("{}", schema.plan(pool).await?);

    println!("# One call");
    println!("{}", schema.migrate(pool).await?);

    println!("# All rows are there");
    let (rows,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM applications").fetch_one(pool).await?;
    let first: Application =
        sqlx::query_as("SELECT * FROM applications ORDER BY id LIMIT 1").fetch_one(pool).await?;
    println!(
        "{rows} applications; the first: id {}, client_id {:?}, tenant {:?}, secret {}, since {}",
        first.id,
        first.client_id,
        first.tenant_id,
        if first.secret.is_some() { "kept" } else { "lost" },
        first.created_at.date_naive(),
    );
    sqlx::raw_sql("INSERT INTO tenants (name) VALUES ('first')").execute(pool).await?;
    let tenant: Tenant = sqlx::query_as("SELECT * FROM tenants").fetch_one(pool).await?;
    println!("tenant {}: {:?}", tenant.id, tenant.name);

    println!("\n# The second start");
    println!("{}", schema.migrate(pool).await?);
    Ok(())
}
