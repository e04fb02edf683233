//! The journal: what it says, what it costs, and that it is never in the way.

use safe_schema::report::StepState;
use safe_schema::{Error, Policy, SafeSchema, Schema, inspect, schema};

use crate::support::{Database, both, with_parents};

both! {
    every_step_is_written_down,
    who_migrated,
    a_failed_step_has_its_reason,
    a_new_table_that_is_refused_among_others,
    not_made_where_nothing_is_to_be_done,
    not_made_by_a_refusal,
    not_where_nobody_wants_it,
    what_it_costs,
    an_older_one_is_brought_to_shape,
    something_else_of_that_name,
    a_user_who_may_not_write_it,
    steps_that_nobody_saw_the_end_of,
    no_part_of_the_database,
    beside_the_tables_it_tells_of,
}

#[derive(SafeSchema)]
#[safe_schema(table = "pots")]
struct Pot {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(len = 30, default = "it's a \\ pot")]
    name: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "lids")]
struct Lid {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Pot::id))]
    pot_id: u32,
}

fn all() -> Schema {
    with_parents![Lid].with_service("kitchen 1.2.3")
}

/// The rows of the journal by root's eyes: step, state, table, statement.
async fn rows(db: &Database) -> Vec<String> {
    db.rows(
        "SELECT CONCAT_WS('|', step, state, table_name, statement) FROM _safe_schema_journal \
         ORDER BY id",
    )
    .await
    .into_iter()
    .map(|row| row[0].clone().unwrap())
    .collect()
}

async fn has_journal(db: &Database) -> bool {
    !db.rows("SHOW TABLES LIKE '\\_safe\\_schema\\_journal'").await.is_empty()
}

async fn every_step_is_written_down(db: Database) {
    let report = db.migrate(&all()).await;
    let (pool, _) = db.pool().await;
    let history = all().history(&pool).await.unwrap();
    assert_eq!(history.len(), 2);
    for (at, (entry, step)) in history.iter().zip(&report.executed).enumerate() {
        assert_eq!(Some(&entry.run), report.run.as_ref());
        assert_eq!((entry.step as usize, entry.state), (at + 1, StepState::Done));
        assert_eq!((&entry.table, &entry.statement), (&step.table.to_string(), &step.sql));
        assert_eq!(entry.service, "kitchen 1.2.3");
        assert_eq!(entry.engine, env!("CARGO_PKG_VERSION"));
        assert_eq!(entry.process, u64::from(std::process::id()));
        assert!(!entry.host.is_empty());
        assert!(entry.connection > 0);
        assert_eq!(entry.error, None);
        assert!(entry.duration.unwrap() <= step.duration, "{entry:?}");
        assert!(entry.started.ends_with('Z') && entry.started.contains('T'), "{entry}");
    }
    // The time is UTC, whatever the server's zone is.
    let age = "SELECT ABS(TIMESTAMPDIFF(SECOND, MAX(at), UTC_TIMESTAMP())) < 60 \
               FROM _safe_schema_journal";
    assert_eq!(db.value(age).await, "1");
    assert_eq!(rows(&db).await.len(), 4);
}

/// The package that declares the schema, unless somebody says otherwise, or nobody knows.
async fn who_migrated(db: Database) {
    let (pool, _) = db.pool().await;
    let package = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let program = std::env::current_exe().unwrap();
    let program = program.file_name().unwrap().to_str().unwrap();
    let schemas = [
        (schema![Pot], package),
        (schema![Pot].with_service("cook"), "cook"),
        (with_parents![Pot], program),
    ];
    for (schema, expected) in schemas {
        db.sql("DROP TABLE IF EXISTS pots").await;
        schema.migrate(&pool).await.unwrap();
        assert_eq!(schema.history(&pool).await.unwrap().last().unwrap().service, expected);
    }
}

async fn a_failed_step_has_its_reason(db: Database) {
    let user = db.stranger().await;
    db.sql(&format!("GRANT SELECT, INSERT, CREATE ON `{}`.* TO '{user}'@'%'", db.name)).await;
    db.sql("CREATE TABLE pots (id INT UNSIGNED PRIMARY KEY AUTO_INCREMENT)").await;
    let pool = db.pool_of(&user);
    let error = schema![Pot].migrate(&pool).await.unwrap_err();
    let history = schema![Pot].history(&pool).await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].state, StepState::Failed);
    let said = history[0].error.clone().unwrap();
    assert!(error.to_string().contains(&said), "{said} is not in {error}");
    assert!(said.contains("ALTER"), "{said}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "kettles")]
struct Kettle {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(default_sql = "no_such_function()")]
    heat: u32,
}

