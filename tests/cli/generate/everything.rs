//! Every kind of object that can be declared, on both servers.

use safe_schema::testing::Kind;

use super::batch::{Module, compile_and_run};
use crate::run::run;
use crate::support::{Database, ask};

/// What both servers have, and all of it can be declared.
const BOTH: &str = r#"
CREATE TABLE parents (a INT NOT NULL, b VARCHAR(10) NOT NULL, PRIMARY KEY (a, b DESC), UNIQUE KEY ub (b)) COMMENT 'it''s "one"\\ of\nmany';
CREATE TABLE types (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, zf INT(5) UNSIGNED ZEROFILL DEFAULT 7, f FLOAT(7,3), d DOUBLE(16,4) UNSIGNED, fl FLOAT, db DOUBLE DEFAULT 1e10, fu FLOAT UNSIGNED,
  amount DECIMAL(10,2) DEFAULT 1.5, wide DECIMAL(60,30) NOT NULL DEFAULT 0, du DECIMAL(5,1) UNSIGNED DEFAULT -0, bits BIT(5) DEFAULT b'101', bit1 BIT(1),
  flag TINYINT(1) DEFAULT TRUE, two TINYINT(1) NOT NULL DEFAULT 2, tiny TINYINT, small SMALLINT UNSIGNED DEFAULT 7, medium MEDIUMINT NOT NULL DEFAULT -5, mu MEDIUMINT UNSIGNED, i INT, big BIGINT, tu TINYINT UNSIGNED,
  y YEAR DEFAULT 2020, c CHAR(3) CHARACTER SET latin1 DEFAULT 'x', c0 CHAR(0), v0 VARCHAR(0) DEFAULT '', e ENUM('a','it''s','c,d)','é') DEFAULT 'a', size ENUM('small','x-large','x large','type') NOT NULL DEFAULT 'x-large',
  s SET('x','y') DEFAULT 'x,y', tx TEXT COMMENT 'it''s "q" \\ back\nnl é', tt TINYTEXT, mt MEDIUMTEXT, lt LONGTEXT, bl MEDIUMBLOB, lb LONGBLOB, bin BINARY(4) DEFAULT 'ab',
  vb VARBINARY(5) DEFAULT x'ff00', nul VARBINARY(5) DEFAULT 'a\0b', j JSON, day DATE DEFAULT '2020-01-01', ti TIME(3) DEFAULT '12:30:00.5', dt DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), ds DATETIME DEFAULT '2020-02-29 10:00:00',
  ts TIMESTAMP NULL DEFAULT NULL, at TIMESTAMP NOT NULL, always TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), inv INT DEFAULT 5 INVISIBLE, words VARCHAR(4) DEFAULT 'NULL', clock VARCHAR(20) DEFAULT 'CURRENT_TIMESTAMP',
  expr VARCHAR(40) DEFAULT (concat('a', 'b''c')), num INT DEFAULT (1 + 2), neg INT DEFAULT -5,
  bincoll VARCHAR(20) COLLATE utf8mb4_bin, `empty` VARCHAR(5) NOT NULL DEFAULT '', nothing INT NOT NULL, note VARCHAR(255) COMMENT 'plain words', odd INT COMMENT ' leading blank',
  PRIMARY KEY (id), UNIQUE KEY u1 (c, e DESC), KEY k2 (tx(10)) COMMENT 'idx ''c', FULLTEXT KEY ft (tx), KEY desc1 (i DESC, big),
  CONSTRAINT chk_a CHECK (zf < 10 AND c <> 'q''\\x')
) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8 AUTO_INCREMENT=1000 STATS_PERSISTENT=1 MAX_ROWS=1000;
INSERT INTO types (at, nothing, flag, j, ti, bl, tx, fl, mu, s, bits, fu) VALUES (now(), 1, 0, '{"a": 1}', '-800:10:00', x'00ff', 'words', 1.5, 9, 'y', 3, 2.5);
CREATE TABLE emoji (id INT PRIMARY KEY, v VARCHAR(20) DEFAULT '😀q', w VARCHAR(9) NOT NULL DEFAULT '?') COMMENT 'é';
CREATE TABLE zero (id INT PRIMARY KEY, d DATE NOT NULL DEFAULT '0000-00-00', t DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00');
CREATE TABLE made (id INT PRIMARY KEY, a INT, v INT GENERATED ALWAYS AS (a * 2) VIRTUAL COMMENT 'g', s INT GENERATED ALWAYS AS (v + 1) STORED, h INT GENERATED ALWAYS AS (a + 3) VIRTUAL INVISIBLE, KEY kv (v), UNIQUE KEY ks (s));
INSERT INTO made (id, a) VALUES (1, 2);
CREATE TABLE children (id INT PRIMARY KEY, b VARCHAR(10), up INT, other INT, CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES parents (b) ON DELETE CASCADE ON UPDATE SET NULL, CONSTRAINT fk_up FOREIGN KEY (up) REFERENCES children (id));
CREATE TABLE round (id INT PRIMARY KEY, child INT, a INT, b VARCHAR(10), CONSTRAINT fk_child FOREIGN KEY (child) REFERENCES children (id), CONSTRAINT fk_two FOREIGN KEY (a, b) REFERENCES parents (a, b));
ALTER TABLE children ADD CONSTRAINT fk_round FOREIGN KEY (other) REFERENCES round (id) ON UPDATE CASCADE;
CREATE TABLE latin (id INT PRIMARY KEY, t VARCHAR(5), u VARCHAR(5) CHARACTER SET utf8mb4) DEFAULT CHARSET=latin1 COLLATE latin1_german1_ci;
CREATE TABLE by_range (id INT NOT NULL, d DATE NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (YEAR(d)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (2000) COMMENT = 'x', PARTITION pm VALUES LESS THAN MAXVALUE);
CREATE TABLE by_list (id INT NOT NULL, n VARCHAR(10)) PARTITION BY LIST COLUMNS (n) (PARTITION pa VALUES IN ('a','b'), PARTITION pb VALUES IN ('c', NULL));
CREATE TABLE shapes (id INT PRIMARY KEY, g GEOMETRY NOT NULL, p POINT NOT NULL, l LINESTRING, SPATIAL KEY sg (g));
INSERT INTO shapes VALUES (1, ST_GeomFromText('POINT(1 2)'), ST_GeomFromText('POINT(3 4)'), NULL);
CREATE TABLE `we``ird 'tab"` (`co``l` INT, `select` INT, `ü` INT, `self` INT, userName INT, `user name` INT, `2nd` INT, KEY `i``x` (`co``l`), KEY typed USING BTREE (`select`));
INSERT INTO `we``ird 'tab"` VALUES (1, 2, 3, 4, 5, 6, 7);
CREATE TABLE keyless (a INT);
CREATE TABLE `option` (`type` INT PRIMARY KEY, `string` VARCHAR(9));
CREATE TABLE `strings` (id INT, part VARCHAR(300), PRIMARY KEY (id, part(20))) COMMENT '';
CREATE TABLE reordered (b INT, a INT, PRIMARY KEY (a, b));
"#;

const MYSQL: &str = r#"
CREATE TABLE m1 (id INT PRIMARY KEY, p POINT NOT NULL SRID 4326, v VECTOR(3), fx INT, j JSON DEFAULT (json_array()), h VARCHAR(40) DEFAULT (uuid()),
  n VARCHAR(10) COLLATE utf8mb4_0900_as_cs, ne INT, col_f INT COLUMN_FORMAT FIXED, long_text TEXT DEFAULT ('abc''q'),
  CONSTRAINT c_ne CHECK (ne > 0) NOT ENFORCED, KEY fi ((fx + 1)), KEY fi2 ((lower(n)) DESC, fx), KEY iv (ne) INVISIBLE,
  SPATIAL KEY sp (p), FULLTEXT KEY f2 (n) WITH PARSER ngram);
CREATE TABLE m2 (a INT) COMPRESSION='zlib' AVG_ROW_LENGTH=100 STATS_SAMPLE_PAGES=5 TABLESPACE=innodb_file_per_table;
CREATE TABLE m4 (id INT, KEY kc (id) COMMENT 'c' KEY_BLOCK_SIZE=4, PRIMARY KEY (id) COMMENT 'the key');
CREATE TABLE m5 (id INT PRIMARY KEY) PARTITION BY LINEAR KEY ALGORITHM=1 (id) PARTITIONS 2;
"#;

const MARIADB: &str = r#"
CREATE TABLE m1 (id INT PRIMARY KEY, i4 INET4, i6 INET6 DEFAULT '::1', u UUID DEFAULT UUID(), tc TEXT COMPRESSED, vc VARCHAR(100) CHARACTER SET latin1 COMPRESSED DEFAULT 'a',
  chk INT DEFAULT 3 CHECK (chk > 0), jc JSON CHECK (json_length(jc) > 0), x INT DEFAULT (id + 1), t TEXT DEFAULT 'abc''q', KEY ig (chk) IGNORED, KEY ds (chk DESC));
INSERT INTO m1 (id, i4) VALUES (1, '127.0.0.1');
CREATE TABLE m2 (a INT) PAGE_COMPRESSED=1 PAGE_COMPRESSION_LEVEL=5 TRANSACTIONAL=1;
CREATE TABLE m3 (a INT, w INT WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING;
CREATE TABLE m4 (a INT) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 100 PARTITIONS 3;
CREATE TABLE m5 (id INT PRIMARY KEY) PARTITION BY LINEAR KEY ALGORITHM=1 (id) PARTITIONS 2;
CREATE TABLE m6 (id INT PRIMARY KEY, j LONGTEXT COLLATE utf8mb4_unicode_ci CHECK (json_valid(j)), b BLOB DEFAULT (x'00ff'));
INSERT INTO m6 (id, j) VALUES (1, '{}');
"#;

#[tokio::test]
async fn everything_that_can_be_declared_is() {
    let mut modules = Vec::new();
    for kind in [Kind::MySql, Kind::MariaDb] {
        let Some(db) = Database::new(kind, "everything").await else { continue };
        db.sql("ALTER DATABASE CHARACTER SET utf8mb4").await;
        let own = if db.is_mariadb() { MARIADB } else { MYSQL };
        let mut connection = db.root.acquire().await.unwrap();
        ask(&mut *connection, "SET sql_mode = 'NO_ENGINE_SUBSTITUTION,PIPES_AS_CONCAT'")
            .await
            .unwrap();
        for sql in [BOTH, own] {
            ask(&mut *connection, sql).await.unwrap_or_else(|error| panic!("{error}"));
        }
        let name = if db.is_mariadb() { "on_mariadb" } else { "on_mysql" };
        let ran = run(&["generate", &db.url()]);
        let empty = db.beside("generated-again", "ALTER DATABASE CHARACTER SET utf8mb4").await;
        println!("{}", ran.err);
        modules.push((
            Module {
                name: name.to_owned(),
                source: ran.out.clone(),
                from: db.url(),
                empty: empty.url(),
                complete: ran.code == 0,
            },
            ran,
        ));
    }
    let (modules, ran): (Vec<Module>, Vec<_>) = modules.into_iter().unzip();
    compile_and_run("generated-everything", &modules);
    for (module, ran) in modules.iter().zip(ran) {
        let diff = run(&["diff", "--exact", "--desired", &module.from, "--actual", &module.empty]);
        assert_eq!(diff.code, 0, "{}{}", diff.out, diff.err);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    }
}
