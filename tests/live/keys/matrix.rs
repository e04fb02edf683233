//! Every line of the contract about primary keys, and every case that the servers treat apart, as
//! a table: what is there, what is declared, and the keys that result or the reason that refuses.

use safe_schema::diff::{Desired, Extent};
use safe_schema::testing::Kind;
use safe_schema::{Model, Schema, inspect};

use super::case::{Expected, Joint};
use crate::support::{Database, both};

both! {
    a_table_without_a_key,
    rows_that_no_key_can_have,
    another_key,
    a_numbered_column,
    exactly_as_another_table,
    a_key_that_foreign_keys_refer_to,
    a_key_that_a_foreign_key_of_its_own_rests_on,
    a_key_that_mysql_generated,
}

/// One line.
struct Case {
    name: &'static str,
    /// The tables as they are, with rows.
    there: &'static str,
    /// The tables as they are declared. A declaration says only what it mentions: other tables,
    /// columns and keys stay.
    declared: &'static str,
    becomes: Becomes,
}

enum Becomes {
    /// These keys, of so many statements, with foreign keys that work.
    Keys {
        lines: &'static [(&'static str, &'static [&'static str])],
        statements: usize,
        joints: &'static [Joint],
    },
    /// Nothing: so many rows are in the way, and the reason has these words.
    Refused { count: Option<u64>, words: &'static str },
}

/// The declaration, as the server reads it from a database of its own.
async fn declaration(db: &Database, sql: &str, extent: Extent) -> Schema {
    let home = Database::new(db.kind, "declared").await.unwrap();
    home.sql(sql).await;
    let live = inspect(&home.root).await.unwrap();
    match extent {
        Extent::Mentioned => {}
        Extent::Described | Extent::Exact => return Schema::like(Desired::like(&live, extent)),
    }
    let model = |table: &safe_schema::schema::LiveTable| Model {
        table: Box::leak(Box::new(table.def.clone())),
        parents: &[],
    };
    Schema::new(live.tables.values().map(model).collect::<Vec<_>>())
}

async fn all(kind: Kind, cases: &[Case]) {
    all_as(kind, cases, Extent::Mentioned).await;
}

async fn all_as(kind: Kind, cases: &[Case], extent: Extent) {
    for case in cases {
        let db = Database::new(kind, "matrix").await.unwrap();
        eprintln!("{}: {} in `{}`", case.name, kind, db.name);
        db.sql(case.there).await;
        let schema = declaration(&db, case.declared, extent).await;
        match case.becomes {
            Becomes::Keys { lines, statements, joints } => {
                let ddl = db.repair(&schema, &Expected { keys: lines, joints }).await;
                assert_eq!(ddl.len(), statements, "{}: {ddl:#?}", case.name);
            }
            Becomes::Refused { count, words } => {
                let refusals = db.refused(&schema).await;
                let is_it = |refusal: &safe_schema::plan::Refusal| {
                    refusal.count == count && refusal.reason.contains(words)
                };
                assert!(refusals.iter().any(is_it), "{}: {refusals:#?}", case.name);
            }
        }
    }
}

async fn a_table_without_a_key(db: Database) {
    let cases = [
        Case {
            name: "a column that is unique",
            there: "CREATE TABLE t (a INT NOT NULL, b INT); INSERT INTO t VALUES (2, 1), (1, NULL)",
            declared: "CREATE TABLE t (a INT PRIMARY KEY, b INT)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "a column that may be NULL, and is not",
            there: "CREATE TABLE t (a INT, b INT); INSERT INTO t VALUES (2, 1), (1, NULL)",
            declared: "CREATE TABLE t (a INT PRIMARY KEY, b INT)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "two columns, of which none is unique",
            there: "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 1), (1, 2), (2, 1)",
            declared: "CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`,`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "a new column that the server numbers",
            there: "CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (1), (NULL)",
            declared: "CREATE TABLE t (a INT, id INT AUTO_INCREMENT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`id`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "a column that becomes numbered and of another type",
            there: "CREATE TABLE t (id SMALLINT NOT NULL); INSERT INTO t VALUES (7), (0), (-7)",
            declared: "CREATE TABLE t (id BIGINT AUTO_INCREMENT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`id`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "a unique index that a foreign key refers to",
            there: "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, UNIQUE KEY u (a)); \
                    INSERT INTO t VALUES (1, 9), (2, 8); \
                    CREATE TABLE c (id INT PRIMARY KEY, a INT, \
                      FOREIGN KEY (a) REFERENCES t (a)); \
                    INSERT INTO c VALUES (1, 1)",
            declared: "CREATE TABLE t (a INT NOT NULL, b INT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)", "UNIQUE KEY `u` (`a`)"])],
                statements: 1,
                joints: &[Joint {
                    orphan: "INSERT INTO c VALUES (2, 3)",
                    valid: "INSERT INTO c VALUES (2, 2)",
                    parent: "DELETE FROM t WHERE a = 1",
                }],
            },
        },
    ];
    all(db.kind, &cases).await;
}

