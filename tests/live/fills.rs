//! Backfills of many rows: in batches along a key of whatever type, each row passed once.

use safe_schema::testing::{Kind, Server};
use safe_schema::{SafeSchema, Schema, schema};

use crate::support::{Database, ask, both, start};

both! {
    along_keys_of_every_type,
    without_a_usable_key,
    along_a_generated_key,
    rows_left_in_between,
    each_row_is_passed_once,
}

#[derive(SafeSchema)]
#[safe_schema(table = "items")]
struct Item {
    #[safe_schema(primary_key)]
    id: u32,
    price: u32,
    #[safe_schema(backfill = "price * 2")]
    gross: u32,
}

const BATCH: usize = 1000;

/// Makes a table of a sequence of numbers from 0.
async fn numbers(db: &Database, rows: usize) {
    db.sql(&format!(
        "CREATE TABLE n (i INT PRIMARY KEY);
         INSERT INTO n VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);
         INSERT INTO n SELECT 10 + a.i + b.i * 10 + c.i * 100 + d.i * 1000 + e.i * 10000
           FROM n a, n b, n c, n d, n e WHERE a.i + b.i * 10 + c.i * 100 + d.i * 1000 + e.i * 10000
             < {rows} - 10"
    ))
    .await;
}

/// The columns of a key, as SQL and what each holds for the number `i`: (name, type, value).
type Key = &'static [(&'static str, &'static str, &'static str)];

const KEYS: [(&str, Key); 15] = [
    ("bigint", &[("k", "BIGINT UNSIGNED", "18446744073709551615 - i")]),
    ("signed", &[("k", "INT", "(i - 1200) * 3")]),
    ("tinyint_pair", &[("k", "TINYINT UNSIGNED", "i % 251"), ("l", "SMALLINT", "i DIV 251")]),
    (
        "decimal",
        &[("k", "DECIMAL(40,20)", "CAST(i AS DECIMAL(40,20)) / 7 - 100.12345678901234567890")],
    ),
    ("large_decimal", &[("k", "DECIMAL(65,0)", "CONCAT(REPEAT('9', 61), LPAD(i, 4, '0'))")]),
    (
        "ignoring_case",
        &[(
            "k",
            "VARCHAR(40) COLLATE utf8mb4_general_ci",
            "CONCAT(CHAR(65 + i % 26), IF(i % 2, 'é', 'E'), i)",
        )],
    ),
    (
        "binary_text",
        &[(
            "k",
            "VARCHAR(40) COLLATE utf8mb4_bin",
            "CONCAT(IF(i % 3, 'ß', 'z'), IF(i % 2, '\\\\', ''''), i)",
        )],
    ),
    (
        "latin",
        &[(
            "k",
            "CHAR(20) CHARACTER SET latin1 COLLATE latin1_german2_ci",
            "CONCAT(ELT(1 + i % 3, 'ä', 'ö', 'z'), i)",
        )],
    ),
    (
        "bytes",
        &[(
            "k",
            "VARBINARY(20)",
            "CONCAT(UNHEX('00ff'), UNHEX(LPAD(HEX(i * 7919 % 65536), 4, '0')), UNHEX('00'), i)",
        )],
    ),
    ("fixed_bytes", &[("k", "BINARY(16)", "UNHEX(LEFT(SHA2(i, 256), 32))")]),
    ("date", &[("k", "DATE", "'2000-01-01' + INTERVAL (i * 31 % 2503) DAY")]),
    ("datetime", &[("k", "DATETIME(6)", "'1999-12-31 23:59:59.999990' + INTERVAL i MICROSECOND")]),
    (
        "timestamp",
        &[("k", "TIMESTAMP(3)", "'2020-03-29 00:59:59.500' + INTERVAL i * 1000 MICROSECOND")],
    ),
    (
        "three",
        &[
            ("k", "VARCHAR(10)", "CONCAT('t', i % 2)"),
            ("l", "DATETIME", "'2024-01-01' + INTERVAL i % 30 DAY"),
            ("m", "INT", "i"),
        ],
    ),
    ("skewed", &[("k", "INT", "0"), ("l", "BIGINT", "i")]),
];

fn table_of(key: &str) -> String {
    format!("by_{key}")
}

/// 2,503 rows in each, of which the first two batches are full.
const ROWS: usize = 2503;

