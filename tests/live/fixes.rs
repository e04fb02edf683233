//! Data fixes: what they mend, when they run, and that they leave nothing behind where they fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use safe_schema::plan::FixState;
use safe_schema::report::{Progress, Stage, StepState};
use safe_schema::{Error, Fix, Options, SafeSchema, Schema, TableName, schema};
use sqlx::Connection;
use sqlx::mysql::MySqlConnection;

use crate::support::{Database, ask, both, wait_until};

both! {
    duplicates_are_mended_by_sql,
    by_a_function,
    never_twice,
    not_where_nothing_is_in_the_way,
    not_where_something_else_is_in_the_way,
    only_of_the_column,
    shown_by_a_plan,
    falls_short,
    one_brings_up_what_the_next_is_for,
    two_of_one_table_and_the_second_fails,
    fails_in_strict_mode,
    fails_on_the_server,
    fails_by_itself,
    what_commits_is_found_out,
    a_transaction_within,
    settings_do_not_stay,
    a_locked_row,
    written_down,
    without_a_journal_of_any_kind,
    without_a_journal_in_the_middle,
    declared_badly,
    several_replicas,
    a_new_primary_key,
    orphans_are_adopted,
    of_a_table_that_is_renamed,
}

#[derive(SafeSchema)]
#[safe_schema(table = "applications")]
struct Application {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 40, unique)]
    client_id: String,
}

const APPLICATIONS: &str = "CREATE TABLE applications (id INT UNSIGNED PRIMARY KEY,
      client_id VARCHAR(40) NOT NULL) DEFAULT CHARSET=utf8mb4;
    INSERT INTO applications VALUES (1, 'web'), (2, 'web'), (3, 'mobile'), (4, 'web')";

const MAKE_UNIQUE: &str = "UPDATE applications a JOIN applications b
      ON b.client_id = a.client_id AND b.id < a.id
    SET a.client_id = CONCAT(a.client_id, '-', a.id)";

const MENDED: &str = "web,web-2,mobile,web-4";

fn applications() -> TableName {
    TableName::new("applications")
}

fn unique() -> Fix {
    Fix::sql("make client_id unique", applications(), MAKE_UNIQUE)
}

async fn client_ids(db: &Database) -> String {
    db.value("SELECT GROUP_CONCAT(client_id ORDER BY id) FROM applications").await
}

async fn migrate(db: &Database, schema: &Schema) -> Result<safe_schema::Report, Error> {
    let (pool, _) = db.pool().await;
    schema.migrate(&pool).await
}

/// A migration that ends early, with no row and no definition changed.
async fn fails(db: &Database, schema: &Schema) -> Error {
    let (pool, _) = db.pool().await;
    db.fails_with(schema, &pool).await
}

async fn duplicates_are_mended_by_sql(db: Database) {
    db.sql(APPLICATIONS).await;
    let schema = schema![Application].with_fix(unique());
    let report = migrate(&db, &schema).await.unwrap();
    assert_eq!(client_ids(&db).await, MENDED);
    assert_eq!((report.fixes.len(), report.executed.len()), (1, 1));
    let fix = &report.fixes[0];
    assert_eq!((fix.name.as_str(), fix.rows, fix.attempts), ("make client_id unique", 2, 1));
    assert!(fix.is_answered && !report.is_unchanged());
    assert!(report.to_string().contains("data fix `make client_id unique` of `applications`: 2"));
    #[cfg(feature = "serde")]
    {
        let fix = &serde_json::to_value(&report).unwrap()["fixes"][0];
        assert_eq!((&fix["rows"], fix["milliseconds"].is_u64()), (&2.into(), true), "{fix}");
    }
    db.second_run(&schema).await;
}

