//! What the policy names is allowed, and nothing beside it.

use safe_schema::diff::{Desired, Extent};
use safe_schema::plan::{Refusal, Risk};
use safe_schema::schema::TableName;
use safe_schema::{Policy, SafeSchema, Schema, inspect, schema};

use crate::support::{Database, both};

both! {
    a_table_is_dropped_by_its_name,
    a_column_is_dropped_by_its_name,
    values_are_bent_in_the_column_that_is_named,
    what_is_lost_is_told_as_allowed,
    one_loss_does_not_stand_for_another,
    what_stands_in_for_a_loss_is_judged,
    a_table_is_rebuilt_by_its_name,
    a_database_is_named_by_its_own_name,
    the_server_is_not_overruled,
}

/// Two tables with two columns each, and a row.
const BEFORE: &str = "CREATE TABLE a (id INT PRIMARY KEY, x INT, y INT); \
    CREATE TABLE b (id INT PRIMARY KEY, x INT, y INT); \
    INSERT INTO a VALUES (1, 300, 301); INSERT INTO b VALUES (1, 302, 303)";

/// The database exactly as another is that these statements make.
async fn exactly(db: &Database, after: &str, policy: Policy) -> Schema {
    let other = Database::new(db.kind, "other").await.unwrap();
    if !after.is_empty() {
        other.sql(after).await;
    }
    let live = inspect(&other.root).await.unwrap();
    Schema::like(Desired::like(&live, Extent::Exact)).with_policy(policy).without_journal()
}

async fn refused(db: &Database, after: &str, policy: Policy) -> Vec<(String, String)> {
    let schema = exactly(db, after, policy).await;
    let before = db.rows("SELECT * FROM a UNION ALL SELECT * FROM b").await;
    let error = schema.migrate(&db.root).await.unwrap_err();
    assert_eq!(db.rows("SELECT * FROM a UNION ALL SELECT * FROM b").await, before);
    let plan = error.refused_plan().unwrap_or_else(|| panic!("{error}"));
    let told = |refusal: &Refusal| (refusal.table.to_string(), refusal.way_out.to_string());
    plan.refusals.iter().map(told).collect()
}

fn name(table: &str) -> TableName {
    TableName { database: None, table: table.to_owned().into() }
}

async fn a_table_is_dropped_by_its_name(db: Database) {
    db.sql(BEFORE).await;
    let refusals = refused(&db, "", Policy::new()).await;
    assert_eq!(refusals.len(), 2, "{refusals:?}");
    for (table, way_out) in &refusals {
        let code = format!("Policy::allow_drop_of_table(TableName::new(\"{table}\"))");
        assert!(way_out.contains(&code), "{way_out}");
    }
    let policy = Policy::new().allow_drop_of_table(name("a"));
    let refusals = refused(&db, "", policy.clone()).await;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert_eq!(refusals[0].0, "b");

    let schema = exactly(&db, "", policy.allow_drop_of_table(name("b"))).await;
    let report = schema.migrate(&db.root).await.unwrap();
    assert!(report.executed.iter().all(|step| step.risk == Risk::Destructive), "{report}");
    assert!(db.rows("SHOW TABLES").await.is_empty());
}

async fn a_column_is_dropped_by_its_name(db: Database) {
    db.sql(BEFORE).await;
    let after = "CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY)";
    let policy = Policy::new().allow_drop_of_column(name("a"), "X");
    let refusals = refused(&db, after, policy.clone()).await;
    let columns: Vec<_> =
        refusals.iter().map(|(table, way)| (table.as_str(), way.contains("\"x\""))).collect();
    assert_eq!(columns, [("a", false), ("b", true), ("b", false)], "{refusals:?}");
    let policy = policy
        .allow_drop_of_column(name("a"), "y")
        .allow_drop_of_column(name("b"), "x")
        .allow_drop_of_column(name("b"), "y");
    exactly(&db, after, policy).await.migrate(&db.root).await.unwrap();
    assert_eq!(db.rows("SELECT * FROM a").await, [[Some("1".to_owned())]]);
}

