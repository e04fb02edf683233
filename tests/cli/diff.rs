//! `diff`: what it finds, what it says with its exit code, and that it only looks.

use safe_schema::testing::Kind;
use serde_json::json;

use crate::run::run;
use crate::support::{Database, both};

both! {
    equal_databases_are_only_looked_at,
    a_difference_in_three_forms,
    what_only_the_actual_one_has,
    what_rows_forbid,
    no_statement_of_a_refused_plan,
    the_ways_out_are_ones_of_the_command,
    what_is_lost_with_leave_is_told,
    statements_are_for_any_client,
    what_stands_in_the_place_of_a_table,
    rows_are_named_by_their_key,
    a_question_may_take_longer,
    a_script,
}

/// Much of what a table can have, and nothing that a server shows with question marks.
const SCHEMA: &str = "\
CREATE TABLE parents (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, code CHAR(3) CHARACTER SET latin1 DEFAULT 'x', UNIQUE KEY u (code)) COMMENT 'it''s';
CREATE TABLE children (id INT PRIMARY KEY, parent BIGINT UNSIGNED, day DATE DEFAULT '2020-01-01', changed DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), twice INT GENERATED ALWAYS AS (id * 2) STORED, words TEXT, e ENUM('a','it''s') DEFAULT 'a', j JSON, amount DECIMAL(10,2) DEFAULT 1.5,
  KEY kd (day DESC, words(10)), FULLTEXT KEY ft (words), CONSTRAINT up FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE SET NULL, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE parts (id INT NOT NULL, d DATE NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (YEAR(d)) (PARTITION p0 VALUES LESS THAN (2000), PARTITION pm VALUES LESS THAN MAXVALUE);
";

async fn equal_databases_are_only_looked_at(db: Database) {
    db.sql(SCHEMA).await;
    let other = db.beside("the-same", SCHEMA).await;
    let ((desired, first), (actual, second)) =
        (db.url_of_a_user().await, other.url_of_a_user().await);
    for exact in [&["--exact"][..], &[]] {
        let arguments = ["diff", "--desired", &desired, "--actual", &actual];
        let ran = run(&[&arguments[..], exact].concat()).with_code(0);
        assert!(ran.out.ends_with(": nothing to do\n"), "{}", ran.out);
        assert_eq!(ran.err, "");
    }
    for user in [first, second] {
        let sent = db.statements(&user).await;
        assert!(sent.all.iter().any(|sql| sql.contains("SHOW CREATE TABLE")), "{:?}", sent.all);
        assert_eq!(sent.ddl(), [""; 0]);
        assert_eq!(sent.writes(), [""; 0]);
        assert_eq!(sent.temporary(), [""; 0]);
        assert_eq!(sent.reads_of_rows(), [""; 0]);
    }
}

async fn a_difference_in_three_forms(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL DEFAULT 'new')").await;
    let other =
        db.beside("older", "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL)").await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["diff", "--desired", &desired, "--actual", &actual, "--format"];
    let diff = |format| run(&[&arguments[..], &[format]].concat()).with_code(2);

    let text = diff("text").out;
    assert!(text.contains("default"), "{text}");
    let sql = diff("sql").out;
    let (head, statement) = sql.split_once("ALTER TABLE `t` ").unwrap();
    assert!(head.starts_with("SET NAMES utf8mb4;\nSET SESSION sql_mode = '"), "{sql}");
    let sql = format!("ALTER TABLE `t` {statement}");
    let json = diff("json").json();
    assert_eq!(json["is_equal"], false);
    assert_eq!((&json["format"], &json["plan"]["format"]), (&1.into(), &1.into()));
    let step = &json["plan"]["steps"][0];
    assert_eq!(step["table"]["table"], "t");
    assert_eq!(format!("{}, ALGORITHM=INSTANT;\n", step["sql"].as_str().unwrap()), sql);
    assert_eq!(step["algorithm"], "instant");
    assert_eq!(step["changes"][0]["kind"], "alter_column");
    assert_eq!(step["changes"][0]["value"]["differences"], json!(["default"]));

    other.sql(&sql).await;
    run(&arguments[..5]).with_code(0);
    assert_eq!(run(&[&arguments[..], &["json"]].concat()).with_code(0).json()["is_equal"], true);
}

