//! Changes that once went wrong, each in a table as small as it gets: made, or refused with nothing
//! changed.

use safe_schema::plan::Refusal;
use safe_schema::testing::Kind;
use safe_schema::{Error, Policy, inspect};

use super::objects::{definitions, exactly};
use crate::support::{Database, both};

both! {
    columns_move_in_one_statement_only,
    partitions_come_with_other_changes,
    a_unique_key_over_a_new_generated_column_is_asked,
    an_invisible_column_is_asked_too,
    the_server_numbers_another_column,
    what_is_unique_is_asked_as_it_will_be,
    what_is_bent_is_asked_as_it_will_be,
    a_check_is_asked_of_the_values_to_be,
    a_foreign_key_is_asked_of_the_values_to_be,
    names_of_checks_go_to_other_tables,
    a_generated_column_becomes_plain_and_back,
    a_generated_column_is_not_filled,
    a_check_of_wide_characters_is_what_it_was,
    rows_without_a_partition,
    an_index_is_shown_with_its_column_made_anew,
    what_is_copied_has_no_orphans,
    a_foreign_key_updates_what_may_not_be_null,
    a_foreign_key_joins_what_a_server_takes,
    fulltext_indexes_come_one_by_one,
    long_keys_go_before_a_row_format_of_shorter_ones,
    words_of_a_foreign_key_are_indexed,
    a_default_of_text_goes_before_its_character_set,
    documents_are_made_of_nothing_else,
    of_one_server_only,
}

/// Brings the database, with what the first statements make, to what the second ones make.
pub(super) async fn bring(db: &Database, before: &str, after: &str) -> Result<(), Error> {
    db.sql("ALTER DATABASE CHARACTER SET utf8mb4").await;
    db.sql(before).await;
    let other = Database::new(db.kind, "changes").await.unwrap();
    other.sql("ALTER DATABASE CHARACTER SET utf8mb4").await;
    other.sql(after).await;
    let schema = exactly(&inspect(&other.root).await.unwrap(), &db.name);
    let told = db.definitions().await;
    match schema.migrate(&db.root).await {
        Ok(report) => {
            assert_eq!(definitions(db).await, definitions(&other).await, "{report}");
            assert!(schema.migrate(&db.root).await.unwrap().is_unchanged());
            Ok(())
        }
        Err(error) => {
            assert_eq!(told, db.definitions().await, "{error}");
            Err(error)
        }
    }
}

pub(super) async fn becomes(db: &Database, before: &str, after: &str) {
    bring(db, before, after).await.unwrap_or_else(|error| panic!("{error}"));
}

/// The one refusal, and that its reason has these words.
pub(super) async fn is_refused(db: &Database, before: &str, after: &str, words: &str) {
    let error = bring(db, before, after).await.expect_err(words);
    let plan = error.refused_plan().unwrap_or_else(|| panic!("{error}"));
    let reasons: Vec<&Refusal> = plan.refusals.iter().collect();
    assert!(reasons.iter().any(|refusal| refusal.reason.contains(words)), "{error}");
}

async fn columns_move_in_one_statement_only(db: Database) {
    becomes(
        &db,
        "CREATE TABLE t (a VARCHAR(9) NOT NULL, b INT) DEFAULT CHARSET=latin1",
        "CREATE TABLE t (b INT, c INT, a VARCHAR(9) NOT NULL) DEFAULT CHARSET=utf8mb4",
    )
    .await;
}

async fn partitions_come_with_other_changes(db: Database) {
    becomes(
        &db,
        "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL) PARTITION BY HASH (a) PARTITIONS 2; \
         INSERT INTO t VALUES (1, 2)",
        "CREATE TABLE t (c INT, b INT NOT NULL, a INT NOT NULL, KEY (b)) \
         PARTITION BY RANGE COLUMNS (a) (PARTITION p VALUES LESS THAN (MAXVALUE))",
    )
    .await;
    assert_eq!(db.value("SELECT CONCAT(b, a) FROM t").await, "21");
}

