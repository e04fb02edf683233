//! What servers answer, read to its last word.

use super::*;
use crate::ddl::{Dialect, create_table};
use crate::schema::{ColumnType, DefaultValue, IndexKind, TableDef};

/// The table, and the statement that makes it again.
fn understood(text: &str) -> (Created, String) {
    let created = parse(text);
    assert_eq!(created.not_understood, [""; 0], "{text}");
    let again = parse(text);
    let def = TableDef {
        database: None,
        name: "t".into(),
        renamed_from: None,
        columns: again.columns.into(),
        primary_key: again.primary_key.into(),
        indexes: again.indexes.into(),
        foreign_keys: again.foreign_keys.into(),
        checks: again.checks.into(),
        options: again.options,
    };
    (created, create_table(&def, Dialect::default()))
}

#[test]
fn all_that_mysql_writes() {
    let (created, sql) = understood(include_str!("tests/mysql.sql"));
    let column = |name: &str| created.columns.iter().find(|column| column.name == name).unwrap();
    assert_eq!(column("zf").ty, ColumnType::Other { sql: "int(5) unsigned zerofill".into() });
    assert_eq!(column("p").ty, ColumnType::Other { sql: "point SRID 4326".into() });
    assert_eq!(column("vb").default, Some(DefaultValue::Bytes(vec![0xff, 0].into())));
    assert_eq!(column("em").default, Some(DefaultValue::Literal("\u{1f600}q".into())));
    assert_eq!(column("tx").comment.as_deref(), Some("it's \"q\" \\ back\nnl"));
    assert_eq!(column("col_f").attributes.as_deref(), Some("COLUMN_FORMAT FIXED"));
    assert_eq!(column("inv").default, Some(DefaultValue::Literal("5".into())));
    assert!(column("inv").invisible);
    let index = |name: &str| created.indexes.iter().find(|index| index.name == name).unwrap();
    assert_eq!(index("f2").options.as_deref(), Some("WITH PARSER `ngram`"));
    assert_eq!(index("bb").options.as_deref(), Some("USING BTREE"));
    assert_eq!(index("sp").kind, IndexKind::Spatial);
    assert!(index("iv").invisible);
    assert_eq!(created.options.auto_increment, Some(1000));
    assert!(!created.checks[1].enforced);
    for kept in [
        "`fi2` ((lower(`n`)) DESC, `fx`)",
        "GENERATED ALWAYS AS (concat(_latin1'a\\'b',`c`)) STORED",
        "STATS_PERSISTENT=1",
        "TABLESPACE=`innodb_file_per_table`",
        "PARTITION BY RANGE (year(`d`))\nSUBPARTITION BY HASH (`id`)",
    ] {
        assert!(sql.contains(kept), "{kept} is not in\n{sql}");
    }
    assert!(sql.ends_with("PARTITION pm VALUES LESS THAN MAXVALUE ENGINE = InnoDB)"), "{sql}");
}

#[test]
fn all_that_mariadb_writes() {
    let (created, sql) = understood(include_str!("tests/mariadb.sql"));
    let column = |name: &str| created.columns.iter().find(|column| column.name == name).unwrap();
    assert_eq!(column("tc").attributes.as_deref(), Some("COMPRESSED"));
    assert_eq!(column("chk").check.as_deref(), Some("`chk` > 0"));
    assert_eq!(column("ws").attributes.as_deref(), Some("WITHOUT SYSTEM VERSIONING"));
    assert_eq!(column("j").ty, ColumnType::Json);
    assert_eq!(column("u").default, Some(DefaultValue::Expression("uuid()".into())));
    assert_eq!(created.options.system_versioned, Some(true));
    assert_eq!(created.options.primary_key.as_deref(), Some("USING HASH"));
    for kept in [
        "DEFAULT (nextval(`s`.`sq`))",
        "`page_compressed`='1'",
        "WITH SYSTEM VERSIONING\nPARTITION BY KEY ()",
        "CHECK (json_length(`jc`) > 0)",
    ] {
        assert!(sql.contains(kept), "{kept} is not in\n{sql}");
    }
}

#[test]
fn what_is_not_understood_is_told_as_it_is_written() {
    let created = parse(
        "CREATE TABLE `t` (\n  `a` int NOT NULL NEWLY INVENTED,\n  `b` int DEFAULT NULL,\n  \
         PERIOD FOR `p` (`s`, `e`),\n  UNIQUE KEY `u` (`a`,`p` WITHOUT OVERLAPS)\n) ENGINE=InnoDB",
    );
    assert_eq!(
        created.not_understood,
        [
            "`a` int NOT NULL NEWLY INVENTED",
            "PERIOD FOR `p` (`s`, `e`)",
            "UNIQUE KEY `u` (`a`,`p` WITHOUT OVERLAPS)"
        ]
    );
    assert_eq!(created.columns.len(), 1);
    assert_eq!(parse("CREATE VIEW `v`").not_understood.len(), 1);
}