async fn rows_that_no_key_can_have(db: Database) {
    let cases = [
        Case {
            name: "NULLs",
            there: "CREATE TABLE t (a INT, b INT); INSERT INTO t VALUES (NULL, 1), (1, 1), (NULL, 2)",
            declared: "CREATE TABLE t (a INT PRIMARY KEY, b INT)",
            becomes: Becomes::Refused { count: Some(2), words: "NULL in `a`" },
        },
        Case {
            name: "duplicates",
            there: "CREATE TABLE t (a INT NOT NULL); INSERT INTO t VALUES (1), (1), (2), (3), (3)",
            declared: "CREATE TABLE t (a INT PRIMARY KEY)",
            becomes: Becomes::Refused { count: Some(2), words: "more than once" },
        },
        Case {
            name: "duplicates of a composite key",
            there: "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 1), (1, 1), (1, 2)",
            declared: "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b))",
            becomes: Becomes::Refused { count: Some(1), words: "more than once" },
        },
        Case {
            name: "duplicates of what a composite key leaves",
            there: "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b)); \
                    INSERT INTO t VALUES (1, 1), (1, 2), (2, 1)",
            declared: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL)",
            becomes: Becomes::Refused { count: Some(1), words: "more than once" },
        },
        Case {
            name: "values that are the same in the new collation",
            there: "CREATE TABLE t (a VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin \
                      PRIMARY KEY); \
                    INSERT INTO t VALUES ('a'), ('A'), ('b')",
            declared: "CREATE TABLE t (a VARCHAR(9) CHARACTER SET utf8mb4 \
                         COLLATE utf8mb4_general_ci PRIMARY KEY)",
            becomes: Becomes::Refused { count: Some(1), words: "more than once" },
        },
        Case {
            name: "values that are out of the new range",
            there: "CREATE TABLE t (a BIGINT PRIMARY KEY); INSERT INTO t VALUES (1), (3000000000)",
            declared: "CREATE TABLE t (a INT PRIMARY KEY)",
            becomes: Becomes::Refused { count: Some(1), words: "would not stay what they are" },
        },
        Case {
            name: "a new column without a value",
            there: "CREATE TABLE t (a INT PRIMARY KEY); INSERT INTO t VALUES (1)",
            declared: "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL PRIMARY KEY)",
            becomes: Becomes::Refused { count: None, words: "would need a value" },
        },
        Case {
            name: "a second column that the server numbers",
            there: "CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 2)",
            declared: "CREATE TABLE t (b INT AUTO_INCREMENT PRIMARY KEY)",
            becomes: Becomes::Refused { count: None, words: "numbers `a` already" },
        },
        Case {
            name: "a partitioned table",
            there: "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b)) \
                      PARTITION BY HASH (b) PARTITIONS 2; \
                    INSERT INTO t VALUES (1, 1), (2, 1)",
            declared: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL)",
            becomes: Becomes::Refused { count: None, words: "the table is partitioned" },
        },
    ];
    all(db.kind, &cases).await;
}

