//! Replicas that start at the same moment: one applies, the others find it done.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use safe_schema::{SafeSchema, Schema, schema};

use crate::support::{Database, both, with_parents};

both! {
    on_an_empty_database,
    on_a_drifted_database,
    with_different_models,
    connected_to_different_databases,
    looks_while_another_migrates,
    refused_for_all,
}

const REPLICAS: usize = 8;

#[derive(SafeSchema)]
#[safe_schema(table = "firms")]
struct Firm {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(len = 30, unique)]
    name: String,
    #[safe_schema(index)]
    born: Option<chrono::NaiveDate>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "workers")]
struct Worker {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(references(Firm::id, on_delete = cascade))]
    firm_id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "projects")]
struct Project {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(references(Firm::id))]
    firm_id: Option<u32>,
}

fn all() -> Schema {
    with_parents![Worker, Project]
}

/// Migrates from so many pools at once, all of one user; the DDL that the server saw, and who
/// reported what.
async fn start_together(db: &Database, schemas: Vec<Schema>) -> Vec<String> {
    let before = db.pictures().await;
    let (_, user) = db.pool().await;
    let barrier = Arc::new(tokio::sync::Barrier::new(schemas.len()));
    let mut replicas = tokio::task::JoinSet::new();
    for schema in schemas {
        let (pool, barrier) = (db.pool_of(&user), barrier.clone());
        replicas.spawn(async move {
            pool.acquire().await.unwrap();
            barrier.wait().await;
            schema.migrate(&pool).await
        });
    }
    let mut reported = Vec::new();
    for outcome in replicas.join_all().await {
        let report = outcome.unwrap_or_else(|error| panic!("{error}"));
        reported.extend(report.executed.into_iter().map(|step| step.statement()));
    }
    db.assert_rows(&before).await;
    let statements = db.statements(&user).await;
    let mut ran: Vec<String> = statements.ddl().into_iter().map(str::to_owned).collect();
    ran.sort();
    reported.sort();
    assert_eq!(ran, reported, "what the server saw, and what was reported");
    ran
}

fn assert_each_once(ran: &[String]) {
    let distinct: std::collections::BTreeSet<&String> = ran.iter().collect();
    assert_eq!(distinct.len(), ran.len(), "something ran twice: {ran:#?}");
}

async fn on_an_empty_database(db: Database) {
    let ran = start_together(&db, vec![all(); REPLICAS]).await;
    assert_eq!(ran.len(), 3, "{ran:#?}");
    assert_each_once(&ran);
    db.second_run(&all()).await;
}

async fn on_a_drifted_database(db: Database) {
    db.sql(
        "CREATE TABLE firms (name VARCHAR(30) NOT NULL PRIMARY KEY) DEFAULT CHARSET=utf8mb4;
         CREATE TABLE workers (id INT UNSIGNED NOT NULL, firm_id INT UNSIGNED NOT NULL);
         INSERT INTO firms VALUES ('a'), ('b'); INSERT INTO workers VALUES (1, 1), (2, 2)",
    )
    .await;
    db.sql(
        "CREATE TABLE projects (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, firm_id INT UNSIGNED)",
    )
    .await;
    // The workers' firms must be there before the foreign key is: give the firms their numbers.
    db.sql("ALTER TABLE firms ADD id INT UNSIGNED NOT NULL FIRST").await;
    db.sql("UPDATE firms SET id = IF(name = 'a', 1, 2)").await;
    let ran = start_together(&db, vec![all(); REPLICAS]).await;
    assert_each_once(&ran);
    assert!(!ran.is_empty());
    assert_eq!(db.primary_key("firms").await, ["id"]);
    assert_eq!(db.primary_key("workers").await, ["id"]);
    db.second_run(&all()).await;
}

/// Services with one database and overlapping models.
async fn with_different_models(db: Database) {
    let schemas = (0..REPLICAS)
        .map(|number| if number % 2 == 0 { with_parents![Worker] } else { with_parents![Project] })
        .collect();
    let ran = start_together(&db, schemas).await;
    assert_eq!(ran.len(), 3, "{ran:#?}");
    assert_each_once(&ran);
    db.second_run(&all()).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "visits", database = "common")]
struct Visit {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(index)]
    at: Option<chrono::NaiveDateTime>,
    #[safe_schema(default = 0)]
    pages: u32,
}