async fn along_keys_of_every_type(db: Database) {
    numbers(&db, ROWS).await;
    db.sql("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci").await;
    let mut models = Vec::new();
    for (name, key) in KEYS {
        let name = table_of(name);
        let of = |part: fn(&(&str, &str, &str)) -> String| -> String {
            key.iter().map(part).collect::<Vec<_>>().join(", ")
        };
        db.sql(&format!(
            "CREATE TABLE {name} ({}, price INT UNSIGNED NOT NULL, gross INT UNSIGNED NULL,
               PRIMARY KEY ({}), KEY (gross)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
             INSERT INTO {name} SELECT {}, i, NULL FROM n",
            of(|(name, ty, _)| format!("{name} {ty} NOT NULL")),
            of(|(name, ..)| (*name).to_owned()),
            of(|(.., value)| (*value).to_owned()),
        ))
        .await;
        // What the declaration does not mention is left alone: the key among it.
        let mut table = Item::TABLE.clone();
        table.name = name.clone().into();
        table.columns.to_mut().remove(0);
        table.primary_key = Vec::new().into();
        models.push(safe_schema::Model { table: Box::leak(Box::new(table)), parents: &[] });
    }
    let schema = Schema::new(models);
    let (pool, user) = db.pool().await;
    let report = schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.executed.len(), 2 * KEYS.len(), "{report}");
    let all = db.statements(&user).await.all;
    for (name, _) in KEYS {
        let name = table_of(name);
        let right = format!("SELECT COUNT(*) FROM {name} WHERE gross = price * 2");
        assert_eq!(db.value(&right).await, ROWS.to_string(), "{name}");
        let updates = all.iter().filter(|sql| sql.starts_with(&format!("UPDATE `{name}`"))).count();
        // Three batches, and one that finds nothing; none was left behind.
        assert_eq!(updates, ROWS.div_ceil(BATCH) + 1, "{name}");
    }
    db.second_run(&schema).await;
}

/// The key's types are none that variables hold; there is a prefix; there is no key at all.
async fn without_a_usable_key(db: Database) {
    numbers(&db, ROWS).await;
    let keys = [
        ("k FLOAT NOT NULL PRIMARY KEY", "i"),
        ("k ENUM('z', 'a') NOT NULL, l INT NOT NULL, PRIMARY KEY (k, l)", "1 + i % 2, i"),
        ("k BLOB NOT NULL, PRIMARY KEY (k(20))", "i"),
        ("k BIT(16) NOT NULL PRIMARY KEY", "i"),
        ("k TIME NOT NULL PRIMARY KEY", "SEC_TO_TIME(i * 60 - 90000)"),
        ("k YEAR NOT NULL, l INT NOT NULL, PRIMARY KEY (k, l)", "IF(i % 2, 0, 1970), i"),
        ("k INT NULL UNIQUE", "i"),
        ("k INT", "0"),
    ];
    for (key, values) in keys {
        db.sql("DROP TABLE IF EXISTS items").await;
        db.sql(&format!(
            "CREATE TABLE items ({key}, price INT UNSIGNED NOT NULL);
             INSERT INTO items SELECT {values}, i FROM n"
        ))
        .await;
        let (pool, user) = db.pool().await;
        unkeyed("items").migrate(&pool).await.unwrap_or_else(|error| panic!("{key}: {error}"));
        let right = "SELECT COUNT(*) FROM items WHERE gross = price * 2";
        assert_eq!(db.value(right).await, ROWS.to_string(), "{key}");
        let all = db.statements(&user).await.all;
        let updates = all.iter().filter(|sql| sql.starts_with("UPDATE `items`")).count();
        assert_eq!(updates, ROWS.div_ceil(BATCH), "{key}");
    }
}

/// The item without its key: a table that has another.
fn unkeyed(name: &'static str) -> Schema {
    let mut table = Item::TABLE.clone();
    table.name = name.into();
    table.columns.to_mut().remove(0);
    table.primary_key = Vec::new().into();
    Schema::new(vec![safe_schema::Model { table: Box::leak(Box::new(table)), parents: &[] }])
}

/// The one that MySQL makes and hides; and a unique index of columns without NULLs, which is what
/// MariaDB itself takes for a key.
async fn along_a_generated_key(db: Database) {
    numbers(&db, ROWS).await;
    let make = if db.is_mariadb() {
        "CREATE TABLE items (code INT NOT NULL, price INT UNSIGNED NOT NULL, maybe INT,
           UNIQUE KEY m (maybe), UNIQUE KEY the_code (code));
         INSERT INTO items SELECT i * 5, i, NULL FROM n"
    } else {
        "SET sql_generate_invisible_primary_key = ON;
         CREATE TABLE items (price INT UNSIGNED NOT NULL);
         SET sql_generate_invisible_primary_key = OFF;
         INSERT INTO items (price) SELECT i FROM n"
    };
    db.sql(make).await;
    let (pool, user) = db.pool().await;
    unkeyed("items").migrate(&pool).await.unwrap();
    let right = "SELECT COUNT(*) FROM items WHERE gross = price * 2";
    assert_eq!(db.value(right).await, ROWS.to_string());
    let all = db.statements(&user).await.all;
    let index = if db.is_mariadb() { "FORCE INDEX (`the_code`)" } else { "`my_row_id` >= " };
    assert!(all.iter().any(|sql| sql.starts_with("UPDATE") && sql.contains(index)), "{all:#?}");
}