async fn a_unique_key_over_a_new_generated_column_is_asked(db: Database) {
    is_refused(
        &db,
        "CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (1)",
        "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a + 1) STORED, UNIQUE KEY u (b))",
        "occur more than once",
    )
    .await;
    db.sql("DELETE FROM t LIMIT 1").await;
    becomes(
        &db,
        "SELECT 1",
        "CREATE TABLE t (a INT, c INT DEFAULT 5, b INT GENERATED ALWAYS AS (a + c) STORED, \
         UNIQUE KEY u (b))",
    )
    .await;
}

async fn an_invisible_column_is_asked_too(db: Database) {
    becomes(
        &db,
        "CREATE TABLE t (a INT, h INT DEFAULT 1 INVISIBLE); INSERT INTO t VALUES (1)",
        "CREATE TABLE t (a INT, h INT DEFAULT 1 INVISIBLE, c INT DEFAULT 2, \
         CONSTRAINT ck CHECK (h < c))",
    )
    .await;
}

async fn the_server_numbers_another_column(db: Database) {
    becomes(
        &db,
        "CREATE TABLE t (a INT NOT NULL AUTO_INCREMENT, b INT, KEY (a)); \
         INSERT INTO t VALUES (NULL, 7)",
        "CREATE TABLE t (b INT, c INT NOT NULL AUTO_INCREMENT, PRIMARY KEY (c))",
    )
    .await;
    assert_eq!(db.value("SELECT CONCAT(b, '-', c) FROM t").await, "7-1");
}

async fn what_is_unique_is_asked_as_it_will_be(db: Database) {
    let after = "CREATE TABLE t (a VARCHAR(2), n TINYINT, UNIQUE KEY ua (a), UNIQUE KEY un (n))";
    is_refused(
        &db,
        "CREATE TABLE t (a VARCHAR(9), n INT, UNIQUE KEY ua (a), UNIQUE KEY un (n)); \
         INSERT INTO t VALUES ('abc', 1), ('abd', 2)",
        after,
        "occur more than once",
    )
    .await;
    db.sql("UPDATE t SET a = n, n = n + 1000").await;
    is_refused(&db, "SELECT 1", after, "occur more than once").await;
    db.sql("UPDATE t SET n = a, a = CONCAT(a, 'xyz')").await;
    becomes(&db, "SELECT 1", after).await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(a ORDER BY a) FROM t").await, "1x,2x");
}

/// Neither text is a time: both would become the zero of times.
async fn what_is_bent_is_asked_as_it_will_be(db: Database) {
    let after = "CREATE TABLE t (a DATETIME NOT NULL, PRIMARY KEY (a))";
    is_refused(
        &db,
        "CREATE TABLE t (a VARCHAR(9) NOT NULL, PRIMARY KEY (a)); INSERT INTO t VALUES (1), (2)",
        after,
        "occur more than once",
    )
    .await;
    db.sql("DELETE FROM t").await;
    becomes(&db, "SELECT 1", after).await;
    db.sql("DROP TABLE t").await;
    is_refused(
        &db,
        "CREATE TABLE t (a VARCHAR(9)); INSERT INTO t VALUES (1), (2)",
        "CREATE TABLE t (a DATETIME, b INT GENERATED ALWAYS AS (year(a)) STORED, UNIQUE KEY u (b))",
        "occur more than once",
    )
    .await;
}

async fn a_check_is_asked_of_the_values_to_be(db: Database) {
    let after = "CREATE TABLE t (a VARCHAR(2), CONSTRAINT ck CHECK (a <> 'ab'))";
    is_refused(
        &db,
        "CREATE TABLE t (a VARCHAR(9), CONSTRAINT ck CHECK (a <> 'ab')); \
         INSERT INTO t VALUES ('abc')",
        after,
        "violate",
    )
    .await;
    db.sql("UPDATE t SET a = 'acb'").await;
    becomes(&db, "SELECT 1", after).await;
    assert_eq!(db.value("SELECT a FROM t").await, "ac");
}