async fn what_only_the_actual_one_has(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY)").await;
    // The journal is the engine's own, and nobody's besides.
    let more = "CREATE TABLE t (id INT PRIMARY KEY, more INT, KEY by_more (more)); \
         CREATE TABLE u (id INT); CREATE TABLE _safe_schema_journal (id INT)";
    let other = db.beside("more", more).await;
    let column = json!({"kind": "column", "value": {"name": "more", "blocks_inserts": false}});
    let mut told = vec![
        ("t", "column `more`", column),
        ("t", "index `by_more`", json!({"kind": "index", "value": "by_more"})),
        ("u", "the table", json!({"kind": "table"})),
    ];
    if db.kind == Kind::MariaDb {
        other.sql("CREATE SEQUENCE s").await;
        told.insert(2, ("s", "the sequence", json!({"kind": "sequence"})));
    }
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["diff", "--desired", &desired, "--actual", &actual];
    let notes: Vec<String> = told
        .iter()
        .map(|(table, what, _)| format!("`{table}`: not declared, left alone: {what}\n"))
        .collect();
    let listed = |mark: &str| notes.iter().map(|note| format!("{mark}{note}")).collect::<String>();

    // Told, in each form, and no difference by itself.
    let ran = run(&arguments).with_code(0);
    let expected = format!(": nothing to do\nNoticed:\n{}", listed("  - "));
    assert!(ran.out.ends_with(&expected), "{} does not end with {expected}", ran.out);
    for format in ["sql", "script"] {
        let ran = run(&[&arguments[..], &["--format", format]].concat()).with_code(0);
        assert_eq!(ran.err, listed("note: "));
    }
    let json = run(&[&arguments[..], &["--format", "json"]].concat()).with_code(0).json();
    assert_eq!(json["is_equal"], true);
    let noted: Vec<_> = json["plan"]["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| (note["table"]["table"].as_str().unwrap(), &note["undeclared"]))
        .collect();
    let expected: Vec<_> = told.iter().map(|(table, _, undeclared)| (*table, undeclared)).collect();
    assert_eq!(noted, expected);
    let before = other.definitions().await;
    let applied = run(&[&["apply"], &arguments[1..]].concat()).with_code(0);
    assert!(applied.out.contains("`u`: not declared, left alone: the table"), "{}", applied.out);
    assert_eq!(before, other.definitions().await);

    let ran = run(&[&arguments[..], &["--exact"]].concat()).with_code(2);
    for gone in ["`more`", "`u`", "all its rows would be lost"] {
        assert!(ran.out.contains(gone), "{gone} is not in {}", ran.out);
    }
}

async fn what_rows_forbid(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9), UNIQUE KEY u (name))").await;
    let other = db
        .beside(
            "doubles",
            "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9)); \
             INSERT INTO t VALUES (1, 'a'), (2, 'a')",
        )
        .await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["diff", "--desired", &desired, "--actual", &actual, "--format"];
    let text = run(&[&arguments[..], &["text"]].concat()).with_code(2).out;
    assert!(text.contains("1 refused") && text.contains("such as: 'a' (2 times)"), "{text}");
    let json = run(&[&arguments[..], &["json"]].concat()).with_code(2).json();
    assert_eq!(json["plan"]["refusals"][0]["count"], 1);
}

/// A client may read what is printed: `safe-schema diff --format sql | mysql`.
async fn no_statement_of_a_refused_plan(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9), UNIQUE KEY u (name))").await;
    db.sql("CREATE TABLE harmless (id INT PRIMARY KEY)").await;
    let doubles = "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9)); \
                   INSERT INTO t VALUES (1, 'a'), (2, 'a')";
    let other = db.beside("doubles", doubles).await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["diff", "--desired", &desired, "--actual", &actual, "--format"];
    let diff = |format| run(&[&arguments[..], &[format]].concat()).with_code(2);

    let sql = diff("sql");
    assert_eq!(sql.out, "");
    assert!(sql.err.starts_with("refused: `t`: add unique index `u`\n"), "{}", sql.err);
    assert!(sql.err.contains("no statements: 1 change(s) of the plan are refused"), "{}", sql.err);
    let script = diff("script");
    assert_eq!(script.out, "");
    for ran in [sql, script] {
        assert!(ran.err.contains("such as: 'a' (2 times)"), "{}", ran.err);
        assert!(ran.err.contains("way out: make the values different, or "), "{}", ran.err);
        assert!(!ran.err.contains("CREATE TABLE"), "{}", ran.err);
    }
    // What a client does not read shows all of it.
    assert!(diff("text").out.contains("> CREATE TABLE IF NOT EXISTS `harmless`"));
    assert_eq!(diff("json").json()["plan"]["steps"].as_array().unwrap().len(), 2);

    // With the refusal gone the rest is printed, and is enough.
    other.sql("UPDATE t SET name = 'b' WHERE id = 2").await;
    let sql = diff("sql");
    assert!(sql.out.contains("`harmless`") && sql.err.is_empty(), "{sql:?}");
    other.sql(&sql.out).await;
    run(&arguments[..5]).with_code(0);
}