/// A named function, as a user has it.
async fn number(connection: &mut MySqlConnection) -> Result<u64, sqlx::error::BoxDynError> {
    let twice: Vec<(String,)> =
        sqlx::query_as("SELECT client_id FROM applications GROUP BY client_id HAVING COUNT(*) > 1")
            .fetch_all(&mut *connection)
            .await?;
    let mut changed = 0;
    for (client_id,) in twice {
        let rows: Vec<(u32,)> =
            sqlx::query_as("SELECT id FROM applications WHERE client_id = ? ORDER BY id")
                .bind(&client_id)
                .fetch_all(&mut *connection)
                .await?;
        for (id,) in rows.into_iter().skip(1) {
            let done = sqlx::query("UPDATE applications SET client_id = ? WHERE id = ?")
                .bind(format!("{client_id}-{id}"))
                .bind(id)
                .execute(&mut *connection)
                .await?;
            changed += done.rows_affected();
        }
    }
    Ok(changed)
}

async fn by_a_function(db: Database) {
    db.sql(APPLICATIONS).await;
    let fix = Fix::run("number", applications(), |connection| Box::pin(number(connection)));
    let schema = schema![Application].with_fix(fix);
    let report = migrate(&db, &schema).await.unwrap();
    assert_eq!(client_ids(&db).await, MENDED);
    assert_eq!((report.fixes[0].rows, report.executed.len()), (2, 1));
    db.second_run(&schema).await;
}

/// A fix that counts how often it is called, and mends.
fn counted(calls: &Arc<AtomicU32>) -> Fix {
    let calls = calls.clone();
    Fix::run("make client_id unique", applications(), move |connection| {
        calls.fetch_add(1, Ordering::SeqCst);
        Box::pin(
            async move { Ok(sqlx::query(MAKE_UNIQUE).execute(connection).await?.rows_affected()) },
        )
    })
}

/// Not even where its rows are in the way again.
async fn never_twice(db: Database) {
    db.sql(APPLICATIONS).await;
    let calls = Arc::default();
    let schema = schema![Application].with_fix(counted(&calls));
    migrate(&db, &schema).await.unwrap();
    migrate(&db, &schema).await.unwrap();
    db.sql("DROP INDEX uq_applications_client_id ON applications").await;
    assert_eq!(migrate(&db, &schema).await.unwrap().fixes, []);
    db.sql(
        "DROP INDEX uq_applications_client_id ON applications; \
         INSERT INTO applications VALUES (5, 'mobile')",
    )
    .await;
    let error = fails(&db, &schema).await;
    let plan = error.refused_plan().unwrap();
    assert_eq!(plan.fixes[0].state, FixState::DoneBefore);
    assert!(
        error.to_string().contains("`make client_id unique` of `applications` was done before")
    );
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    // One of another name mends what is left.
    let again = Fix::sql("make client_id unique again", applications(), MAKE_UNIQUE);
    let report = migrate(&db, &schema.with_fix(again)).await.unwrap();
    assert_eq!((report.fixes.len(), report.fixes[0].rows), (1, 1));
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

async fn not_where_nothing_is_in_the_way(db: Database) {
    let calls = Arc::default();
    let schema = schema![Application].with_fix(counted(&calls));
    // As there is no table yet; as it is as declared; as its rows are fine.
    db.migrate(&schema).await;
    db.sql("INSERT INTO applications VALUES (1, 'web')").await;
    db.migrate(&schema).await;
    db.sql("DROP INDEX uq_applications_client_id ON applications").await;
    assert_eq!(db.migrate(&schema).await.executed.len(), 1);
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[derive(SafeSchema)]
#[safe_schema(table = "others")]
struct Other {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(unique)]
    code: u32,
}

/// The plan is refused whatever the fix does: so it does nothing.
async fn not_where_something_else_is_in_the_way(db: Database) {
    db.sql(APPLICATIONS).await;
    db.sql(
        "CREATE TABLE others (id INT UNSIGNED PRIMARY KEY, code INT UNSIGNED NOT NULL);
         INSERT INTO others VALUES (1, 1), (2, 1)",
    )
    .await;
    let calls = Arc::default();
    let error = fails(&db, &schema![Application, Other].with_fix(counted(&calls))).await;
    assert_eq!(error.refused_plan().unwrap().refusals.len(), 2, "{error}");
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    assert_eq!(error.refused_plan().unwrap().fixes, []);
}

#[derive(SafeSchema)]
#[safe_schema(table = "applications")]
struct Strict {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 40)]
    client_id: String,
    #[safe_schema(len = 10)]
    secret: String,
}

