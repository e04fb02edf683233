//! What a change would take along unsaid: it is refused, whatever else may be lost.

use safe_schema::inspect;

use super::changes::{becomes, bring, is_refused};
use super::objects::exactly;
use crate::support::{Database, both};

both! {
    rows_that_an_engine_would_not_keep,
    an_engine_is_told_by_its_name,
    the_history_of_rows,
    what_triggers_use,
    what_views_use,
    what_is_not_understood_is_told_once,
}

/// What a server of this kind has besides InnoDB, and does not keep rows (for good).
async fn rows_that_an_engine_would_not_keep(db: Database) {
    let made = "CREATE TABLE t (a INT NOT NULL, b VARCHAR(9) NOT NULL) DEFAULT CHARSET=utf8mb4";
    let full = format!("{made}; INSERT INTO t VALUES (1, 'one')");
    for engine in ["MEMORY", "CSV", "BLACKHOLE"] {
        let question = format!(
            "SELECT COALESCE(MAX(SUPPORT), 'NO') FROM information_schema.ENGINES \
             WHERE ENGINE = '{engine}'"
        );
        if db.value(&question).await != "YES" {
            assert_eq!(engine, "BLACKHOLE", "every server has it");
            continue;
        }
        let after = format!("{made} ENGINE={engine}");
        is_refused(&db, &full, &after, &format!("the engine {engine} is not known to keep them"))
            .await;
        assert_eq!(db.value("SELECT b FROM t").await, "one");
        becomes(&db, "DELETE FROM t", &after).await;
        db.sql("DROP TABLE t").await;
    }
    becomes(&db, &full, &format!("{made} ENGINE=MyISAM")).await;
    assert_eq!(db.value("SELECT b FROM t").await, "one");
    becomes(&db, "DO 0", made).await;
    assert_eq!(db.value("SELECT b FROM t").await, "one");
}

async fn an_engine_is_told_by_its_name(db: Database) {
    db.sql("CREATE TABLE t (a INT) DEFAULT CHARSET=latin1").await;
    let other = Database::new(db.kind, "told").await.unwrap();
    other.sql("CREATE TABLE t (a INT) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 MAX_ROWS=9").await;
    let schema = exactly(&inspect(&other.root).await.unwrap(), &db.name);
    let plan = schema.plan(&db.root).await.unwrap();
    let summary = &plan.steps[0].summary;
    assert_eq!(
        summary[..2],
        [
            "change the engine InnoDB -> MyISAM",
            "change the default character set latin1 -> utf8mb4"
        ]
    );
    assert!(summary[2].starts_with("change the default collation latin1_swedish_ci -> utf8mb4_"));
    assert_eq!(summary[3..], ["set MAX_ROWS=9"]);
}

async fn the_history_of_rows(db: Database) {
    if !db.is_mariadb() {
        return; // Has no such tables.
    }
    let plain = "CREATE TABLE t (a INT)";
    is_refused(
        &db,
        &format!("{plain} WITH SYSTEM VERSIONING; INSERT INTO t VALUES (1); UPDATE t SET a = 2"),
        plain,
        "the history of its rows would be lost",
    )
    .await;
    assert_eq!(db.value("SELECT COUNT(*) FROM t FOR SYSTEM_TIME ALL").await, "2");
    let error = bring(&db, "DO 0", plain).await.unwrap_err();
    let refusals = &error.refused_plan().unwrap().refusals;
    assert_eq!(refusals.len(), 1, "{error}");
    let by_hand = "ALTER TABLE `t` DROP SYSTEM VERSIONING";
    assert!(refusals[0].way_out.to_string().ends_with(by_hand), "{error}");
    becomes(&db, by_hand, plain).await;
}