async fn another_key(db: Database) {
    let cases = [
        Case {
            name: "another column",
            there: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (2, 8)",
            declared: "CREATE TABLE t (a INT NOT NULL, b INT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "another order",
            there: "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b)); \
                    INSERT INTO t VALUES (1, 1), (1, 2), (2, 1)",
            declared: "CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`,`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "one column to two",
            there: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (2, 9)",
            declared: "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`a`,`b`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "two columns to one",
            there: "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b)); \
                    INSERT INTO t VALUES (1, 9), (2, 9)",
            declared: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "the dropped field of a composite key stays a column",
            there: "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b)); \
                    INSERT INTO t VALUES (1, 9), (2, 9)",
            declared: "CREATE TABLE t (a INT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "another type",
            there: "CREATE TABLE t (a INT PRIMARY KEY, b INT); INSERT INTO t VALUES (-1, 9), (2, 9)",
            declared: "CREATE TABLE t (a BIGINT PRIMARY KEY, b INT)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "another type, and other columns",
            there: "CREATE TABLE t (a INT PRIMARY KEY, b SMALLINT, c VARCHAR(9) NOT NULL) \
                      DEFAULT CHARSET=utf8mb4; \
                    INSERT INTO t VALUES (-1, 9, 'x'), (2, 9, 'x')",
            declared: "CREATE TABLE t (a BIGINT NOT NULL, b INT, c VARCHAR(90), \
                         PRIMARY KEY (c, a, b)) DEFAULT CHARSET=utf8mb4",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`c`,`a`,`b`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "a new column with a default",
            there: "CREATE TABLE t (a INT PRIMARY KEY); INSERT INTO t VALUES (1), (2)",
            declared: "CREATE TABLE t (a INT, b INT NOT NULL DEFAULT 5, PRIMARY KEY (b, a))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`,`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "the old columns stay unique, as declared",
            there: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (2, 8)",
            declared: "CREATE TABLE t (a INT NOT NULL UNIQUE, b INT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)", "UNIQUE KEY `a` (`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
    ];
    all(db.kind, &cases).await;
}

async fn a_numbered_column(db: Database) {
    let cases = [
        Case {
            name: "it leaves the key, and has an index declared",
            there: "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (5, 8)",
            declared: "CREATE TABLE t (id INT AUTO_INCREMENT, b INT PRIMARY KEY, \
                         UNIQUE KEY own (id))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)", "UNIQUE KEY `own` (`id`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "it leaves the key, and nobody mentions it",
            there: "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (5, 8)",
            declared: "CREATE TABLE t (b INT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)", "KEY `idx_t_id` (`id`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "it goes to the second place of the key",
            there: "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (5, 9)",
            declared: "CREATE TABLE t (id INT, b INT, PRIMARY KEY (b, id))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`,`id`)", "KEY `idx_t_id` (`id`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "a new one becomes the key",
            there: "CREATE TABLE t (b INT PRIMARY KEY); INSERT INTO t VALUES (9), (8)",
            declared: "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, b INT NOT NULL UNIQUE)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`id`)", "UNIQUE KEY `b` (`b`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "the column of another key becomes numbered and the key",
            there: "CREATE TABLE t (a INT PRIMARY KEY, id INT NOT NULL, UNIQUE KEY u (id)); \
                    INSERT INTO t VALUES (9, 0), (8, 4)",
            declared: "CREATE TABLE t (a INT NOT NULL, id INT AUTO_INCREMENT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`id`)", "UNIQUE KEY `u` (`id`)"])],
                statements: 1,
                joints: &[],
            },
        },
    ];
    all(db.kind, &cases).await;
}

/// A struct can't say that a column stops numbering; another table can.
async fn exactly_as_another_table(db: Database) {
    let cases = [
        Case {
            name: "the numbers go, and another key comes",
            there: "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (5, 8)",
            declared: "CREATE TABLE t (id INT NOT NULL, b INT NOT NULL PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "another column is numbered, and the key",
            there: "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (5, 0)",
            declared: "CREATE TABLE t (id INT NOT NULL, b INT AUTO_INCREMENT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "the same under a foreign key, which is away meanwhile",
            there: "CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (2, 8); \
                    CREATE TABLE c (id INT PRIMARY KEY, a INT, KEY f (a), \
                      CONSTRAINT f FOREIGN KEY (a) REFERENCES t (a)); \
                    INSERT INTO c VALUES (1, 1)",
            declared: "CREATE TABLE t (a INT NOT NULL, b INT AUTO_INCREMENT PRIMARY KEY, \
                         UNIQUE KEY u (a)); \
                       CREATE TABLE c (id INT PRIMARY KEY, a INT, KEY f (a), \
                         CONSTRAINT f FOREIGN KEY (a) REFERENCES t (a))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)", "UNIQUE KEY `u` (`a`)"])],
                statements: 3,
                joints: ONE_CHILD,
            },
        },
    ];
    all_as(db.kind, &cases, Extent::Exact).await;
}

/// A foreign key from `c.a` to `t.a`, which has 1 and 2; only 1 has a child.
const OF_CHILD: Joint = Joint {
    orphan: "INSERT INTO c (id, a) VALUES (9, 3)",
    valid: "INSERT INTO c (id, a) VALUES (9, 2)",
    parent: "DELETE FROM t WHERE a = 1",
};
const ONE_CHILD: &[Joint] = &[OF_CHILD];
const TWO_CHILDREN: &[Joint] = &[
    OF_CHILD,
    Joint {
        orphan: "INSERT INTO d VALUES (9, 3)",
        valid: "INSERT INTO d VALUES (9, 1)",
        parent: "DELETE FROM t WHERE a = 1",
    },
];

