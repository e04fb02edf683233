//! No false drift: what was just created is as declared, in every type and with every default.

use safe_schema::testing::Kind;
use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both, with_parents};

both! {
    every_type,
    documents_that_compare_otherwise,
    every_type_or_null,
    defaults_of_every_kind,
    defaults_that_the_catalogue_garbles,
    another_default_that_the_catalogue_shows_alike,
    expressions,
    every_attribute,
    the_create_statement_alone,
}

/// Every type.
#[derive(SafeSchema)]
#[safe_schema(table = "every_type")]
struct EveryType {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    a: i8,
    b: i16,
    c: i32,
    d: i64,
    e: u8,
    f: u16,
    g: u32,
    h: u64,
    yes: bool,
    half: f32,
    whole: f64,
    text: String,
    #[safe_schema(len = 7)]
    short: String,
    #[safe_schema(len = 5000)]
    long: String,
    boxed: Box<str>,
    bytes: Vec<u8>,
    #[safe_schema(len = 16)]
    few_bytes: Vec<u8>,
    at: chrono::DateTime<chrono::Utc>,
    naive: chrono::NaiveDateTime,
    day: chrono::NaiveDate,
    time: chrono::NaiveTime,
}

async fn every_type(db: Database) {
    db.migrate(&schema![EveryType]).await;
    let types = db
        .rows(
            "SELECT COLUMN_NAME, REGEXP_REPLACE(COLUMN_TYPE, '(int)\\\\([0-9]+\\\\)', '\\\\1'), IS_NULLABLE \
             FROM information_schema.COLUMNS \
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'every_type' ORDER BY ORDINAL_POSITION",
        )
        .await;
    let types: Vec<String> = types
        .iter()
        .map(|row| row.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(types[0], "id bigint unsigned NO");
    assert!(types.contains(&"h bigint unsigned NO".to_owned()), "{types:#?}");
    assert!(types.contains(&"few_bytes varbinary(16) NO".to_owned()), "{types:#?}");
    assert!(types.contains(&"time time(6) NO".to_owned()), "{types:#?}");
    assert_eq!(types.len(), 22);
}

#[derive(SafeSchema)]
#[safe_schema(table = "documents")]
struct Document {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(sql_type = "json")]
    data: String,
}

/// MariaDB's JSON is a LONGTEXT with a check; so is what somebody made by hand, in whatever
/// collation.
async fn documents_that_compare_otherwise(db: Database) {
    if db.kind == Kind::MySql {
        return; // There, it is a type of its own.
    }
    db.sql(
        "CREATE TABLE documents (id BIGINT UNSIGNED PRIMARY KEY, \
         data LONGTEXT COLLATE utf8mb4_unicode_ci NOT NULL CHECK (json_valid(data)))",
    )
    .await;
    let (pool, _) = db.pool().await;
    assert!(schema![Document].migrate(&pool).await.unwrap().is_unchanged());
}

#[derive(SafeSchema)]
#[safe_schema(table = "every_type_or_null")]
struct EveryTypeOrNull {
    #[safe_schema(primary_key)]
    id: u64,
    a: Option<i8>,
    b: Option<i16>,
    c: Option<i32>,
    d: Option<i64>,
    e: Option<u8>,
    f: Option<u16>,
    g: Option<u32>,
    h: Option<u64>,
    yes: Option<bool>,
    half: Option<f32>,
    whole: Option<f64>,
    text: Option<String>,
    #[safe_schema(len = 7)]
    short: Option<String>,
    boxed: Option<Box<str>>,
    bytes: Option<Vec<u8>>,
    #[safe_schema(len = 16)]
    few_bytes: Option<Vec<u8>>,
    at: Option<chrono::DateTime<chrono::Utc>>,
    naive: Option<chrono::NaiveDateTime>,
    day: Option<chrono::NaiveDate>,
    time: Option<chrono::NaiveTime>,
    #[safe_schema(default = 5)]
    number: Option<i32>,
    #[safe_schema(default = "NULL")]
    null: Option<String>,
    #[safe_schema(default_sql = "NULL")]
    really_null: Option<String>,
}