async fn only_of_the_column(db: Database) {
    db.sql(
        "CREATE TABLE applications (id INT UNSIGNED PRIMARY KEY, client_id VARCHAR(40) NOT NULL,
           secret VARCHAR(10) NULL) DEFAULT CHARSET=utf8mb4;
         INSERT INTO applications VALUES (1, 'web', NULL), (2, 'web', 'x')",
    )
    .await;
    let secrets = Fix::sql(
        "secrets",
        applications(),
        "UPDATE applications SET secret = '' WHERE secret IS NULL",
    )
    .of_column("Secret");
    let schema = schema![Strict].with_fix(unique().of_column("client_id"));
    let refused = fails(&db, &schema).await;
    assert_eq!(refused.refused_plan().unwrap().fixes, []);
    let report = migrate(&db, &schema.with_fix(secrets)).await.unwrap();
    assert_eq!(report.fixes.iter().map(|fix| fix.name.as_str()).collect::<Vec<_>>(), ["secrets"]);
    assert_eq!(client_ids(&db).await, "web,web");
}

async fn shown_by_a_plan(db: Database) {
    db.sql(APPLICATIONS).await;
    let schema = schema![Application].with_fix(unique());
    let rows = db.pictures().await;
    let (pool, user) = db.pool().await;
    let plan = schema.plan(&pool).await.unwrap();
    db.assert_rows(&rows).await;
    assert_eq!(db.statements(&user).await.writes(), [""; 0]);
    assert_eq!(db.statements(&user).await.ddl(), [""; 0]);
    assert_eq!(plan.fixes.len(), 1);
    assert_eq!(plan.fixes[0].state, FixState::ToRun);
    assert_eq!(plan.fixes[0].sql.as_deref(), Some(MAKE_UNIQUE));
    let text = plan.to_string();
    assert!(text.contains("1 refused unless data fixes mend the rows"), "{text}");
    assert!(
        text.contains("data fix `make client_id unique` of `applications` runs first"),
        "{text}"
    );
    assert!(text.contains("> UPDATE applications a JOIN"), "{text}");
    #[cfg(feature = "serde")]
    assert_eq!(
        serde_json::to_value(&plan).unwrap()["fixes"],
        serde_json::json!([{
            "name": "make client_id unique",
            "table": {"database": null, "table": "applications"},
            "sql": MAKE_UNIQUE,
            "state": "to_run",
        }])
    );
    migrate(&db, &schema).await.unwrap();
    db.sql("ALTER TABLE applications DROP INDEX uq_applications_client_id").await;
    assert_eq!(schema.plan(&pool).await.unwrap().fixes, []);
    db.sql("UPDATE applications SET client_id = 'same'").await;
    let plan = schema.plan(&pool).await.unwrap();
    assert_eq!(plan.fixes[0].state, FixState::DoneBefore);
    assert!(plan.to_string().contains("was done before"), "{plan}");
}