/// As runs leave them that were killed, and people that wrote values: none is changed.
async fn rows_left_in_between(db: Database) {
    numbers(&db, ROWS).await;
    db.sql(
        "CREATE TABLE items (id INT UNSIGNED PRIMARY KEY, price INT UNSIGNED NOT NULL,
           gross INT UNSIGNED NULL);
         INSERT INTO items SELECT i, i, IF(i < 1100 OR i % 7 = 0, 1, NULL) FROM n",
    )
    .await;
    let (pool, user) = db.pool().await;
    schema![Item].migrate(&pool).await.unwrap();
    let right = "SELECT COUNT(*) FROM items \
                 WHERE gross = IF(id < 1100 OR id % 7 = 0, 1, price * 2)";
    assert_eq!(db.value(right).await, ROWS.to_string());
    let all = db.statements(&user).await.all;
    let updates = all.iter().filter(|sql| sql.starts_with("UPDATE `items`")).count();
    assert_eq!(updates, 3, "{all:#?}");
    // One packet a batch.
    let packets = db.statements(&user).await.packets;
    assert!(!db.is_mariadb() || packets < 27, "{packets}");
}

/// The rows that a server of its own reads while so many are filled, as it counts.
async fn rows_read(server: &Server, key: &str, values: &str, has_key: bool, rows: usize) -> u64 {
    let root = server.pool("reads").await.unwrap();
    let sql = |sql: String| {
        let root = root.clone();
        async move { ask(&root, &sql).await.unwrap() }
    };
    // With an index on the column its NULLs are found at once, and need no key to be passed.
    let no_index = if has_key { "" } else { "DROP INDEX gross ON items;" };
    sql(format!(
        "DROP TABLE IF EXISTS items;
         CREATE TABLE items ({key}, price INT UNSIGNED NOT NULL, gross INT UNSIGNED NULL,
           KEY (gross)) DEFAULT CHARSET=utf8mb4;
         {no_index}
         SET @@max_recursive_iterations = 100000;
         INSERT INTO items WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n
           WHERE i + 1 < {rows}) SELECT {values}, i, NULL FROM n"
    )
    .replace(
        "@@max_recursive_iterations",
        match server.kind() {
            Kind::MySql => "@@cte_max_recursion_depth",
            Kind::MariaDb => "@@max_recursive_iterations",
        },
    ))
    .await;
    let read = || async {
        let counters = sql("SHOW GLOBAL STATUS LIKE 'Handler_read%'".to_owned()).await;
        counters.iter().map(|row| row[1].as_ref().unwrap().parse::<u64>().unwrap()).sum::<u64>()
    };
    let before = read().await;
    unkeyed("items").without_journal().migrate(&root).await.unwrap();
    let after = read().await;
    let wrong = sql("SELECT COUNT(*) FROM items WHERE gross <> price * 2".to_owned()).await;
    assert_eq!(wrong[0][0].as_deref(), Some("0"));
    after - before
}

/// For five times as many rows the server reads five times as many, whatever the key is; without
/// one it reads all before a batch again.
async fn each_row_is_passed_once(db: Database) {
    let Some(server) = start(Server::builder().kind(db.kind)) else { return };
    let (few, many) = (5_000, 25_000);
    for (key, values, has_key) in [
        ("k BIGINT UNSIGNED PRIMARY KEY", "i", true),
        ("k INT, l VARCHAR(20), PRIMARY KEY (k, l)", "0, CONCAT('é', i)", true),
        ("k CHAR(8), l DATETIME(6), m INT, PRIMARY KEY (k, l, m)", "'x', '2024-02-29', i", true),
        ("k DECIMAL(40, 20) PRIMARY KEY", "CAST(i AS DECIMAL(40, 20)) / 7", true),
        ("k VARBINARY(20) PRIMARY KEY", "CONCAT(UNHEX('ff00'), i)", true),
        ("k DOUBLE PRIMARY KEY", "i", false),
    ] {
        let read_few = rows_read(&server, key, values, has_key, few).await;
        let read_many = rows_read(&server, key, values, has_key, many).await;
        let each = (read_many - read_few) as f64 / (many - few) as f64;
        eprintln!("{:?}: {key}: {read_few} and {read_many} rows read, {each:.2} a row", db.kind);
        assert_eq!(each < 8.0, has_key, "{key}: {each}");
    }
}