async fn every_type_or_null(db: Database) {
    db.migrate(&schema![EveryTypeOrNull]).await;
    db.sql("INSERT INTO every_type_or_null (id) VALUES (1)").await;
    let row = "SELECT a IS NULL, time IS NULL, number, `null`, really_null IS NULL \
        FROM every_type_or_null";
    let values: Vec<String> = db.rows(row).await.into_iter().flatten().flatten().collect();
    assert_eq!(values, ["1", "1", "5", "NULL", "1"]);
}

#[derive(SafeSchema)]
#[safe_schema(table = "defaults")]
struct Defaults {
    #[safe_schema(primary_key, default = 0)]
    id: u32,
    #[safe_schema(default = -128)]
    least: i8,
    #[safe_schema(default = 18446744073709551615)]
    most: u64,
    #[safe_schema(default = -9223372036854775808)]
    far: i64,
    #[safe_schema(default = true)]
    yes: bool,
    #[safe_schema(default = false)]
    no: bool,
    #[safe_schema(default = 1.0)]
    one: f64,
    #[safe_schema(default = -0.25)]
    quarter: f32,
    #[safe_schema(default = 1e10)]
    large: f64,
    #[safe_schema(default = "")]
    empty: String,
    #[safe_schema(default = "it's")]
    quote: String,
    #[safe_schema(default = "\"")]
    double_quote: String,
    #[safe_schema(default = "a\\b\\")]
    backslash: String,
    #[safe_schema(default = "''")]
    quotes: String,
    #[safe_schema(default = "NULL")]
    null: String,
    #[safe_schema(default = "CURRENT_TIMESTAMP")]
    now: String,
    #[safe_schema(default = "uuid()")]
    call: String,
    #[safe_schema(default = "(1)")]
    parentheses: String,
    #[safe_schema(default = "0")]
    zero: String,
    #[safe_schema(default = "01.50")]
    digits: String,
    #[safe_schema(default = " x ")]
    spaces: String,
    #[safe_schema(default = "a\nb\tc")]
    lines: String,
    #[safe_schema(default = "%_?")]
    signs: String,
    #[safe_schema(default = "gr\u{fc}n \u{20ac} \u{4e2d}")]
    letters: String,
    #[safe_schema(default = "2020-02-29")]
    day: chrono::NaiveDate,
    #[safe_schema(default = "2020-02-29 01:02:03")]
    at: chrono::NaiveDateTime,
    #[safe_schema(default = "01:02:03.5")]
    time: chrono::NaiveTime,
    #[safe_schema(default = "abc", len = 10)]
    bytes: Vec<u8>,
}

async fn defaults_of_every_kind(db: Database) {
    db.migrate(&schema![Defaults]).await;
    db.sql("INSERT INTO defaults () VALUES ()").await;
    let row = db.rows("SELECT * FROM defaults").await.remove(0);
    let values: Vec<String> = row.into_iter().map(Option::unwrap).collect();
    assert_eq!(
        values,
        [
            "0",
            "-128",
            "18446744073709551615",
            "-9223372036854775808",
            "1",
            "0",
            "1",
            "-0.25",
            "10000000000",
            "",
            "it's",
            "\"",
            "a\\b\\",
            "''",
            "NULL",
            "CURRENT_TIMESTAMP",
            "uuid()",
            "(1)",
            "0",
            "01.50",
            " x ",
            "a\nb\tc",
            "%_?",
            "gr\u{fc}n \u{20ac} \u{4e2d}",
            "2020-02-29",
            "2020-02-29 01:02:03.000000",
            "01:02:03.500000",
            "abc",
        ]
    );
}