/// Rolled back, and told what it left; corrected, it runs under the same name.
async fn falls_short(db: Database) {
    db.sql(APPLICATIONS).await;
    let short = "UPDATE applications SET client_id = 'web-2' WHERE id = 2";
    let fix = Fix::sql("make client_id unique", applications(), short);
    let error = fails(&db, &schema![Application].with_fix(fix)).await;
    let plan = error.refused_plan().unwrap();
    assert_eq!(plan.fixes[0].state, FixState::RolledBack);
    assert_eq!(plan.refusals[0].count, Some(1));
    assert_eq!(plan.refusals[0].examples, ["'web' (2 times)"]);
    let text = error.to_string();
    assert!(text.contains("nothing was changed"), "{text}");
    assert!(text.contains(
        "data fix `make client_id unique` of `applications` was run, and was not enough"
    ));
    assert!(
        text.contains("rolled back, and may be corrected under its name; the rows told"),
        "{text}"
    );
    assert!(text.contains("1 value(s) of the key occur more than once"), "{text}");
    let schema = schema![Application].with_fix(unique());
    let (pool, _) = db.pool().await;
    let history = schema.history(&pool).await.unwrap();
    assert_eq!((history.len(), history[0].state), (1, StepState::Failed));
    assert!(history[0].error.as_deref().unwrap().contains("rows are still in the way"));
    assert_eq!(migrate(&db, &schema).await.unwrap().fixes.len(), 1);
}

