//! Two servers of different kinds: what is the same on both is compared and carried over, and
//! what is not is told.

use safe_schema::testing::Kind;

use crate::run::run;
use crate::support::{Database, both};

both! { what_both_have_is_carried_over, what_only_one_has_is_refused }

async fn elsewhere(db: &Database, name: &str) -> Option<Database> {
    let other = if db.is_mariadb() { Kind::MySql } else { Kind::MariaDb };
    Database::new(other, name).await
}

const BOTH: &str = "\
CREATE TABLE parents (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, code CHAR(3) CHARACTER SET latin1 NOT NULL DEFAULT 'x', UNIQUE KEY u (code)) DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_unicode_ci COMMENT 'it''s';
CREATE TABLE children (id INT PRIMARY KEY, parent BIGINT UNSIGNED, day DATE DEFAULT '2020-01-01', changed DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), at TIMESTAMP NULL, twice INT GENERATED ALWAYS AS (id * 2) STORED, words TEXT, e ENUM('a','it''s') DEFAULT 'a', j JSON, amount DECIMAL(10,2) DEFAULT 1.5, flag TINYINT(1) DEFAULT 1, b BIT(4) DEFAULT b'101', f DOUBLE, y YEAR, raw VARBINARY(9),
  KEY kd (day, words(10)), FULLTEXT KEY ft (words), CONSTRAINT up FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE SET NULL ON UPDATE CASCADE, CONSTRAINT positive CHECK (id > 0 AND twice < 100)) DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC;
";

async fn what_both_have_is_carried_over(db: Database) {
    db.sql(BOTH).await;
    let Some(other) = elsewhere(&db, "carried-over").await else { return };
    let (desired, actual) = (db.url(), other.url());
    run(&["diff", "--exact", "--desired", &desired, "--actual", &actual]).with_code(2);
    run(&["apply", "--exact", "--desired", &desired, "--actual", &actual]).with_code(0);
    run(&["diff", "--exact", "--desired", &desired, "--actual", &actual]).with_code(0);
    other.sql("ALTER TABLE children ALTER COLUMN flag SET DEFAULT 0").await;
    let ran = run(&["diff", "--desired", &desired, "--actual", &actual]).with_code(2);
    assert!(ran.out.contains("`flag`") && ran.out.contains(": 1 step(s)"), "{}", ran.out);
}

async fn what_only_one_has_is_refused(db: Database) {
    let (sql, obstacles) = match db.kind {
        Kind::MySql => (
            "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(9) COLLATE utf8mb4_0900_as_cs, \
               c INT COLUMN_FORMAT FIXED, v VECTOR(3), CONSTRAINT k CHECK (id > 1) NOT ENFORCED, \
               KEY f ((id + 1))) DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_bin",
            &[
                "column `a`: the collation utf8mb4_0900_as_cs",
                "column `c`: COLUMN_FORMAT FIXED",
                "column `v`: the type vector(3)",
                "index `f`: an indexed expression",
                "check `k`: NOT ENFORCED",
            ][..],
        ),
        Kind::MariaDb => (
            "CREATE SEQUENCE s; CREATE TABLE t (id INT PRIMARY KEY, u UUID, i INET6, \
               c INT CHECK (c > 1), x TEXT DEFAULT 'y') PAGE_COMPRESSED=1; \
             CREATE TABLE v (a INT) WITH SYSTEM VERSIONING",
            &[
                "`s`: a sequence",
                "`t`: the option `PAGE_COMPRESSED`",
                "column `u`: the type uuid",
                "column `i`: the type inet6",
                "column `c`: a check in the column's own definition",
                "column `x`: a literal default of a column stored apart from the row",
                "`v`: system versioning",
            ][..],
        ),
    };
    db.sql(sql).await;
    let Some(other) = elsewhere(&db, "refused").await else { return };
    let (desired, actual) = (db.url(), other.url());
    let refused = run(&["apply", "--desired", &desired, "--actual", &actual]).with_code(2);
    for obstacle in obstacles {
        assert!(refused.err.contains(obstacle), "{obstacle} is not in {}", refused.err);
    }
    assert_eq!(other.tables("%").await, [""; 0]);
    let compared = run(&["diff", "--desired", &desired, "--actual", &actual]).with_code(1);
    assert_eq!(compared.err, refused.err);
}