/// Two services, each with a database of its own, share tables in a third one.
async fn connected_to_different_databases(mut db: Database) {
    db.also("common").await;
    db.also("elsewhere").await;
    db.sql("CREATE TABLE common.visits (at DATETIME(6)); INSERT INTO common.visits VALUES (NULL)")
        .await;
    let (_, user) = db.pool().await;
    let mut replicas = tokio::task::JoinSet::new();
    let barrier = Arc::new(tokio::sync::Barrier::new(REPLICAS));
    for number in 0..REPLICAS {
        let home = if number % 2 == 0 { db.name.as_str() } else { "elsewhere" };
        let pool = crate::support::pool(db.options(&user).database(home));
        let barrier = barrier.clone();
        replicas.spawn(async move {
            pool.acquire().await.unwrap();
            barrier.wait().await;
            schema![Visit].migrate(&pool).await
        });
    }
    for outcome in replicas.join_all().await {
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
    let statements = db.statements(&user).await;
    let ran: Vec<String> = statements.ddl().into_iter().map(str::to_owned).collect();
    assert_each_once(&ran);
    assert!(!ran.is_empty());
    assert_eq!(db.value("SELECT COUNT(*) FROM common.visits").await, "1");
    db.second_run(&schema![Visit]).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "posts")]
struct Post {
    #[safe_schema(primary_key)]
    id: u32,
}

/// Many tables, each with a foreign key that changes its rule and a key that moves.
fn replies() -> Schema {
    let of = |number: usize| {
        let mut table = Reply::TABLE.clone();
        table.name = format!("replies_{number}").into();
        for key in table.foreign_keys.to_mut() {
            key.name = format!("fk_{number}").into();
        }
        safe_schema::Model {
            table: Box::leak(Box::new(table)),
            parents: <Reply as safe_schema::schema::Declared>::PARENTS,
        }
    };
    Schema::new((0..15).map(of).collect::<Vec<_>>())
}

#[derive(SafeSchema)]
#[safe_schema(table = "replies")]
struct Reply {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Post::id, on_delete = cascade))]
    post_id: u32,
}

/// A replica that starts while another is in the middle of its statements sees the catalogue
/// change under its look. It waits its turn; it does not die, and it changes nothing.
async fn looks_while_another_migrates(db: Database) {
    db.sql("CREATE TABLE posts (id INT UNSIGNED PRIMARY KEY)").await;
    for number in 0..15 {
        db.sql(&format!(
            "CREATE TABLE replies_{number} (
               id INT UNSIGNED NOT NULL, post_id INT UNSIGNED NOT NULL PRIMARY KEY,
               CONSTRAINT fk_{number} FOREIGN KEY (post_id) REFERENCES posts (id))"
        ))
        .await;
    }
    let (pool, _) = db.pool().await;
    let is_done = Arc::new(AtomicBool::new(false));
    let mut others = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (pool, is_done, looking) = (pool.clone(), is_done.clone(), replies());
        others.spawn(async move {
            let mut looks = 0;
            while !is_done.load(Ordering::Relaxed) {
                looking.plan(&pool).await.unwrap_or_else(|error| panic!("look {looks}: {error}"));
                looks += 1;
            }
            looks
        });
    }
    let (pool, _) = db.pool().await;
    let report = replies().migrate(&pool).await;
    is_done.store(true, Ordering::Relaxed);
    let looks: u32 = others.join_all().await.into_iter().sum();
    assert!(looks > 2, "only {looks} looks");
    assert!(!report.unwrap().is_unchanged());
    db.second_run(&replies()).await;
}

async fn refused_for_all(db: Database) {
    db.sql(
        "CREATE TABLE firms (id INT UNSIGNED, name VARCHAR(30) NOT NULL) DEFAULT CHARSET=utf8mb4;
         INSERT INTO firms VALUES (1, 'a'), (1, 'b')",
    )
    .await;
    let before = db.definitions().await;
    let (_, user) = db.pool().await;
    let mut replicas = tokio::task::JoinSet::new();
    for _ in 0..REPLICAS {
        let pool = db.pool_of(&user);
        replicas.spawn(async move { all().migrate(&pool).await });
    }
    for outcome in replicas.join_all().await {
        assert!(outcome.unwrap_err().is_refused());
    }
    assert_eq!(before, db.definitions().await);
    assert_eq!(db.statements(&user).await.ddl(), [""; 0]);
}