/// Names that are given to all that have none are duplicates, which there were none of before.
async fn one_brings_up_what_the_next_is_for(db: Database) {
    db.sql(
        "CREATE TABLE applications (id INT UNSIGNED PRIMARY KEY, client_id VARCHAR(40) NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO applications VALUES (1, NULL), (2, NULL), (3, 'mobile')",
    )
    .await;
    let name = "UPDATE applications SET client_id = 'web' WHERE client_id IS NULL";
    let schema = schema![Application].with_fix(Fix::sql("name them", applications(), name));
    let short = Fix::sql("make client_id unique", applications(), "DO 0");
    let error = fails(&db, &schema.clone().with_fix(short)).await;
    let plan = error.refused_plan().unwrap();
    let states: Vec<FixState> = plan.fixes.iter().map(|fix| fix.state).collect();
    assert_eq!(states, [FixState::RolledBack, FixState::RolledBack], "{error}");
    assert_eq!(plan.refusals[0].examples, ["'web' (2 times)"]);
    let schema = schema.with_fix(unique());
    let report = migrate(&db, &schema).await.unwrap();
    assert_eq!(report.fixes.iter().map(|fix| fix.rows).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(client_ids(&db).await, "web,web-2,mobile");
    let (pool, _) = db.pool().await;
    let history = schema.history(&pool).await.unwrap();
    let steps: Vec<_> = history
        .iter()
        .map(|entry| (entry.step, entry.state, entry.statement.split(' ').next().unwrap()))
        .collect();
    assert_eq!(
        steps,
        [
            (1, StepState::Failed, "UPDATE"),
            (2, StepState::Failed, "DO"),
            (1, StepState::Done, "UPDATE"),
            (2, StepState::Done, "UPDATE"),
            (3, StepState::Done, "ALTER"),
        ]
    );
    db.second_run(&schema).await;
}

async fn two_of_one_table_and_the_second_fails(db: Database) {
    db.sql(APPLICATIONS).await;
    let wrong = Fix::sql("wrong", applications(), "UPDATE applications SET no_such = 1");
    let error = fails(&db, &schema![Application].with_fix(unique()).with_fix(wrong)).await;
    let Error::Fix(fix) = &error else { panic!("{error:?}") };
    assert_eq!((fix.name.as_str(), fix.server.code), ("wrong", Some(1054)));
    assert_eq!(client_ids(&db).await, "web,web,mobile,web");
    let (pool, _) = db.pool().await;
    let history = schema![Application].history(&pool).await.unwrap();
    let states: Vec<_> =
        history.iter().map(|entry| (entry.fix.as_deref().unwrap(), entry.state)).collect();
    assert_eq!(
        states,
        [("make client_id unique", StepState::NotDone), ("wrong", StepState::Failed)]
    );
}

/// In the database's own lenient mode the value would be cut.
async fn fails_in_strict_mode(db: Database) {
    db.sql(APPLICATIONS).await;
    let long = "UPDATE applications SET client_id = CONCAT(REPEAT('x', 40), id)";
    let fix = Fix::sql("too long", applications(), long);
    let error = fails(&db, &schema![Application].with_fix(fix)).await;
    assert_eq!(error.code(), Some(1406), "{error}");
}

async fn fails_on_the_server(db: Database) {
    db.sql(APPLICATIONS).await;
    let sql = "UPDATE applications SET client_id = 'a' WHERE id = 2; UPDATE nowhere SET a = 1";
    let error =
        fails(&db, &schema![Application].with_fix(Fix::sql("two", applications(), sql))).await;
    let text = error.to_string();
    assert!(text.contains("data fix `two` of table `applications` failed: Error 1146"), "{text}");
    assert!(text.contains("nowhere") && text.contains("it was rolled back"), "{text}");
    assert!(text.contains("done before it: nothing"), "{text}");
    assert!(text.contains(&format!("statements: {sql}\n")), "{text}");
    assert!(
        text.contains("next: it was rolled back, with all fixes beside it; correct it"),
        "{text}"
    );
    // Misspelt where only a server can see it.
    let sql = "UPDATE applications SETT client_id = id";
    let error =
        fails(&db, &schema![Application].with_fix(Fix::sql("typo", applications(), sql))).await;
    let text = error.to_string();
    assert!(text.contains("data fix `typo` of table `applications` failed: Error 1064"), "{text}");
    assert!(text.contains(&format!("statements: {sql}\n")), "{text}");
}

/// An error of a service, with one of sqlx in it.
#[derive(Debug)]
struct Wrapped(sqlx::Error);

impl std::fmt::Display for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the service can't")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// By an error of its own, and by one of sqlx that it wraps.
async fn fails_by_itself(db: Database) {
    db.sql(APPLICATIONS).await;
    let own = Fix::run("own", applications(), |connection| {
        Box::pin(async move {
            sqlx::query("UPDATE applications SET client_id = id").execute(connection).await?;
            Err("the service that knows is away".into())
        })
    });
    let error = fails(&db, &schema![Application].with_fix(own)).await;
    assert!(error.to_string().contains("failed: the service that knows is away"), "{error}");
    let wrapped = Fix::run("wrapped", applications(), |connection| {
        Box::pin(async move {
            let done = sqlx::query("UPDATE nowhere SET a = 1").execute(connection).await;
            Ok(done.map_err(Wrapped)?.rows_affected())
        })
    });
    let error = fails(&db, &schema![Application].with_fix(wrapped)).await;
    assert_eq!(error.code(), Some(1146), "{error}");
}

async fn what_commits_is_found_out(db: Database) {
    db.sql(APPLICATIONS).await;
    let ddl =
        Fix::sql("ddl", applications(), "UPDATE applications SET id = id; DROP TABLE applications");
    let error = fails(&db, &schema![Application].with_fix(ddl)).await;
    assert!(matches!(error, Error::UnusableFix { .. }), "{error:?}");
    assert!(error.to_string().contains("DROP may end the transaction"), "{error}");
    let hidden = Fix::run("hidden", applications(), |connection| {
        Box::pin(async move {
            let done = sqlx::query(MAKE_UNIQUE).execute(&mut *connection).await?;
            sqlx::query("CREATE TABLE beside (a INT)").execute(connection).await?;
            Ok(done.rows_affected())
        })
    });
    let schema = schema![Application].with_fix(hidden);
    let error = migrate(&db, &schema).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("data fix `hidden`") && text.contains("ended its transaction"), "{text}");
    assert!(text.contains("what it did stands"), "{text}");
    assert!(!text.contains("as it was"), "{text}");
    // As it says.
    assert_eq!(client_ids(&db).await, MENDED);
    let report = migrate(&db, &schema).await.unwrap();
    assert_eq!((report.fixes.len(), report.executed.len()), (0, 1));
}

