//! What is told while a migration runs: spans and events by their stable names, and its progress.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use safe_schema::report::{Progress, Stage};
use safe_schema::{Fix, Options, SafeSchema, Schema, TableName, schema};
use sqlx::Connection;
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

use crate::support::{Database, ask, both, with_parents};

both! {
    spans_and_events,
    nothing_to_do_is_told_in_one_line,
    a_held_table_is_told,
    a_step_that_fails_is_told,
    a_data_fix_is_told,
    progress_of_each_step,
    rows_while_a_table_is_copied,
    no_second_connection_without_a_callback,
}

#[derive(SafeSchema)]
#[safe_schema(table = "clouds")]
struct Cloud {
    #[safe_schema(primary_key)]
    id: u64,
    height: i64,
    #[safe_schema(len = 200)]
    text: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "drops")]
struct RainDrop {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Cloud::id))]
    cloud_id: u64,
}

/// Remembers the names of spans and events, in order, and what they say.
#[derive(Clone, Default)]
struct Listener {
    heard: Arc<Mutex<Vec<(String, String)>>>,
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.push_str(&format!("{field}={value:?};"));
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("safe_migrate_core")
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        let mut fields = Fields(String::new());
        span.record(&mut fields);
        let mut heard = self.heard.lock().unwrap();
        heard.push((format!("[{}]", span.metadata().name()), fields.0));
        span::Id::from_u64(heard.len() as u64)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.heard.lock().unwrap().push((event.metadata().name().to_owned(), fields.0));
    }

    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

impl Listener {
    fn names(&self) -> Vec<String> {
        self.heard.lock().unwrap().iter().map(|(name, _)| name.clone()).collect()
    }

    fn said(&self, name: &str) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard.iter().filter(|(known, _)| known == name).map(|(_, said)| said.clone()).collect()
    }
}

async fn spans_and_events(db: Database) {
    let (pool, _) = db.pool().await;
    let listener = Listener::default();
    let guard = tracing::subscriber::set_default(listener.clone());
    let report = with_parents![RainDrop].migrate(&pool).await.unwrap();
    drop(guard);
    assert_eq!(
        listener.names(),
        [
            "[safe_schema.migrate]",
            "[safe_schema.look]",
            "[safe_schema.look]",
            "[safe_schema.lock]",
            "safe_schema.lock.held",
            "[safe_schema.look]",
            "[safe_schema.ask]",
            "[safe_schema.step]",
            "safe_schema.step.begun",
            "safe_schema.step.done",
            "[safe_schema.step]",
            "safe_schema.step.begun",
            "safe_schema.step.done",
            "[safe_schema.look]",
            "safe_schema.done",
        ]
    );
    for (said, step) in listener.said("safe_schema.step.done").iter().zip(&report.executed) {
        assert!(said.contains(&format!("table={}", step.table)), "{said}");
        assert!(said.contains(&step.sql), "{said}");
    }
    assert!(listener.said("safe_schema.done")[0].contains(&report.run.unwrap()));
}

async fn nothing_to_do_is_told_in_one_line(db: Database) {
    db.migrate(&schema![Cloud]).await;
    let (pool, _) = db.pool().await;
    let listener = Listener::default();
    let guard = tracing::subscriber::set_default(listener.clone());
    schema![Cloud].migrate(&pool).await.unwrap();
    drop(guard);
    assert_eq!(
        listener.names(),
        ["[safe_schema.migrate]", "[safe_schema.look]", "safe_schema.done"]
    );
}

async fn a_held_table_is_told(db: Database) {
    db.sql("CREATE TABLE clouds (id BIGINT UNSIGNED PRIMARY KEY)").await;
    let options = db.options("root").database(&db.name);
    let mut holder = sqlx::MySqlConnection::connect_with(&options).await.unwrap();
    ask(&mut holder, "START TRANSACTION; SELECT * FROM clouds").await.unwrap();
    let (pool, _) = db.pool().await;
    let wait = Duration::from_secs(1);
    let schema = schema![Cloud].with_options(Options::new().lock_wait(wait).lock_budget(wait));
    let listener = Listener::default();
    let guard = tracing::subscriber::set_default(listener.clone());
    schema.migrate(&pool).await.unwrap_err();
    drop(guard);
    let failed = listener.said("safe_schema.step.failed");
    assert_eq!(failed.len(), 1);
    assert!(failed[0].contains("1205"), "{failed:?}");
    drop(holder);
}

async fn a_step_that_fails_is_told(db: Database) {
    let user = db.stranger().await;
    db.sql(&format!("GRANT SELECT, INSERT ON `{}`.* TO '{user}'@'%'", db.name)).await;
    let listener = Listener::default();
    let guard = tracing::subscriber::set_default(listener.clone());
    schema![Cloud].migrate(&db.pool_of(&user)).await.unwrap_err();
    drop(guard);
    assert!(listener.said("safe_schema.step.failed")[0].contains("CREATE command denied"));
    assert_eq!(listener.said("safe_schema.journal.off").len(), 1);
}