async fn values_are_bent_in_the_column_that_is_named(db: Database) {
    db.sql(BEFORE).await;
    let after = "CREATE TABLE a (id INT PRIMARY KEY, x TINYINT, y TINYINT); \
                 CREATE TABLE b (id INT PRIMARY KEY, x TINYINT, y INT)";
    let policy = Policy::new().allow_loss_of_values_in(name("a"), "x");
    let refusals = refused(&db, after, policy.clone()).await;
    assert_eq!(refusals.len(), 2, "{refusals:?}");
    assert!(refusals[0].1.contains("(TableName::new(\"a\"), \"y\")"), "{refusals:?}");
    assert!(refusals[1].1.contains("(TableName::new(\"b\"), \"x\")"), "{refusals:?}");
    let policy =
        policy.allow_loss_of_values_in(name("a"), "y").allow_loss_of_values_in(name("b"), "x");
    let report = exactly(&db, after, policy).await.migrate(&db.root).await.unwrap();
    assert!(report.executed.iter().all(|step| step.risk == Risk::Destructive), "{report}");
    let rows = db.rows("SELECT CONCAT_WS(' ', x, y) FROM a UNION ALL SELECT x FROM b").await;
    let rows: Vec<String> = rows.into_iter().flatten().flatten().collect();
    assert_eq!(rows, ["127 127", "127"]);
}

/// The losses that a migration would carry out, and that it has carried out: the same.
async fn losses(db: &Database, after: &str, policy: Policy) -> Vec<String> {
    let schema = exactly(db, after, policy).await;
    let plan = schema.plan(&db.root).await.unwrap();
    let planned: Vec<_> = plan.steps.iter().flat_map(|step| &step.allowed_losses).collect();
    let report = schema.migrate(&db.root).await.unwrap();
    let executed: Vec<_> = report.executed.iter().flat_map(|step| &step.allowed_losses).collect();
    assert_eq!(planned, executed);
    for loss in &planned {
        assert!(plan.to_string().contains(&format!("loses: {loss} (allowed)\n")), "{plan}");
        assert!(report.to_string().contains(&format!("lost: {loss} (allowed)\n")), "{report}");
    }
    let counted = |text: &str| text.matches(" (allowed)\n").count();
    assert_eq!(counted(&plan.to_string()), planned.len(), "{plan}");
    assert_eq!(counted(&report.to_string()), planned.len(), "{report}");
    assert!(!plan.to_string().contains("would be lost"), "{plan}");
    planned.iter().map(ToString::to_string).collect()
}

async fn what_is_lost_is_told_as_allowed(db: Database) {
    db.sql(BEFORE).await;
    // All values fit, so that nothing is lost though it might be; no person needs to be told.
    db.sql("UPDATE a SET y = 3").await;
    let after = "CREATE TABLE a (id INT PRIMARY KEY, x TINYINT, y TINYINT)";
    let named = Policy::new()
        .allow_loss_of_values_in(name("a"), "x")
        .allow_loss_of_values_in(name("a"), "y")
        .allow_drop_of_table(name("b"));
    assert_eq!(
        losses(&db, after, named).await,
        ["1 value(s) of `a`.`x`, cut, bent, or made equal", "`b` with all that it holds"]
    );
    // What nobody asked may be lost.
    let after = "CREATE TABLE a (id INT PRIMARY KEY, x BIT(1))";
    let all = Policy::new().accept_data_loss_in(db.name.clone()).without_probes();
    assert_eq!(
        losses(&db, after, all).await,
        ["all values of `a`.`y`", "values of `a`.`x` that do not stay what they are, if any"]
    );
}

async fn one_loss_does_not_stand_for_another(db: Database) {
    db.sql(BEFORE).await;
    // Who may drop a column may not bend it, and the other way; nor is a column a table.
    let narrower = "CREATE TABLE a (id INT PRIMARY KEY, x TINYINT, y INT); \
                    CREATE TABLE b (id INT PRIMARY KEY, x INT, y INT)";
    let drop = Policy::new()
        .allow_drop_of_column(name("a"), "x")
        .allow_drop_of_table(name("a"))
        .allow_blocking_rebuild_of(name("a"));
    assert_eq!(refused(&db, narrower, drop).await.len(), 1);
    let without = "CREATE TABLE a (id INT PRIMARY KEY, y INT); \
                   CREATE TABLE b (id INT PRIMARY KEY, x INT, y INT)";
    let bend = Policy::new().allow_loss_of_values_in(name("a"), "x").allow_drop_of_table(name("a"));
    assert_eq!(refused(&db, without, bend).await.len(), 1);
    let gone = "CREATE TABLE b (id INT PRIMARY KEY, x INT, y INT)";
    let columns =
        Policy::new().allow_drop_of_column(name("a"), "x").allow_loss_of_values_in(name("a"), "x");
    assert_eq!(refused(&db, gone, columns).await.len(), 1);
    // Nor is the table of another database this one.
    let elsewhere = TableName { database: Some("elsewhere".into()), table: "a".into() };
    assert_eq!(refused(&db, gone, Policy::new().allow_drop_of_table(elsewhere)).await.len(), 1);
}