/// Who uses the command has neither structs nor a `Policy`.
async fn the_ways_out_are_ones_of_the_command(db: Database) {
    db.sql(
        "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL, less TINYINT, more INT NOT NULL,
            CONSTRAINT positive CHECK (id > 0), UNIQUE KEY u (name))",
    )
    .await;
    let others = "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9), less INT, own INT); \
         INSERT INTO t VALUES (0, NULL, 300, 1), (1, 'a', 301, 1), (2, 'a', 302, 1); \
         CREATE TABLE old (id INT PRIMARY KEY)";
    let other = db.beside("refuses", others).await;
    let (desired, actual, name) = (db.url(), other.url(), &other.name);
    let both = ["--desired", &desired, "--actual", &actual, "--exact"];
    let diff = |format| run(&[&["diff", "--format", format], &both[..]].concat()).with_code(2);

    let json = diff("json").json();
    let refusals = json["plan"]["refusals"].as_array().unwrap();
    let ways: Vec<&str> =
        refusals.iter().map(|refusal| refusal["way_out"].as_str().unwrap()).collect();
    let accept = format!("this and any other: --accept-data-loss-in {name}");
    for way in [
        "fill the column, or let the column be NULL in the desired database",
        "make the values different, or make the index of the desired database one that is not \
         unique",
        "give the column a default in the desired database",
        "correct the rows, or correct the check in the desired database",
        "give the desired database the column as it is here, or mend the values by hand; or accept",
        "add it to the desired database, or leave out --exact, and it stays; or accept",
        &accept,
    ] {
        assert!(ways.iter().any(|told| told.contains(way)), "{way} is not in {ways:#?}");
    }
    let apply = run(&[&["apply"], &both[..]].concat()).with_code(2);
    let told = [diff("text").out, diff("sql").err, diff("script").err, apply.err];
    for text in told.iter().map(String::as_str).chain(ways.iter().copied()) {
        for rust in ["Policy", "#[", "Option", " struct", "field", "declare"] {
            assert!(!text.contains(rust), "{rust} is in {text}");
        }
    }
    for text in &told {
        assert!(ways.iter().all(|way| text.contains(way)), "{ways:#?} are not in {text}");
    }

    // The ways out lead out.
    other.sql("UPDATE t SET id = id + 1, name = CONCAT('n', id) ORDER BY id DESC").await;
    db.sql("ALTER TABLE t MODIFY more INT NOT NULL DEFAULT 7").await;
    let accepting = [&both[..], &["--accept-data-loss-in", name]].concat();
    let diff = |format| run(&[&["diff", "--format", format], &accepting[..]].concat());
    assert!(diff("sql").with_code(2).out.contains("DROP TABLE `old`"));
    run(&[&["apply"], &accepting[..]].concat()).with_code(0);
    diff("text").with_code(0);
    let wrong = run(&[&["diff", "--accept-data-loss-in", "another"], &both[..]].concat());
    assert!(wrong.with_code(1).err.contains("names `another`, but the actual database is"));
}