/// One that fails, one that falls short, one that is done.
async fn a_data_fix_is_told(db: Database) {
    db.sql(&Cloud::create_table_sql()).await;
    db.sql(
        "ALTER TABLE clouds MODIFY id BIGINT UNSIGNED NOT NULL, DROP PRIMARY KEY; \
         INSERT INTO clouds (id, height, text) VALUES (1, 0, ''), (1, 0, '')",
    )
    .await;
    let one = "UPDATE clouds SET id = 1 LIMIT 1";
    for (sql, end) in [
        ("UPDATE clouds SET no_such = 1", "failed"),
        (one, "undone"),
        ("UPDATE clouds SET id = 2 LIMIT 1", "done"),
    ] {
        let fix = Fix::sql("mend", TableName::new("clouds"), sql);
        let (pool, _) = db.pool().await;
        let listener = Listener::default();
        let guard = tracing::subscriber::set_default(listener.clone());
        let outcome = schema![Cloud].with_fix(fix).migrate(&pool).await;
        drop(guard);
        assert_eq!(outcome.is_ok(), end == "done", "{outcome:?}");
        let names = listener.names();
        let of_fix: Vec<&str> =
            names.iter().map(String::as_str).filter(|name| name.contains("schema.fix")).collect();
        let end = format!("safe_schema.fix.{end}");
        assert_eq!(of_fix, ["[safe_schema.fix]", "safe_schema.fix.begun", &end]);
        let said = &listener.said(&end)[0];
        assert!(said.contains("fix=mend") && said.contains("table=clouds"), "{said}");
    }
}

/// A schema that remembers what it was told.
fn remembering(schema: Schema) -> (Schema, Arc<Mutex<Vec<Progress>>>) {
    let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let memory = told.clone();
    (schema.on_progress(move |progress| memory.lock().unwrap().push(progress.clone())), told)
}

async fn progress_of_each_step(db: Database) {
    let (schema, told) = remembering(with_parents![RainDrop]);
    let (pool, _) = db.pool().await;
    schema.migrate(&pool).await.unwrap();
    let mut told = std::mem::take(&mut *told.lock().unwrap());
    // What the server shows of such small tables is a matter of luck.
    told.retain(|progress| !matches!(progress.stage, Stage::Working { .. }));
    let steps: Vec<_> =
        told.iter().map(|told| (told.step, told.of, told.table.to_string(), &told.stage)).collect();
    assert_eq!(
        steps,
        [
            (1, 2, "clouds".to_owned(), &Stage::Begun),
            (1, 2, "clouds".to_owned(), &Stage::Done),
            (2, 2, "drops".to_owned(), &Stage::Begun),
            (2, 2, "drops".to_owned(), &Stage::Done),
        ]
    );
    assert!(told[0].to_string().starts_with("step 1 of 2, `clouds`"), "{}", told[0]);
}

/// As a user who may see it, while `int` becomes `bigint`.
async fn rows_while_a_table_is_copied(db: Database) {
    db.sql(
        "CREATE TABLE clouds (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
           height INT NOT NULL, text VARCHAR(200) NOT NULL) DEFAULT CHARSET=utf8mb4;
         INSERT INTO clouds (height, text) VALUES (1, REPEAT('x', 150))",
    )
    .await;
    // Large enough that whoever asks four times a second sees this machine copy it.
    let mut doublings = 0;
    let mut copying = Duration::ZERO;
    while doublings < 17 || copying < Duration::from_secs(2) {
        db.sql("INSERT INTO clouds (height, text) SELECT height + 1, text FROM clouds").await;
        doublings += 1;
        if doublings >= 17 {
            let started = Instant::now();
            db.sql("ALTER TABLE clouds FORCE, ALGORITHM=COPY").await;
            copying = started.elapsed();
        }
    }
    db.sql("ALTER TABLE clouds MODIFY id BIGINT UNSIGNED NOT NULL; ANALYZE TABLE clouds").await;
    let (pool, user) = db.pool().await;
    if !db.is_mariadb() {
        db.sql(&format!("GRANT SELECT ON performance_schema.* TO '{user}'@'%'")).await;
        db.sql(
            "UPDATE performance_schema.setup_consumers SET ENABLED = 'YES' \
             WHERE NAME = 'events_stages_current'",
        )
        .await;
    }
    let (schema, told) = remembering(schema![Cloud]);
    schema.migrate(&pool).await.unwrap();
    let told = told.lock().unwrap();
    let rows: Vec<(u64, u64)> = told
        .iter()
        .filter_map(|progress| match &progress.stage {
            Stage::Working { doing, rows, of } => {
                assert!(doing.contains("copy"), "{doing}");
                Some((*rows, *of))
            }
            Stage::Begun | Stage::Done => None,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(!rows.is_empty(), "{told:?}");
    assert!(rows.is_sorted(), "{rows:?}");
    assert!(rows.iter().all(|(rows, of)| rows <= of && *of > 50_000), "{rows:?}");
}

/// While a step waits for a table, so that there would be time for one.
async fn no_second_connection_without_a_callback(db: Database) {
    db.sql("CREATE TABLE clouds (id BIGINT UNSIGNED NOT NULL PRIMARY KEY)").await;
    let options = db.options("root").database(&db.name);
    let mut holder = sqlx::MySqlConnection::connect_with(&options).await.unwrap();
    ask(&mut holder, "START TRANSACTION; SELECT * FROM clouds").await.unwrap();
    let wait = Duration::from_secs(1);
    let impatient = schema![Cloud].with_options(Options::new().lock_wait(wait).lock_budget(wait));
    let mut connections = Vec::new();
    for schema in [impatient.clone(), remembering(impatient).0] {
        let (pool, user) = db.pool().await;
        schema.migrate(&pool).await.unwrap_err();
        let of_user = format!(
            "SELECT COUNT(*) FROM mysql.general_log \
             WHERE command_type = 'Connect' AND argument LIKE '{user}@%'"
        );
        connections.push(db.value(&of_user).await.parse::<u32>().unwrap());
    }
    assert_eq!(connections[0] + 1, connections[1], "{connections:?}");
    drop(holder);
}