async fn a_key_that_foreign_keys_refer_to(db: Database) {
    let cases = [
        Case {
            name: "of a child that is declared",
            there: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (2, 8); \
                    CREATE TABLE c (id INT PRIMARY KEY, a INT, \
                      CONSTRAINT f FOREIGN KEY (a) REFERENCES t (a)); \
                    INSERT INTO c VALUES (1, 1)",
            declared: "CREATE TABLE t (a INT NOT NULL UNIQUE, b INT PRIMARY KEY); \
                       CREATE TABLE c (id INT PRIMARY KEY, a INT, \
                         CONSTRAINT g FOREIGN KEY (a) REFERENCES t (a))",
            becomes: Becomes::Keys {
                lines: &[
                    ("t", &["PRIMARY KEY (`b`)", "UNIQUE KEY `a` (`a`)"]),
                    (
                        "c",
                        &[
                            "PRIMARY KEY (`id`)",
                            "KEY `f` (`a`)",
                            "CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `t` (`a`)",
                        ],
                    ),
                ],
                statements: 1,
                joints: ONE_CHILD,
            },
        },
        Case {
            name: "of several children that nobody declares",
            there: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (2, 8); \
                    CREATE TABLE c (id INT PRIMARY KEY, a INT, \
                      FOREIGN KEY (a) REFERENCES t (a)); \
                    CREATE TABLE d (id INT PRIMARY KEY, a INT, \
                      FOREIGN KEY (a) REFERENCES t (a) ON DELETE CASCADE); \
                    INSERT INTO c VALUES (1, 1); INSERT INTO d VALUES (1, 2)",
            declared: "CREATE TABLE t (a INT NOT NULL, b INT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)", "UNIQUE KEY `uq_t_a` (`a`)"])],
                statements: 1,
                joints: TWO_CHILDREN,
            },
        },
        Case {
            name: "of its own table",
            there: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL, up INT, \
                      FOREIGN KEY (up) REFERENCES t (a)); \
                    INSERT INTO t VALUES (1, 9, NULL), (2, 8, 1)",
            declared: "CREATE TABLE t (a INT NOT NULL, b INT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[],
                statements: 1,
                joints: &[Joint {
                    orphan: "INSERT INTO t VALUES (3, 7, 5)",
                    valid: "INSERT INTO t VALUES (3, 7, 2)",
                    parent: "DELETE FROM t WHERE a = 1",
                }],
            },
        },
        Case {
            name: "of several columns",
            there: "CREATE TABLE t (a INT, x INT, b INT NOT NULL, PRIMARY KEY (a, x)); \
                    INSERT INTO t VALUES (1, 1, 9), (2, 1, 8); \
                    CREATE TABLE c (id INT PRIMARY KEY, a INT, x INT DEFAULT 1, \
                      FOREIGN KEY (a, x) REFERENCES t (a, x)); \
                    INSERT INTO c VALUES (1, 1, 1)",
            declared: "CREATE TABLE t (a INT NOT NULL, x INT NOT NULL, b INT PRIMARY KEY)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`)", "UNIQUE KEY `uq_t_a_x` (`a`,`x`)"])],
                statements: 1,
                joints: ONE_CHILD,
            },
        },
        Case {
            name: "in another order of the same columns",
            there: "CREATE TABLE t (a INT, x INT, PRIMARY KEY (a, x)); \
                    INSERT INTO t VALUES (1, 1), (2, 1); \
                    CREATE TABLE c (id INT PRIMARY KEY, a INT, x INT DEFAULT 1, \
                      FOREIGN KEY (a, x) REFERENCES t (a, x)); \
                    INSERT INTO c VALUES (1, 1, 1)",
            declared: "CREATE TABLE t (a INT, x INT, PRIMARY KEY (x, a))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`x`,`a`)", "UNIQUE KEY `uq_t_a_x` (`a`,`x`)"])],
                statements: 1,
                joints: ONE_CHILD,
            },
        },
        Case {
            name: "that becomes a part of the new key",
            there: "CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (2, 8); \
                    CREATE TABLE c (id INT PRIMARY KEY, a INT, \
                      FOREIGN KEY (a) REFERENCES t (a)); \
                    INSERT INTO c VALUES (1, 1)",
            declared: "CREATE TABLE t (a INT AUTO_INCREMENT, b INT, PRIMARY KEY (a, b))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`a`,`b`)", "UNIQUE KEY `uq_t_a` (`a`)"])],
                statements: 1,
                joints: ONE_CHILD,
            },
        },
    ];
    all(db.kind, &cases).await;
}

