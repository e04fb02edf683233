//! Every kind of object: read, made in an empty database, read again, and equal.

use safe_schema::diff::{Desired, Extent};
use safe_schema::schema::{ColumnType, DefaultValue, LiveSchema, TableName};
use safe_schema::{Policy, Schema, inspect};

use crate::support::{Database, both};

both! { every_object_is_made_again }

/// What both servers have.
const BOTH: &str = r#"
CREATE TABLE parents (a INT NOT NULL, b VARCHAR(10) NOT NULL, PRIMARY KEY (a, b DESC), UNIQUE KEY ub (b)) COMMENT 'it''s "one"\\ of\nmany';
CREATE TABLE types (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, zf INT(5) UNSIGNED ZEROFILL, f FLOAT(7,3), d DOUBLE(16,4) UNSIGNED,
  amount DECIMAL(10,2) DEFAULT 1.5, bits BIT(5) DEFAULT b'101', flag TINYINT(1) DEFAULT TRUE, small TINYINT UNSIGNED,
  y YEAR DEFAULT 2020, c CHAR(3) CHARACTER SET latin1 DEFAULT 'x', e ENUM('a','it''s','c,d)','é') DEFAULT 'a',
  s SET('x','y') DEFAULT 'x,y', tx TEXT COMMENT 'it''s "q" \\ back\nnl é', bl MEDIUMBLOB, bin BINARY(4) DEFAULT 'ab',
  vb VARBINARY(5) DEFAULT x'ff00', nul VARBINARY(5) DEFAULT 'a\0b', j JSON, day DATE DEFAULT '2020-01-01', ti TIME(3), dt DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  ts TIMESTAMP NULL DEFAULT NULL, inv INT DEFAULT 5 INVISIBLE, words VARCHAR(4) DEFAULT 'NULL', clock VARCHAR(20) DEFAULT 'CURRENT_TIMESTAMP',
  expr VARCHAR(40) DEFAULT (concat('a', 'b''c')), num INT DEFAULT (1 + 2), neg INT DEFAULT -5, fl DOUBLE DEFAULT 1e10,
  bincoll VARCHAR(20) COLLATE utf8mb4_bin, `empty` VARCHAR(5) NOT NULL DEFAULT '', nothing INT NOT NULL,
  PRIMARY KEY (id), UNIQUE KEY u1 (c, e DESC), KEY k2 (tx(10)) COMMENT 'idx ''c', FULLTEXT KEY ft (tx),
  CONSTRAINT chk_a CHECK (zf < 10 AND c <> 'q''\\x')
) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8 AUTO_INCREMENT=1000 STATS_PERSISTENT=1 MAX_ROWS=1000;
CREATE TABLE emoji (id INT PRIMARY KEY, v VARCHAR(20) DEFAULT '😀q', e ENUM('😀','?','x') DEFAULT 'x', w VARCHAR(9) NOT NULL DEFAULT '?') COMMENT 'é';
CREATE TABLE made (id INT PRIMARY KEY, a INT, v INT GENERATED ALWAYS AS (a * 2) VIRTUAL COMMENT 'g', s INT GENERATED ALWAYS AS (v + 1) STORED, h INT GENERATED ALWAYS AS (a + 3) VIRTUAL INVISIBLE, KEY kv (v), UNIQUE KEY ks (s));
CREATE TABLE children (id INT PRIMARY KEY, b VARCHAR(10), up INT, CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES parents (b) ON DELETE CASCADE ON UPDATE SET NULL, CONSTRAINT fk_up FOREIGN KEY (up) REFERENCES children (id));
CREATE TABLE latin (id INT PRIMARY KEY, t VARCHAR(5), u VARCHAR(5) CHARACTER SET utf8mb4) DEFAULT CHARSET=latin1 COLLATE latin1_german1_ci;
CREATE TABLE by_range (id INT NOT NULL, d DATE NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (YEAR(d)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (2000) COMMENT = 'x', PARTITION pm VALUES LESS THAN MAXVALUE);
CREATE TABLE by_list (id INT NOT NULL, n VARCHAR(10)) PARTITION BY LIST COLUMNS (n) (PARTITION pa VALUES IN ('a','b'), PARTITION pb VALUES IN ('c', NULL));
CREATE TABLE shapes (id INT PRIMARY KEY, g GEOMETRY NOT NULL, p POINT NOT NULL, SPATIAL KEY sg (g));
CREATE TABLE `we``ird 'tab"` (`co``l` INT, `select` INT, `ü` INT, KEY `i``x` (`co``l`), KEY typed USING BTREE (`select`));
CREATE TABLE keyless (a INT);
CREATE TABLE myisam (a INT, KEY (a)) ENGINE=MyISAM;
"#;

const MYSQL: &str = r#"
CREATE TABLE m1 (id INT PRIMARY KEY, p POINT NOT NULL SRID 4326, v VECTOR(3), fx INT, j JSON DEFAULT (json_array()), h VARCHAR(40) DEFAULT (uuid()),
  n VARCHAR(10) COLLATE utf8mb4_0900_as_cs, ne INT, col_f INT COLUMN_FORMAT FIXED, long_text TEXT DEFAULT ('abc''q'),
  CONSTRAINT c_ne CHECK (ne > 0) NOT ENFORCED, KEY fi ((fx + 1)), KEY fi2 ((lower(n)) DESC, fx), KEY iv (ne) INVISIBLE,
  SPATIAL KEY sp (p), FULLTEXT KEY f2 (n) WITH PARSER ngram);
CREATE TABLE m2 (a INT) COMPRESSION='zlib' AVG_ROW_LENGTH=100 STATS_SAMPLE_PAGES=5 TABLESPACE=innodb_file_per_table;
SET sql_generate_invisible_primary_key = ON;
CREATE TABLE m3 (a INT);
SET sql_generate_invisible_primary_key = OFF;
CREATE TABLE m4 (id INT, KEY kc (id) COMMENT 'c' KEY_BLOCK_SIZE=4, PRIMARY KEY (id) COMMENT 'the key');
CREATE TABLE m5 (id INT) PARTITION BY LINEAR KEY ALGORITHM=1 (id) PARTITIONS 2;
CREATE TABLE m6 (id INT PRIMARY KEY) PARTITION BY KEY ALGORITHM=1 () PARTITIONS 3;
CREATE TABLE m7 (id INT, `/*!1 */` INT) PARTITION BY RANGE (id) SUBPARTITION BY KEY ALGORITHM=1 (`/*!1 */`) (PARTITION p VALUES LESS THAN (5) COMMENT 'a */ /*!50100 b');
"#;

const MARIADB: &str = r#"
CREATE SEQUENCE numbers START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 100 CACHE 10 CYCLE;
CREATE TABLE m1 (id INT PRIMARY KEY DEFAULT NEXTVAL(numbers), i4 INET4, i6 INET6, u UUID DEFAULT UUID(), tc TEXT COMPRESSED, vc VARCHAR(100) CHARACTER SET latin1 COMPRESSED DEFAULT 'a',
  chk INT DEFAULT 3 CHECK (chk > 0), jc JSON CHECK (json_length(jc) > 0), x INT DEFAULT (id + 1), t TEXT DEFAULT 'abc''q', KEY ig (chk) IGNORED, KEY ds (chk DESC), UNIQUE KEY lt (t));
CREATE TABLE m2 (a INT) PAGE_COMPRESSED=1 PAGE_COMPRESSION_LEVEL=5 TRANSACTIONAL=1;
CREATE TABLE m3 (a INT, w INT WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING;
CREATE TABLE m4 (a INT) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 100 PARTITIONS 3;
CREATE TABLE m5 (id INT) PARTITION BY LINEAR KEY ALGORITHM=1 (id) PARTITIONS 2;
CREATE TABLE m6 (j LONGTEXT COLLATE utf8mb4_unicode_ci UNIQUE CHECK (json_valid(j)), l LONGTEXT CHARACTER SET latin1 CHECK (json_valid(l)), k JSON);
CREATE TABLE m7 (j JSON, b BLOB DEFAULT (0x00ff)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
"#;

/// What the other server shall be, with everything allowed.
pub(crate) fn exactly(live: &LiveSchema, database: &str) -> Schema {
    Schema::like(Desired::like(live, Extent::Exact))
        .with_policy(Policy::new().accept_data_loss_in(database))
}

/// The statement that would make each table, without the number of the next row, and without
/// display widths, which say nothing of values.
pub(super) async fn definitions(db: &Database) -> Vec<String> {
    let tables = db.rows("SHOW FULL TABLES WHERE Table_type <> 'VIEW'").await;
    let mut definitions = Vec::new();
    for table in tables {
        let name = table[0].clone().unwrap().replace('`', "``");
        if name == safe_schema::schema::JOURNAL {
            continue; // No part of what is copied.
        }
        let text =
            db.rows(&format!("SHOW CREATE TABLE `{name}`")).await.remove(0).remove(1).unwrap();
        let text: String = text
            .split(" AUTO_INCREMENT=")
            .map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()))
            .collect();
        definitions.push(text.replace(&format!("`{}`.", db.name), ""));
    }
    definitions
}

fn name_of(table: &'static str) -> TableName {
    TableName::new(table)
}

async fn every_object_is_made_again(db: Database) {
    let own = if db.is_mariadb() { MARIADB } else { MYSQL };
    db.sql("ALTER DATABASE CHARACTER SET utf8mb4").await;
    let mut connection = db.root.acquire().await.unwrap();
    for sql in [BOTH, own] {
        crate::support::ask(&mut *connection, sql).await.unwrap_or_else(|error| panic!("{error}"));
    }
    let there = inspect(&db.root).await.unwrap();
    for (name, table) in &there.tables {
        let is_versioned = table.def.options.system_versioned == Some(true);
        assert!(
            table.not_understood.is_empty() || is_versioned,
            "{name}: {:?}",
            table.not_understood
        );
    }
    if db.is_mariadb() {
        let column =
            |table: &'static str, at: usize| there.tables[&name_of(table)].def.columns[at].clone();
        let collation = column("m6", 0).collation;
        assert_eq!(collation.as_deref(), Some("utf8mb4_unicode_ci"), "no JSON compares so");
        assert_eq!(column("m6", 2).ty, ColumnType::Json);
        assert_eq!(column("m7", 0).ty, ColumnType::Json);
        let bytes = DefaultValue::Bytes(vec![0, 0xff].into());
        assert_eq!(column("m7", 1).default, Some(bytes));
    } else {
        let partitions = &there.tables[&name_of("m5")].def.options.partitions;
        let exact = "PARTITION BY LINEAR KEY ALGORITHM = 1 (id)\nPARTITIONS 2";
        assert_eq!(partitions.as_deref(), Some(exact));
    }
    let other = Database::new(db.kind, "made-again").await.unwrap();
    let schema = exactly(&there, &other.name);
    let report = schema.migrate(&other.root).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(!report.is_unchanged());
    let again = inspect(&other.root).await.unwrap();
    for (name, table) in &there.tables {
        assert_eq!(table.def, again.tables[name].def, "{name}");
    }
    assert_eq!(there.sequences, again.sequences);
    assert_eq!(definitions(&db).await, definitions(&other).await);
    assert!(schema.migrate(&other.root).await.unwrap().is_unchanged());
}