/// A transaction of the function is part of the engine's.
async fn a_transaction_within(db: Database) {
    db.sql(APPLICATIONS).await;
    let fix = Fix::run("within", applications(), |connection| {
        Box::pin(async move {
            let mut undone = connection.begin().await?;
            sqlx::query("DELETE FROM applications").execute(&mut *undone).await?;
            undone.rollback().await?;
            let mut kept = connection.begin().await?;
            let done = sqlx::query(MAKE_UNIQUE).execute(&mut *kept).await?;
            kept.commit().await?;
            Ok(done.rows_affected())
        })
    });
    migrate(&db, &schema![Application].with_fix(fix)).await.unwrap();
    assert_eq!(client_ids(&db).await, MENDED);
}

/// What a fix sets is set back before the steps.
async fn settings_do_not_stay(db: Database) {
    db.sql(APPLICATIONS).await;
    let sql = format!("SET SESSION sql_mode = '', time_zone = '+05:00'; {MAKE_UNIQUE}");
    let schema = schema![Application].with_fix(Fix::sql("lenient", applications(), sql));
    let (pool, user) = db.pool().await;
    schema.migrate(&pool).await.unwrap();
    let all = db.statements(&user).await.all;
    let at = |what: &str| all.iter().rposition(|sql| sql.contains(what)).unwrap();
    assert!(at("sql_mode = '', time_zone") < at("STRICT_ALL_TABLES"), "{all:#?}");
    assert!(at("STRICT_ALL_TABLES") < at("ADD UNIQUE"), "{all:#?}");
}

/// The rows are held for longer than one wait: it is rolled back, and run again.
async fn a_locked_row(db: Database) {
    db.sql(APPLICATIONS).await;
    let options = db.options("root").database(&db.name);
    let mut holder = MySqlConnection::connect_with(&options).await.unwrap();
    let hold = "START TRANSACTION; UPDATE applications SET client_id = 'w' WHERE id = 2";
    ask(&mut holder, hold).await.unwrap();
    let calls = Arc::default();
    let wait = std::time::Duration::from_secs(1);
    let schema =
        schema![Application].with_fix(counted(&calls)).with_options(Options::new().lock_wait(wait));
    let (pool, _) = db.pool().await;
    let migration = tokio::spawn(async move { schema.migrate(&pool).await });
    wait_until("it is run again", || async { calls.load(Ordering::SeqCst) > 1 }).await;
    ask(&mut holder, "ROLLBACK").await.unwrap();
    let report = migration.await.unwrap().unwrap();
    assert_eq!(report.fixes[0].attempts, calls.load(Ordering::SeqCst));
    assert!(report.to_string().contains("its rows were locked"), "{report}");
    assert_eq!(client_ids(&db).await, MENDED);
}

async fn written_down(db: Database) {
    db.sql(APPLICATIONS).await;
    let schema = schema![Application].with_fix(unique());
    let report = migrate(&db, &schema).await.unwrap();
    let (pool, _) = db.pool().await;
    let history = schema.history(&pool).await.unwrap();
    assert_eq!(history.len(), 2);
    assert!(history.iter().all(|entry| Some(&entry.run) == report.run.as_ref()));
    let fix = &history[0];
    assert_eq!(fix.fix.as_deref(), Some("make client_id unique"));
    assert_eq!((fix.step, fix.state, fix.table.as_str()), (1, StepState::Done, "applications"));
    assert_eq!(fix.statement, MAKE_UNIQUE);
    assert!(fix.to_string().contains(": data fix `make client_id unique`: UPDATE"), "{fix}");
    assert!(fix.duration.is_some());
    assert_eq!((history[1].step, history[1].state, &history[1].fix), (2, StepState::Done, &None));
}