async fn a_foreign_key_is_asked_of_the_values_to_be(db: Database) {
    let parent = "CREATE TABLE p (a INT PRIMARY KEY)";
    let key = "CONSTRAINT f FOREIGN KEY (a) REFERENCES p (a)";
    is_refused(
        &db,
        &format!(
            "{parent}; INSERT INTO p VALUES (1); CREATE TABLE c (a TIME); \
             INSERT INTO c VALUES ('00:00:01')"
        ),
        &format!("{parent}; CREATE TABLE c (a INT, {key})"),
        "not known beforehand",
    )
    .await;
    db.sql("DROP TABLE c; DROP TABLE p").await;
    let small = key.replace(" f ", " g ");
    becomes(
        &db,
        &format!("{parent}; INSERT INTO p VALUES (1); CREATE TABLE c (a INT, {key}); INSERT INTO c VALUES (1)"),
        &format!("CREATE TABLE p (a SMALLINT PRIMARY KEY); CREATE TABLE c (a SMALLINT, {small})"),
    )
    .await;
    assert_eq!(db.value("SELECT a FROM c").await, "1");
}

async fn names_of_checks_go_to_other_tables(db: Database) {
    becomes(
        &db,
        "CREATE TABLE a (n INT, CONSTRAINT one CHECK (n > 0)); \
         CREATE TABLE b (n INT, CONSTRAINT two CHECK (n > 0)); \
         CREATE TABLE gone (n INT, CONSTRAINT three CHECK (n > 0))",
        "CREATE TABLE a (n INT, CONSTRAINT two CHECK (n > 1)); \
         CREATE TABLE b (n INT, CONSTRAINT one CHECK (n > 1)); \
         CREATE TABLE come (n INT, CONSTRAINT three CHECK (n > 1))",
    )
    .await;
}

async fn a_generated_column_becomes_plain_and_back(db: Database) {
    let plain = "CREATE TABLE t (a INT, b INT DEFAULT 4, KEY (b))";
    let made = "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a + 1) VIRTUAL, KEY (b))";
    becomes(&db, &format!("{plain}; INSERT INTO t VALUES (1, 2)"), made).await;
    assert_eq!(db.value("SELECT b FROM t").await, "2");
    becomes(&db, "SELECT 1", plain).await;
    assert_eq!(db.value("SELECT b FROM t").await, "4");
}

/// Nobody writes to it: its NULLs are in the way, and where there are none, nothing is.
async fn a_generated_column_is_not_filled(db: Database) {
    let before = "CREATE TABLE t (a INT, g BIGINT AS (a % 3) STORED)";
    let after = "CREATE TABLE t (a INT, g VARCHAR(64) NOT NULL DEFAULT (UUID()))";
    let with_null = format!("{before}; INSERT INTO t (a) VALUES (1), (NULL)");
    is_refused(&db, &with_null, after, "row(s) have NULL in").await;
    becomes(&db, &format!("DROP TABLE t; {before}; INSERT INTO t (a) VALUES (1)"), after).await;
    assert_eq!(db.value("SELECT g FROM t").await, "1");
    becomes(&db, &format!("DROP TABLE t; {before}"), after).await;
}

/// Its column can't become plain, so that both are dropped and added.
async fn an_index_is_shown_with_its_column_made_anew(db: Database) {
    let hidden = if db.kind == Kind::MySql { "INVISIBLE" } else { "IGNORED" };
    let table = |column: &str, hidden: &str| {
        format!("CREATE TABLE t (a INT, g BIGINT{column}, UNIQUE KEY u (g) {hidden})")
    };
    let (computed, plain) = (" AS (a * 2) VIRTUAL", "");
    becomes(&db, &table(computed, hidden), &table(plain, "")).await;
    db.sql("DROP TABLE t").await;
    becomes(&db, &table(computed, ""), &table(plain, hidden)).await;
}

/// MySQL writes it anew when the table is altered, in the bytes of the column's character set.
async fn a_check_of_wide_characters_is_what_it_was(db: Database) {
    for charset in ["ucs2", "utf16", "utf16le", "utf32"] {
        let table = |more: &str| {
            format!(
                "CREATE TABLE t (a VARCHAR(9), CONSTRAINT k CHECK (a <> 'it''s \\\\ not'){more}) \
                 DEFAULT CHARSET={charset}"
            )
        };
        let (before, after) = (table(""), table(", CONSTRAINT l CHECK (a <> 'x')"));
        let other = Database::new(db.kind, "wide").await.unwrap();
        db.sql(&before).await;
        other.sql(&after).await;
        let schema = exactly(&inspect(&other.root).await.unwrap(), &db.name);
        assert_eq!(schema.migrate(&db.root).await.unwrap().executed.len(), 1);
        assert!(schema.migrate(&db.root).await.unwrap().is_unchanged());
        db.sql("DROP TABLE t").await;
    }
}