/// Rows of which a computed value is lost hold what the server puts in its place: the same.
async fn what_stands_in_for_a_loss_is_judged(db: Database) {
    db.sql(
        "CREATE TABLE a (x INT NOT NULL, g VARCHAR(20) AS (CONCAT('g', x)) VIRTUAL); \
         INSERT INTO a (x) VALUES (1), (2)",
    )
    .await;
    let policy = Policy::new().allow_loss_of_values_in(name("a"), "g");
    for (after, reason) in [
        ("g VARCHAR(20) NOT NULL, PRIMARY KEY (g)", "occur more than once"),
        ("g SET('a', 'b') NOT NULL, UNIQUE KEY u (g)", "occur more than once"),
        ("g INT NOT NULL, UNIQUE KEY u (g)", "occur more than once"),
        ("g VARCHAR(20) NOT NULL, CONSTRAINT k CHECK (g <> '')", "violate it"),
    ] {
        let after = format!("CREATE TABLE a (x INT NOT NULL, {after})");
        let schema = exactly(&db, &after, policy.clone()).await;
        let error = schema.migrate(&db.root).await.unwrap_err();
        let plan = error.refused_plan().unwrap_or_else(|| panic!("{after}: {error}"));
        assert!(plan.refusals.iter().all(|refusal| refusal.reason.contains(reason)), "{error}");
    }
    // One row is no duplicate.
    db.sql("DELETE FROM a WHERE x = 2").await;
    let after = "CREATE TABLE a (x INT NOT NULL, g VARCHAR(20) NOT NULL, PRIMARY KEY (g))";
    exactly(&db, after, policy).await.migrate(&db.root).await.unwrap();
    assert_eq!(db.value("SELECT COUNT(*) FROM a WHERE g = ''").await, "1");
}

async fn a_table_is_rebuilt_by_its_name(db: Database) {
    db.sql(BEFORE).await;
    db.sql("ANALYZE TABLE a, b").await;
    let wider = "CREATE TABLE a (id INT PRIMARY KEY, x BIGINT, y INT); \
                 CREATE TABLE b (id INT PRIMARY KEY, x BIGINT, y INT)";
    let policy = Policy::new().rebuild_tables_up_to(0).allow_blocking_rebuild_of(name("a"));
    let refusals = refused(&db, wider, policy.clone()).await;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert_eq!(refusals[0].0, "b");
    assert!(refusals[0].1.contains("allow_blocking_rebuild_of(TableName::new(\"b\"))"));
    // Whose values may be lost is not rebuilt for that.
    let lossy = policy.clone().allow_loss_of_values_in(name("b"), "x");
    assert_eq!(refused(&db, wider, lossy).await.len(), 1);
    let policy = policy.allow_blocking_rebuild_of(name("b"));
    exactly(&db, wider, policy).await.migrate(&db.root).await.unwrap();
}

async fn a_database_is_named_by_its_own_name(db: Database) {
    db.sql(BEFORE).await;
    let others = Policy::new().accept_data_loss_in("another");
    assert_eq!(refused(&db, "", others).await.len(), 2);
    let own = Policy::new().accept_data_loss_in(db.name.clone());
    exactly(&db, "", own).await.migrate(&db.root).await.unwrap();
    assert!(db.rows("SHOW TABLES").await.is_empty());
}

#[derive(SafeSchema)]
#[safe_schema(table = "a")]
struct Unique {
    #[safe_schema(primary_key)]
    id: i32,
    #[safe_schema(unique)]
    x: i32,
}

/// Duplicates and NULLs are no loss that anybody could allow: the server refuses them itself.
async fn the_server_is_not_overruled(db: Database) {
    db.sql(BEFORE).await;
    db.sql("INSERT INTO a VALUES (2, 300, 1), (3, NULL, 2)").await;
    let policy = Policy::new()
        .accept_data_loss_in(db.name.clone())
        .allow_loss_of_values_in(name("a"), "x")
        .allow_blocking_rebuild_of(name("a"));
    let refusals = db.refused(&schema![Unique].with_policy(policy)).await;
    assert_eq!(refusals.len(), 2, "{refusals:#?}");
    assert!(
        refusals.iter().all(|refusal| !refusal.way_out.to_string().contains("Policy::")),
        "{refusals:#?}"
    );
}