async fn without_a_journal_of_any_kind(db: Database) {
    db.sql(APPLICATIONS).await;
    let schema = schema![Application].with_fix(unique());
    let error = fails(&db, &schema.clone().without_journal()).await;
    assert!(error.to_string().contains("without_journal()"), "{error}");
    // Where something else has its name.
    db.sql("CREATE VIEW _safe_schema_journal AS SELECT 1 AS one").await;
    let error = fails(&db, &schema).await;
    assert!(matches!(error, Error::UnusableFix { .. }), "{error:?}");
    assert!(error.to_string().contains("journal"), "{error}");
    assert!(error.to_string().ends_with("; nothing was changed"), "{error}");
    db.sql("DROP VIEW _safe_schema_journal").await;
    // And where this user may not write it.
    let other = schema![Other];
    migrate(&db, &other).await.unwrap();
    let user = db.stranger().await;
    for grant in
        ["SELECT, UPDATE, ALTER, INDEX ON db.applications", "SELECT ON db._safe_schema_journal"]
    {
        let grant = grant.replace("db.", &format!("`{}`.", db.name));
        db.sql(&format!("GRANT {grant} TO '{user}'@'%'")).await;
    }
    let error = db.fails_with(&schema, &db.pool_of(&user)).await;
    assert!(error.to_string().contains("INSERT command denied"), "{error}");
    assert!(matches!(error, Error::UnusableFix { .. }), "{error:?}");
}

/// The journal is gone when it is needed again, and other things were done by then.
async fn without_a_journal_in_the_middle(db: Database) {
    db.sql(APPLICATIONS).await;
    let others = "CREATE TABLE others (id INT UNSIGNED PRIMARY KEY, code INT UNSIGNED NOT NULL,
        UNIQUE KEY uq_others_code (code)); INSERT INTO others VALUES (1, 1)";
    db.sql(others).await;
    let meanwhile = "ALTER TABLE others DROP INDEX uq_others_code;
        INSERT INTO others VALUES (2, 1); DROP TABLE _safe_schema_journal";
    let options = db.options("root").database(&db.name);
    let at_the_end = move |progress: &Progress| {
        if progress.stage != Stage::Done || progress.table != applications() {
            return;
        }
        let options = options.clone();
        let other = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let mut connection = MySqlConnection::connect_with(&options).await.unwrap();
                ask(&mut connection, meanwhile).await.unwrap();
            });
        });
        other.join().unwrap();
    };
    let codes = Fix::sql("codes", TableName::new("others"), "UPDATE others SET code = id");
    let schema = schema![Application, Other].with_fix(unique()).with_fix(codes);
    let error = migrate(&db, &schema.on_progress(at_the_end)).await.unwrap_err();
    assert!(matches!(error, Error::UnusableFix { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("data fix `codes` of table `others` cannot be run"), "{text}");
    let done =
        "done before it (2): data fix `make client_id unique` of `applications` (2 row(s)); ";
    assert!(text.contains(done) && text.contains("uq_applications_client_id"), "{text}");
    assert!(!text.contains("nothing was changed"), "{text}");
    // As it says.
    assert_eq!(client_ids(&db).await, MENDED);
    assert!(db.show_create("applications").await.contains("uq_applications_client_id"));
    assert_eq!(db.value("SELECT GROUP_CONCAT(code) FROM others").await, "1,1");
}

async fn declared_badly(db: Database) {
    db.sql(APPLICATIONS).await;
    let schema = || schema![Application];
    let nowhere = Fix::sql("x", TableName::new("nowhere"), MAKE_UNIQUE);
    for (schema, why) in [
        (schema().with_fix(unique()).with_fix(unique()), "the same name"),
        (schema().with_fix(nowhere), "no model of this schema declares the table"),
        (schema().with_fix(Fix::sql(" ", applications(), MAKE_UNIQUE)), "1 to 255 characters"),
        (schema().with_fix(Fix::sql("x".repeat(256), applications(), MAKE_UNIQUE)), "1 to 255"),
        (schema().with_fix(Fix::sql("x", applications(), " -- later")), "no statement"),
        (
            schema().with_fix(Fix::sql("x", applications(), "UPDTE t SET a = 1")),
            "with UPDTE; only INS",
        ),
    ] {
        let (pool, _) = db.pool().await;
        let planned = schema.plan(&pool).await.unwrap_err();
        let error = db.fails_with(&schema, &pool).await;
        assert_eq!(planned.to_string(), error.to_string());
        assert!(error.to_string().contains(why), "{why:?} is not in {error}");
        assert!(error.to_string().contains("nothing was changed"), "{error}");
    }
}

async fn several_replicas(db: Database) {
    db.sql(APPLICATIONS).await;
    let calls = Arc::default();
    let schema = schema![Application].with_fix(counted(&calls));
    let mut replicas = Vec::new();
    for _ in 0..6 {
        let ((pool, _), schema) = (db.pool().await, schema.clone());
        replicas.push(tokio::spawn(async move { schema.migrate(&pool).await.unwrap() }));
    }
    let mut fixes = 0;
    for replica in replicas {
        fixes += replica.await.unwrap().fixes.len();
    }
    assert_eq!((calls.load(Ordering::SeqCst), fixes), (1, 1));
    assert_eq!(client_ids(&db).await, MENDED);
}

#[derive(SafeSchema)]
#[safe_schema(table = "applications")]
struct ByClient {
    id: u32,
    #[safe_schema(len = 40, primary_key)]
    client_id: String,
}

/// From the contract's table: new key columns hold NULLs and duplicates.
async fn a_new_primary_key(db: Database) {
    db.sql(APPLICATIONS).await;
    db.sql(
        "ALTER TABLE applications MODIFY client_id VARCHAR(40) NULL;
         INSERT INTO applications VALUES (5, NULL), (6, NULL)",
    )
    .await;
    let named =
        "UPDATE applications SET client_id = CONCAT('unnamed-', id) WHERE client_id IS NULL";
    let schema = schema![ByClient];
    assert_eq!(db.refused(&schema).await.len(), 2);
    let schema = schema.with_fix(Fix::sql("name them", applications(), named)).with_fix(unique());
    let report = migrate(&db, &schema).await.unwrap();
    assert_eq!(report.fixes.iter().map(|fix| fix.rows).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(client_ids(&db).await, format!("{MENDED},unnamed-5,unnamed-6"));
    assert!(db.show_create("applications").await.contains("PRIMARY KEY (`client_id`)"));
    db.second_run(&schema).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "parents")]
struct Parent {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "children")]
struct Child {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Parent::id))]
    parent_id: u32,
}