async fn what_is_lost_with_leave_is_told(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY, less TINYINT, fits TINYINT)").await;
    let more = "CREATE TABLE t (id INT PRIMARY KEY, less INT, fits INT, gone INT); \
         INSERT INTO t VALUES (1, 300, 1, 1), (2, 301, 1, 1); CREATE TABLE old (id INT)";
    let other = db.beside("lossy", more).await;
    let (desired, actual) = (db.url(), other.url());
    let both = ["--desired", &desired, "--actual", &actual, "--exact"];
    let accepting = [&both[..], &["--accept-data-loss-in", &other.name]].concat();
    let diff = |format| run(&[&["diff", "--format", format], &accepting[..]].concat()).with_code(2);
    let losses = [
        "all values of `t`.`gone`",
        "2 value(s) of `t`.`less`, cut, bent, or made equal",
        "`old` with all that it holds",
    ];
    let (text, sql, script) = (diff("text").out, diff("sql"), diff("script"));
    let (stated, printed) = (losses.map(|loss| format!("loses: {loss} (allowed)\n")), &sql.out);
    for told in &stated {
        assert!(text.contains(told), "{told} is not in {text}");
    }
    assert!(!text.contains("would be lost"), "{text}");
    assert_eq!(sql.err, stated.concat());
    assert_eq!(script.err, sql.err);
    assert!(printed.contains("DROP TABLE `old`") && !printed.contains("loses"), "{printed}");
    for loss in losses {
        assert!(script.out.contains(&format!("\n--   loses {loss} (allowed)\n")), "{}", script.out);
    }
    let json = diff("json").json();
    let steps = json["plan"]["steps"].as_array().unwrap();
    let allowed: Vec<_> =
        steps.iter().flat_map(|step| step["allowed_losses"].as_array().unwrap()).collect();
    let (t, old) =
        (json!({"database": null, "table": "t"}), json!({"database": null, "table": "old"}));
    let expected = [
        json!({"table": t, "loss": {"kind": "column", "value": "gone"}, "count": null}),
        json!({"table": t, "loss": {"kind": "values", "value": "less"}, "count": 2}),
        json!({"table": old, "loss": {"kind": "table"}, "count": null}),
    ];
    assert_eq!(allowed, expected.each_ref());

    let done = run(&[&["apply"], &accepting[..]].concat()).with_code(0).out;
    for loss in losses {
        assert!(done.contains(&format!("\n       lost: {loss} (allowed)\n")), "{done}");
    }
}

/// What it reads a file as, and how strict it is, is the client's own.
async fn statements_are_for_any_client(db: Database) {
    let schema = "CREATE TABLE t (id INT PRIMARY KEY, less TINYINT, \
                    smile VARCHAR(9) NOT NULL DEFAULT '😀') DEFAULT CHARSET utf8mb4";
    db.sql(&format!("SET NAMES utf8mb4; {schema}")).await;
    let lossy = "CREATE TABLE t (id INT PRIMARY KEY, less INT) DEFAULT CHARSET utf8mb4; \
                 INSERT INTO t VALUES (1, 300)";
    let (other, empty) = (db.beside("lossy-client", lossy).await, db.beside("no-tables", "").await);
    let (desired, actual) = (db.url(), other.url());
    let both = ["--desired", &desired, "--actual", &actual];
    let accepting = ["diff", "--accept-data-loss-in", &other.name, "--format", "sql"];
    let diff = run(&[&accepting[..], &both[..]].concat()).with_code(2).out;
    let inspected = run(&["inspect", &desired, "--format", "sql"]).with_code(0).out;
    for (database, sql) in [(&other, diff), (&empty, inspected)] {
        assert!(sql.contains('😀') && sql.starts_with("SET NAMES utf8mb4;\n"), "{sql}");
        let client = "SET NAMES utf8mb3; SET SESSION sql_mode = 'STRICT_ALL_TABLES'";
        database.sql(&format!("{client}; {sql}")).await;
        run(&["diff", "--exact", "--desired", &desired, "--actual", &database.url()]).with_code(0);
    }
    assert_eq!(other.value("SELECT less FROM t").await, "127");
    // Nothing to do is no statement at all.
    assert_eq!(run(&[&accepting[..], &both[..]].concat()).with_code(0).out, "");
}

async fn what_stands_in_the_place_of_a_table(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t").await;
    let own = "CREATE TABLE t (id INT PRIMARY KEY); CREATE TABLE v (id INT PRIMARY KEY); \
               INSERT INTO v VALUES (1)";
    let other = db.beside("has-tables", own).await;
    let mut kinds = vec![("v", "the desired database has a view of that name")];
    if db.is_mariadb() {
        db.sql("CREATE SEQUENCE s; CREATE TABLE z (id INT PRIMARY KEY)").await;
        other.sql("CREATE TABLE s (id INT PRIMARY KEY); CREATE SEQUENCE z").await;
        kinds.push(("s", "a table has the name"));
        kinds.push(("z", "the database has a sequence of that name, which is no table"));
    }
    let (desired, actual) = (db.url(), other.url());
    let both = ["--exact", "--desired", &desired, "--actual", &actual];
    let accepting = [&["--accept-data-loss-in", &other.name], &both[..]].concat();
    let before = other.definitions().await;
    let ran = run(&[&["apply"], &accepting[..]].concat()).with_code(2);
    let json = run(&[&["diff", "--format", "json"], &both[..]].concat()).with_code(2).json();
    assert_eq!(json["plan"]["refusals"].as_array().unwrap().len(), kinds.len(), "{json}");
    for (name, why) in kinds {
        assert!(ran.err.contains(&format!("- `{name}`: ")) && ran.err.contains(why), "{}", ran.err);
    }
    let way_out = "way out: drop the table and make the view, both by hand\n";
    assert!(ran.err.contains(way_out), "{}", ran.err);
    assert!(!ran.err.contains("add it to the desired database"), "{}", ran.err);
    assert!(!ran.err.contains("--accept-data-loss-in"), "{}", ran.err);
    assert_eq!(before, other.definitions().await);
    assert_eq!(other.value("SELECT COUNT(*) FROM v").await, "1");
    // Not exactly, it stays.
    if !db.is_mariadb() {
        run(&[&["apply"], &both[1..]].concat()).with_code(0);
    }
}