/// New tables are sent together. What is done stays done and is told so; the one that the server
/// refuses is tried by itself, and has its reason; the others were not begun.
async fn a_new_table_that_is_refused_among_others(db: Database) {
    let (pool, user) = db.pool().await;
    let wrong = with_parents![Pot, Kettle, Lid];
    let error = wrong.migrate(&pool).await.unwrap_err();
    let Error::Step(step) = &error else { panic!("{error:?}") };
    assert_eq!((step.table.to_string(), step.number, step.of), ("kettles".to_owned(), 2, 3));
    assert_eq!(step.done.len(), 1, "{error}");
    let history = wrong.history(&pool).await.unwrap();
    let states: Vec<_> =
        history.iter().map(|entry| (entry.table.as_str(), entry.step, entry.state)).collect();
    assert_eq!(
        states,
        [
            ("pots", 1, StepState::Done),
            ("kettles", 2, StepState::NotDone),
            ("lids", 3, StepState::NotDone),
            ("kettles", 4, StepState::Failed),
        ]
    );
    assert!(history[0].duration.is_some());
    assert_eq!(history[2].error, None);
    for at in [1, 3] {
        let said = history[at].error.clone().unwrap();
        assert!(error.to_string().contains(&said), "{said} is not in {error}");
    }
    let made = db.statements(&user).await;
    let lids = made.ddl().iter().filter(|sql| sql.contains("`lids`")).count();
    assert!(lids == 0 || db.is_mariadb(), "{:#?}", made.ddl());
    assert_eq!(db.migrate(&all()).await.executed.len(), 1);
}

async fn not_made_where_nothing_is_to_be_done(db: Database) {
    db.sql(&Pot::create_table_sql()).await;
    db.migrate(&schema![Pot]).await;
    assert!(!has_journal(&db).await);
    let (pool, _) = db.pool().await;
    assert_eq!(schema![Pot].history(&pool).await.unwrap(), []);
}

async fn not_made_by_a_refusal(db: Database) {
    db.sql("CREATE TABLE pots (id INT UNSIGNED); INSERT INTO pots VALUES (1), (1)").await;
    db.refused(&schema![Pot]).await;
    assert!(!has_journal(&db).await);
}

async fn not_where_nobody_wants_it(db: Database) {
    let report = db.migrate(&all().without_journal()).await;
    assert_eq!(report.executed.len(), 2);
    assert_eq!(report.run, None);
    assert!(!has_journal(&db).await);
}

/// One question when there is something to do; the rest travels with the steps.
async fn what_it_costs(db: Database) {
    db.migrate(&schema![Pot]).await;
    let mut questions = Vec::new();
    for schema in [schema![Pot].without_journal(), schema![Pot]] {
        db.sql("ALTER TABLE pots DROP COLUMN name").await;
        let (pool, user) = db.pool().await;
        assert_eq!(schema.migrate(&pool).await.unwrap().executed.len(), 1);
        questions.push(db.statements(&user).await);
    }
    let of_journal = |at: usize| {
        let all: &[String] = &questions[at].all;
        all.iter().filter(|sql| sql.contains("_safe_schema_journal")).count()
    };
    assert_eq!(of_journal(0), 0);
    // One question, and a row before the step and after it.
    assert_eq!(of_journal(1), 3, "{:#?}", questions[1].all);
}

/// The journal of a version that wrote less.
async fn an_older_one_is_brought_to_shape(db: Database) {
    db.sql(
        "CREATE TABLE _safe_schema_journal (
           id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, run VARCHAR(40) NOT NULL,
           step INT UNSIGNED NOT NULL, state VARCHAR(20) NOT NULL, statement MEDIUMTEXT)
         DEFAULT CHARSET=utf8mb4;
         INSERT INTO _safe_schema_journal (run, step, state) VALUES ('old', 1, 'done')",
    )
    .await;
    let report = db.migrate(&all()).await;
    let (pool, _) = db.pool().await;
    let history = all().history(&pool).await.unwrap();
    assert_eq!(history.len(), 1 + report.executed.len());
    assert_eq!(history[0].run, "old");
    assert_eq!(history[1].service, "kitchen 1.2.3");
}