async fn orphans_are_adopted(db: Database) {
    db.sql(
        "CREATE TABLE parents (id INT UNSIGNED PRIMARY KEY);
         CREATE TABLE children (id INT UNSIGNED PRIMARY KEY, parent_id INT UNSIGNED NOT NULL);
         INSERT INTO children VALUES (1, 7), (2, 8), (3, 7)",
    )
    .await;
    let sql = "INSERT INTO parents SELECT DISTINCT parent_id FROM children \
               WHERE parent_id NOT IN (SELECT id FROM parents)";
    let fix = Fix::sql("adopt", TableName::new("children"), sql).of_column("parent_id");
    let report = migrate(&db, &schema![Parent, Child].with_fix(fix)).await.unwrap();
    assert_eq!(report.fixes[0].rows, 2);
    assert_eq!(db.value("SELECT GROUP_CONCAT(id ORDER BY id) FROM parents").await, "7,8");
}

#[derive(SafeSchema)]
#[safe_schema(table = "clients", renamed_from = "applications")]
struct Client {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 40, unique, renamed_from = "client_id")]
    code: String,
}

/// It runs before the renames, and is declared by the new names.
async fn of_a_table_that_is_renamed(db: Database) {
    db.sql(APPLICATIONS).await;
    let fix = Fix::sql("make client_id unique", TableName::new("clients"), MAKE_UNIQUE);
    let fix = fix.of_column("code");
    let schema = schema![Client].with_fix(fix);
    assert_eq!(migrate(&db, &schema).await.unwrap().fixes.len(), 1);
    let ids = "SELECT GROUP_CONCAT(code ORDER BY id) FROM clients";
    assert_eq!(db.value(ids).await, MENDED);
    db.second_run(&schema).await;
}