#[derive(SafeSchema)]
#[safe_schema(table = "garbled")]
struct Garbled {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(default = "\u{1f980}")]
    crab: String,
    #[safe_schema(default = "a?b", len = 20)]
    question: String,
}

async fn defaults_that_the_catalogue_garbles(db: Database) {
    db.migrate_spelled(&schema![Garbled]).await;
    db.sql("INSERT INTO garbled (id) VALUES (1)").await;
    assert_eq!(db.value("SELECT crab FROM garbled").await, "\u{1f980}");
}

/// Another character that the catalogue shows alike is another default.
async fn another_default_that_the_catalogue_shows_alike(db: Database) {
    db.migrate_spelled(&schema![Garbled]).await;
    db.sql("ALTER TABLE garbled ALTER crab SET DEFAULT '\u{1f981}'").await;
    db.migrate_spelled(&schema![Garbled]).await;
    db.sql("INSERT INTO garbled (id) VALUES (2)").await;
    assert_eq!(db.value("SELECT HEX(crab) FROM garbled").await, "F09FA680");
}

#[derive(SafeSchema)]
#[safe_schema(table = "expressions")]
struct Expressions {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(default_sql = "CURRENT_TIMESTAMP(6)")]
    made: chrono::DateTime<chrono::Utc>,
    #[safe_schema(default_sql = "now(6)")]
    seen: chrono::NaiveDateTime,
    #[safe_schema(default_sql = "(uuid())", len = 36)]
    uuid: String,
    #[safe_schema(default_sql = "(concat('a', \"b\", 'it''s'))")]
    both: String,
    #[safe_schema(default_sql = "(1 + 2 * 3)")]
    sum: i32,
    #[safe_schema(default_sql = "(CURRENT_DATE)")]
    today: chrono::NaiveDate,
}

async fn expressions(db: Database) {
    db.migrate_spelled(&schema![Expressions]).await;
    db.sql("INSERT INTO expressions (id) VALUES (1)").await;
    let row = "SELECT LENGTH(uuid), `both`, sum FROM expressions";
    let values: Vec<String> = db.rows(row).await.into_iter().flatten().flatten().collect();
    assert_eq!(values, ["36", "abit's", "7"]);
}

/// Attributes in all their places.
#[derive(SafeSchema)]
#[safe_schema(
    table = "every_attribute",
    comment = "all of them",
    charset = "utf8mb4",
    collation = "utf8mb4_bin",
    primary_key(realm, id),
    index(name = "by_time", columns(made desc, id)),
    index(columns(name(10)), unique)
)]
struct EveryAttribute {
    realm: u32,
    #[safe_schema(auto_increment, index, comment = "counts")]
    id: u64,
    #[safe_schema(column = "Name", len = 100, charset = "latin1", collation = "latin1_swedish_ci")]
    name: String,
    #[safe_schema(collation = "utf8mb4_unicode_ci")]
    other: String,
    #[safe_schema(references(EveryType::id, on_delete = set_null, on_update = cascade))]
    every_type: Option<u64>,
    made: chrono::NaiveDateTime,
    #[safe_schema(skip)]
    nothing: (),
}

async fn every_attribute(db: Database) {
    db.migrate(&with_parents![EveryAttribute]).await;
    let definition = db.show_create("every_attribute").await;
    for part in [
        "PRIMARY KEY (`realm`,`id`)",
        "KEY `by_time` (`made` DESC,`id`)",
        "ON DELETE SET NULL ON UPDATE CASCADE",
        "COMMENT='all of them'",
        "latin1",
        "utf8mb4_unicode_ci",
    ] {
        assert!(definition.contains(part), "{part} is not in {definition}");
    }
}

/// What `create_table_sql` prints makes the same table, and may be run again.
async fn the_create_statement_alone(db: Database) {
    for sql in [EveryType::create_table_sql(), EveryAttribute::create_table_sql()] {
        db.sql(&sql).await;
        db.sql(&sql).await;
    }
    db.second_run(&with_parents![EveryAttribute]).await;
}