async fn rows_are_named_by_their_key(db: Database) {
    db.sql(
        "CREATE TABLE one (id INT PRIMARY KEY, n TINYINT); \
         CREATE TABLE two (a INT, b CHAR(3), n INT NOT NULL, PRIMARY KEY (a, b))",
    )
    .await;
    let rows = "CREATE TABLE one (id INT PRIMARY KEY, n INT); INSERT INTO one VALUES (7, 300); \
         CREATE TABLE two (a INT, b CHAR(3), n INT, PRIMARY KEY (a, b)); \
         INSERT INTO two VALUES (1, 'x', NULL), (2, 'y', NULL)";
    let other = db.beside("keyed", rows).await;
    let ran = run(&["apply", "--desired", &db.url(), "--actual", &other.url()]).with_code(2);
    for told in [
        "      rows such as: `id` = '7'\n",
        "      rows such as: (`a`, `b`) = ('1', 'x'), (`a`, `b`) = ('2', 'y')\n",
    ] {
        assert!(ran.err.contains(told), "{told} is not in {}", ran.err);
    }
}

async fn a_question_may_take_longer(db: Database) {
    let check = "CONSTRAINT slow CHECK (CHAR_LENGTH(REPEAT('x', 9000000 + id)) > 1)";
    db.sql(&format!("CREATE TABLE t (id INT PRIMARY KEY, {check})")).await;
    let two = "CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1), (2)";
    let other = db.beside("slow", two).await;
    for _ in 0..12 {
        other
            .sql("SET @last = (SELECT MAX(id) FROM t); INSERT INTO t SELECT id + @last FROM t")
            .await;
    }
    let (desired, actual) = (db.url(), other.url());
    let arguments =
        ["diff", "--desired", &desired, "--actual", &actual, "--probe-for-at-most", "1"];
    let text = run(&arguments).with_code(2).out;
    assert!(text.contains("not proven within 1s"), "{text}");
    assert!(text.contains("; or give it more time: --probe-for-at-most SECONDS"), "{text}");
    // Few rows are asked in no time.
    other.sql("DELETE FROM t WHERE id > 2").await;
    assert!(run(&arguments).with_code(2).out.contains(": 1 step(s)\n"));
    run(&[&arguments[..6], &["0"]].concat()).with_code(1);
}

async fn a_script(db: Database) {
    db.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL, UNIQUE KEY u (name))")
        .await;
    let older =
        "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9)); INSERT INTO t VALUES (1, 'a')";
    let other = db.beside("older", older).await;
    let (desired, actual) = (db.url(), other.url());
    let arguments = ["diff", "--desired", &desired, "--actual", &actual, "--format", "script"];
    let ran = run(&arguments).with_code(2);
    assert_eq!(ran.err, "");
    let script = ran.out;
    assert!(script.starts_with("-- safe-schema: brings the database `"), "{script}");
    for _ in 0..2 {
        // The stock client is tried elsewhere; a connection takes the same statements.
        other.sql(&script).await;
        run(&arguments[..5]).with_code(0);
    }
    other
        .sql("ALTER TABLE t DROP KEY u, MODIFY name VARCHAR(9); INSERT INTO t VALUES (2, 'a')")
        .await;
    let stopped = other.try_sql(&script).await.unwrap_err().message;
    assert!(stopped.contains("rows are in the way"), "{stopped}");
    // Nothing of what is refused is printed.
    let ran = run(&arguments).with_code(2);
    assert_eq!(ran.out, "");
    assert!(
        ran.err.contains("no script") && ran.err.contains("occur more than once"),
        "{}",
        ran.err
    );
}