/// Only the server knows; it says so, and changes nothing.
async fn rows_without_a_partition(db: Database) {
    let table = |partitions: &str| {
        format!(
            "CREATE TABLE t (a INT) PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (10){partitions})"
        )
    };
    let before =
        format!("{}; INSERT INTO t VALUES (15)", table(", PARTITION q VALUES LESS THAN (20)"));
    let error = bring(&db, &before, &table("")).await.unwrap_err();
    assert_eq!(error.code(), Some(1526), "{error}");
    assert!(error.to_string().contains("a partition that holds them"), "{error}");
}

/// MySQL does not copy a row that its foreign key would not let in; MariaDB does.
async fn what_is_copied_has_no_orphans(db: Database) {
    let tables = |ty: &str| {
        format!(
            "CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE c (id INT PRIMARY KEY, p INT, \
             d {ty}, FOREIGN KEY k (p) REFERENCES p (id)); INSERT INTO p VALUES (1)"
        )
    };
    let orphan = "SET foreign_key_checks = 0; INSERT INTO c VALUES (1, 1, NULL), (2, 7, NULL); \
         SET foreign_key_checks = 1";
    let before = format!("{}; {orphan}", tables("DATE"));
    match db.kind {
        Kind::MySql => {
            is_refused(&db, &before, &tables("DATETIME"), "1 row(s) refer to a parent").await;
            // Nobody has to be asked: the server says it as well, and changes nothing.
            let other = Database::new(db.kind, "unasked").await.unwrap();
            other.sql(&tables("DATETIME")).await;
            let schema = exactly(&inspect(&other.root).await.unwrap(), &db.name);
            let policy = Policy::new().accept_data_loss_in(&db.name).without_probes();
            let error = schema.with_policy(policy).migrate(&db.root).await.unwrap_err();
            assert_eq!(error.code(), Some(1452), "{error}");
            // What was sent is told, not what was planned.
            assert!(error.to_string().contains("ALGORITHM=COPY"), "{error}");
        }
        Kind::MariaDb => becomes(&db, &before, &tables("DATETIME")).await,
    }
    db.sql("DROP TABLE c, p").await;
    let before = format!("{}; INSERT INTO c VALUES (1, 1, NULL), (2, NULL, NULL)", tables("DATE"));
    becomes(&db, &before, &tables("DATETIME")).await;
}

async fn a_foreign_key_updates_what_may_not_be_null(db: Database) {
    db.sql(
        "CREATE TABLE p (a INT, UNIQUE KEY u (a)); \
         CREATE TABLE c (a INT NOT NULL, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (a) \
         ON DELETE NO ACTION ON UPDATE CASCADE)",
    )
    .await;
    let other = Database::new(db.kind, "not-null").await.unwrap();
    let schema = exactly(&inspect(&db.root).await.unwrap(), &other.name);
    schema.migrate(&other.root).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(definitions(&db).await, definitions(&other).await);
}

/// Whatever servers store alike, they take as the two ends of a key.
async fn a_foreign_key_joins_what_a_server_takes(db: Database) {
    for (number, (child, parent)) in [
        ("INT UNSIGNED ZEROFILL", "INT UNSIGNED"),
        ("DECIMAL(5,2)", "DECIMAL(6,2) UNSIGNED"),
        ("DATETIME", "DATETIME(3)"),
        ("ENUM('a', 'b')", "ENUM('a', 'c')"),
    ]
    .into_iter()
    .enumerate()
    {
        let after = format!("CREATE TABLE t{number} (c {child}, p {parent} UNIQUE)");
        let key = format!("ALTER TABLE t{number} ADD FOREIGN KEY k (c) REFERENCES t{number} (p)");
        becomes(&db, "DO 0", &format!("{after}; {key}")).await;
        becomes(&db, &format!("DROP TABLE t{number}; {after}"), &format!("{after}; {key}")).await;
        db.sql(&format!("DROP TABLE t{number}")).await;
    }
}