async fn a_key_that_a_foreign_key_of_its_own_rests_on(db: Database) {
    const PARENT: &str = "CREATE TABLE t (a INT PRIMARY KEY); INSERT INTO t VALUES (1), (2); ";
    let there =
        |child: &str| -> &'static str { Box::leak(format!("{PARENT}{child}").into_boxed_str()) };
    let cases = [
        Case {
            name: "the whole key",
            there: there(
                "CREATE TABLE c (a INT PRIMARY KEY, CONSTRAINT f FOREIGN KEY (a) \
                   REFERENCES t (a)); INSERT INTO c VALUES (1)",
            ),
            declared: "CREATE TABLE c (id INT AUTO_INCREMENT PRIMARY KEY, a INT NOT NULL)",
            becomes: Becomes::Keys {
                lines: &[(
                    "c",
                    &[
                        "PRIMARY KEY (`id`)",
                        "KEY `f` (`a`)",
                        "CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `t` (`a`)",
                    ],
                )],
                statements: 1,
                joints: ONE_CHILD,
            },
        },
        Case {
            name: "its first part",
            there: there(
                "CREATE TABLE c (a INT, id INT, PRIMARY KEY (a, id), CONSTRAINT f \
                   FOREIGN KEY (a) REFERENCES t (a)); INSERT INTO c VALUES (1, 1)",
            ),
            declared: "CREATE TABLE c (a INT, id INT, PRIMARY KEY (id, a))",
            becomes: Becomes::Keys {
                lines: &[(
                    "c",
                    &[
                        "PRIMARY KEY (`id`,`a`)",
                        "KEY `f` (`a`)",
                        "CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `t` (`a`)",
                    ],
                )],
                statements: 1,
                joints: ONE_CHILD,
            },
        },
        Case {
            name: "both ends, and both declared",
            there: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL); \
                    INSERT INTO t VALUES (1, 9), (2, 8); \
                    CREATE TABLE c (a INT PRIMARY KEY, id INT NOT NULL, CONSTRAINT f \
                      FOREIGN KEY (a) REFERENCES t (a)); INSERT INTO c VALUES (1, 1)",
            declared: "CREATE TABLE t (a INT NOT NULL UNIQUE, b INT PRIMARY KEY); \
                       CREATE TABLE c (a INT NOT NULL, id INT PRIMARY KEY, CONSTRAINT f \
                         FOREIGN KEY (a) REFERENCES t (a))",
            becomes: Becomes::Keys {
                lines: &[
                    ("t", &["PRIMARY KEY (`b`)", "UNIQUE KEY `a` (`a`)"]),
                    (
                        "c",
                        &[
                            "PRIMARY KEY (`id`)",
                            "KEY `f` (`a`)",
                            "CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `t` (`a`)",
                        ],
                    ),
                ],
                statements: 2,
                joints: ONE_CHILD,
            },
        },
    ];
    all(db.kind, &cases).await;
}

async fn a_key_that_mysql_generated(db: Database) {
    if db.is_mariadb() {
        return;
    }
    const THERE: &str = "SET SESSION sql_generate_invisible_primary_key = ON; \
         CREATE TABLE t (a INT NOT NULL, b INT NOT NULL); \
         SET SESSION sql_generate_invisible_primary_key = OFF; \
         INSERT INTO t (a, b) VALUES (1, 9), (2, 8)";
    let cases = [
        Case {
            name: "a column",
            there: THERE,
            declared: "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "two columns",
            there: THERE,
            declared: "CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a))",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`b`,`a`)"])],
                statements: 1,
                joints: &[],
            },
        },
        Case {
            name: "a column that the server numbers, as it did the hidden one",
            there: THERE,
            declared: "CREATE TABLE t (id BIGINT AUTO_INCREMENT PRIMARY KEY, a INT NOT NULL, \
                         b INT NOT NULL)",
            becomes: Becomes::Keys {
                lines: &[("t", &["PRIMARY KEY (`id`)"])],
                statements: 1,
                joints: &[],
            },
        },
    ];
    all(db.kind, &cases).await;
}