/// It is not touched, and not in the way.
async fn something_else_of_that_name(db: Database) {
    for other in [
        "CREATE VIEW _safe_schema_journal AS SELECT 1 AS one",
        "CREATE TABLE _safe_schema_journal (id VARCHAR(20) PRIMARY KEY)",
    ] {
        db.sql(other).await;
        let report = db.migrate(&schema![Pot]).await;
        assert_eq!((report.executed.len(), &report.run), (1, &None));
        let note = report.notes.iter().find(|note| note.text.contains("journal")).unwrap();
        assert!(note.is_warning, "{note:?}");
        let what = if other.contains("VIEW") { "VIEW" } else { "TABLE" };
        db.sql(&format!("DROP {what} _safe_schema_journal; DROP TABLE pots")).await;
    }
}

/// Without INSERT on it, or without CREATE for it, the steps are done all the same.
async fn a_user_who_may_not_write_it(db: Database) {
    db.migrate(&schema![Pot]).await;
    let written = rows(&db).await;
    for grants in ["SELECT ON db._safe_schema_journal", "INSERT ON db._safe_schema_journal", ""] {
        db.sql("ALTER TABLE pots DROP COLUMN name").await;
        let user = db.stranger().await;
        for grant in ["SELECT, INSERT, ALTER ON db.pots", grants] {
            if !grant.is_empty() {
                let grant = grant.replace("db.", &format!("`{}`.", db.name));
                db.sql(&format!("GRANT {grant} TO '{user}'@'%'")).await;
            }
        }
        let report = schema![Pot].migrate(&db.pool_of(&user)).await.unwrap();
        assert_eq!(report.executed.len(), 1, "{grants}");
        assert!(report.notes.iter().any(|note| note.text.contains("journal")), "{report}");
        assert_eq!(rows(&db).await, written);
        // Sent, refused and sent again: but run once.
        assert!(schema![Pot].migrate(&db.pool_of(&user)).await.unwrap().is_unchanged());
    }
}

/// Processes that died: one before its step was done, one after.
async fn steps_that_nobody_saw_the_end_of(db: Database) {
    db.migrate(&schema![Pot]).await;
    db.sql("ALTER TABLE pots DROP COLUMN name").await;
    let (pool, _) = db.pool().await;
    let plan = schema![Pot].plan(&pool).await.unwrap();
    let statement = plan.steps[0].sql.replace('\\', "\\\\").replace('\'', "''");
    db.sql(&format!(
        "INSERT INTO _safe_schema_journal (run, step, state, statement) VALUES
         ('died-early', 1, 'started', '{statement}'),
         ('died-late', 1, 'started', 'ALTER TABLE pots ADD something INT')"
    ))
    .await;
    db.migrate(&schema![Pot]).await;
    let history = schema![Pot].history(&pool).await.unwrap();
    let states: Vec<_> = history.iter().map(|entry| (entry.run.as_str(), entry.state)).collect();
    assert_eq!(states.len(), 4, "{states:?}");
    assert_eq!(states[1], ("died-early", StepState::NotDone));
    assert_eq!(states[2], ("died-late", StepState::Settled));
    assert_eq!(states[3].1, StepState::Done);
}

/// Neither what is read of the database, nor a copy of it, has anything to do with the journal.
async fn no_part_of_the_database(db: Database) {
    db.migrate(&schema![Pot]).await;
    let (pool, _) = db.pool().await;
    let live = inspect(&pool).await.unwrap();
    let names: Vec<String> = live.tables.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["pots"]);
    let (plan, report) =
        (schema![Pot].plan(&pool).await.unwrap(), schema![Pot].migrate(&pool).await.unwrap());
    assert_eq!((plan.notes.as_slice(), report.notes.as_slice()), ([].as_slice(), [].as_slice()));
    // A copy that shall have nothing else would drop a table that is not its own.
    let desired = safe_schema::diff::Desired::like(&live, safe_schema::diff::Extent::Exact);
    let exact =
        Schema::like(desired).with_policy(Policy::new().accept_data_loss_in(db.name.clone()));
    assert!(exact.migrate(&pool).await.unwrap().is_unchanged());
    assert!(has_journal(&db).await);
}

#[derive(SafeSchema)]
#[safe_schema(table = "spoons", database = "drawer")]
struct Spoon {
    #[safe_schema(primary_key)]
    id: u32,
}

async fn beside_the_tables_it_tells_of(mut db: Database) {
    db.also("drawer").await;
    db.migrate(&schema![Spoon]).await;
    assert!(!has_journal(&db).await);
    assert_eq!(db.value("SELECT COUNT(*) FROM drawer._safe_schema_journal").await, "2");
    let (pool, _) = db.pool().await;
    assert_eq!(schema![Spoon].history(&pool).await.unwrap().len(), 1);
}