async fn fulltext_indexes_come_one_by_one(db: Database) {
    becomes(
        &db,
        "CREATE TABLE t (a VARCHAR(9), b VARCHAR(9), FULLTEXT KEY f (a, b))",
        "CREATE TABLE t (a VARCHAR(9), b INT, FULLTEXT KEY f (a), FULLTEXT KEY g (a))",
    )
    .await;
}

async fn long_keys_go_before_a_row_format_of_shorter_ones(db: Database) {
    becomes(
        &db,
        "CREATE TABLE t (a VARCHAR(300) NOT NULL, KEY k (a)) DEFAULT CHARSET=utf8mb4",
        "CREATE TABLE t (a VARCHAR(300) NOT NULL, KEY k (a(9))) DEFAULT CHARSET=utf8mb4 \
         ROW_FORMAT=REDUNDANT",
    )
    .await;
}

async fn words_of_a_foreign_key_are_indexed(db: Database) {
    let tables = |index: &str| {
        format!(
            "CREATE TABLE p (a VARCHAR(9) PRIMARY KEY); CREATE TABLE c (a VARCHAR(9) {index}); \
             ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (a)"
        )
    };
    becomes(&db, &tables(""), &tables(", FULLTEXT KEY w (a)")).await;
}

async fn a_default_of_text_goes_before_its_character_set(db: Database) {
    let default = if db.is_mariadb() { "'😀'" } else { "('😀')" };
    becomes(
        &db,
        &format!("CREATE TABLE t (a TEXT DEFAULT {default}) DEFAULT CHARSET=utf8mb4"),
        "CREATE TABLE t (a INT) DEFAULT CHARSET=latin1",
    )
    .await;
}

async fn documents_are_made_of_nothing_else(db: Database) {
    is_refused(
        &db,
        "CREATE TABLE t (a VARCHAR(20)); INSERT INTO t VALUES ('no document')",
        "CREATE TABLE t (a JSON)",
        "would not stay what they are",
    )
    .await;
}

async fn of_one_server_only(db: Database) {
    if db.is_mariadb() {
        becomes(
            &db,
            "CREATE TABLE t (a INT, b INT); CREATE SEQUENCE s START WITH -1 INCREMENT BY -1",
            "CREATE TABLE t (c INT, a INT) WITH SYSTEM VERSIONING; CREATE SEQUENCE s START WITH 5",
        )
        .await;
        assert_eq!(db.value("SELECT NEXTVAL(s)").await, "5");
        return;
    }
    let made = "CREATE TABLE t (a INT, b VARCHAR(40) DEFAULT (uuid()), g INT \
                GENERATED ALWAYS AS (a + 1) VIRTUAL)";
    is_refused(
        &db,
        &format!("{made}; INSERT INTO t (a) VALUES (NULL)"),
        "CREATE TABLE t (c INT, a INT, b VARCHAR(50) DEFAULT (uuid()), g INT \
         GENERATED ALWAYS AS (a + 1) VIRTUAL NOT NULL, UNIQUE KEY u ((a + c), a)) \
         ROW_FORMAT=COMPACT PARTITION BY HASH (a) PARTITIONS 2",
        "violate",
    )
    .await;
    db.sql("UPDATE t SET a = 1").await;
    becomes(
        &db,
        "SELECT 1",
        "CREATE TABLE t (c INT, a INT, b VARCHAR(50) DEFAULT (uuid()), g INT \
         GENERATED ALWAYS AS (a + 1) VIRTUAL NOT NULL, UNIQUE KEY u ((a + c), a))",
    )
    .await;
    db.sql("DROP TABLE t").await;
    let partitioned = "PARTITION BY HASH (a) PARTITIONS 2";
    becomes(
        &db,
        &format!("CREATE TABLE t (a INT) {partitioned}"),
        &format!("CREATE TABLE t (a INT) ROW_FORMAT=REDUNDANT {partitioned}"),
    )
    .await;
}