/// No server minds that a trigger names what is gone: every later insert fails.
async fn what_triggers_use(db: Database) {
    let log = "CREATE TABLE log (b INT, word INT)";
    let tables = format!("CREATE TABLE t (a INT, b INT, `b b` INT, ab INT, bé INT); {log}");
    let without = format!("CREATE TABLE t (a INT, ab INT, bé INT); {log}");
    db.sql(&tables).await;
    for (table, body) in [
        ("t", "INSERT INTO log (word) VALUES (NEW.b)"),
        ("t", "INSERT INTO log (word) VALUES (new . `B`)"),
        ("t", "SET NEW.a = NEW.`b b`"),
        ("log", "SET NEW.word = (SELECT MAX(x.b) FROM t AS x)"),
        ("log", "SET NEW.word = (SELECT MAX(`b b`) FROM `t`)"),
    ] {
        db.sql(&format!("CREATE TRIGGER tr BEFORE INSERT ON {table} FOR EACH ROW {body}")).await;
        let error = bring(&db, "DO 0", &without).await.expect_err(body);
        let refusals = &error.refused_plan().unwrap_or_else(|| panic!("{error}")).refusals;
        assert_eq!(refusals.len(), 1, "{body}: {error}");
        assert_eq!(refusals[0].examples, ["'trigger tr'"], "{body}");
        assert_eq!(refusals[0].change, "drop column `b`; drop column `b b`");
        db.sql("DROP TRIGGER tr").await;
    }
    // The same words, of other tables and other columns.
    db.sql(
        "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW \
         INSERT INTO log (b, word) VALUES (NEW.ab, NEW.bé); \
         CREATE TRIGGER other BEFORE INSERT ON log FOR EACH ROW SET NEW.b = 1",
    )
    .await;
    becomes(&db, "DO 0", &without).await;
    db.sql("INSERT INTO t VALUES (1, 2, 3)").await;
}

async fn what_views_use(db: Database) {
    let tables = "CREATE TABLE t (a INT, b INT); CREATE TABLE other (b INT)";
    let without = "CREATE TABLE t (a INT); CREATE TABLE other (b INT)";
    db.sql(tables).await;
    for view in [
        "SELECT * FROM t",
        "SELECT x.a FROM t AS x WHERE x.B > 1",
        "SELECT (SELECT MAX(b) FROM t) AS most FROM other",
    ] {
        db.sql(&format!("CREATE VIEW v AS {view}")).await;
        let error = bring(&db, "DO 0", without).await.expect_err(view);
        let refusals = &error.refused_plan().unwrap_or_else(|| panic!("{error}")).refusals;
        assert_eq!(refusals.len(), 1, "{view}: {error}");
        assert_eq!(refusals[0].examples, ["'view v'"], "{view}");
        db.sql("DROP VIEW v").await;
    }
    // An alias is no column, nor is one of another table, not even of one beside it.
    db.sql(
        "CREATE VIEW v AS SELECT a AS b FROM t; CREATE VIEW w AS SELECT b FROM other; \
         CREATE VIEW x AS SELECT y.a, z.b FROM t AS y JOIN other AS z ON y.a = z.b",
    )
    .await;
    becomes(&db, "DO 0", without).await;
    assert_eq!(db.value("SELECT COUNT(b) FROM v").await, "0");
}

async fn what_is_not_understood_is_told_once(db: Database) {
    if !db.is_mariadb() {
        return; // Everything of this kind is understood.
    }
    db.sql(
        "CREATE TABLE t (a INT, s DATE, e DATE, PERIOD FOR p (s, e), \
         UNIQUE KEY u (a, p WITHOUT OVERLAPS))",
    )
    .await;
    let live = inspect(&db.root).await.unwrap();
    let told: Vec<&String> = live.tables.values().flat_map(|table| &table.not_understood).collect();
    let is_told = |start: &str| told.iter().any(|told| told.starts_with(start));
    assert!(is_told("PERIOD FOR") && is_told("UNIQUE KEY `u`"), "{told:?}");
    assert_eq!(told.len(), 2, "{told:?}");
}
