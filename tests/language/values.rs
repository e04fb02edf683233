//! Numbers, text, bytes, JSON and types of the user's own: what is written is what is read.

use std::borrow::Cow;

use safe_schema::{SqlEnum, SqlNewtype};
use sqlx::types::uuid::fmt::{Hyphenated, Simple};
use sqlx::types::{BigDecimal, Decimal, Json, JsonValue, Uuid};

use crate::support::{Database, both, round_trip};

/// What text may hold: nothing, quotes, backslashes, a zero byte, four bytes, ends of lines, and
/// spaces at the end.
const TEXTS: [&str; 8] =
    ["", "plain", "it's \"quoted\"", "a\\b\\", "\0", "é€\u{1F600}", "\r\n\t", "two  "];

fn texts<T: From<&'static str>>() -> Vec<T> {
    TEXTS.into_iter().map(T::from).collect()
}

fn decimals<T: std::str::FromStr>(texts: &[&str]) -> Vec<T> {
    texts.iter().map(|text| text.parse().unwrap_or_else(|_| panic!("{text}"))).collect()
}

fn uuids() -> [Uuid; 4] {
    let mixed = 0x0123_4567_89ab_cdef_0000_00ff_fe80_7f20;
    [Uuid::nil(), Uuid::max(), Uuid::from_u128(mixed), Uuid::from_u128(0x20)]
}

fn jsons() -> Vec<JsonValue> {
    [
        "null",
        "true",
        "\"\"",
        "\"it's \\\\ \\\" \\u0000 \u{1F600}\"",
        "[]",
        "{}",
        "{\"a\":[1,-2,18446744073709551615,-9223372036854775808],\"b\":{\"\":null}}",
        "1.5",
    ]
    .into_iter()
    .map(|text| text.parse().unwrap())
    .collect()
}

round_trip! {
    of_bool: bool = [false, true];
    of_i8: i8 = [i8::MIN, -1, 0, i8::MAX];
    of_i16: i16 = [i16::MIN, -1, 0, i16::MAX];
    of_i32: i32 = [i32::MIN, -1, 0, i32::MAX];
    of_i64: i64 = [i64::MIN, -1, 0, i64::MAX];
    of_u8: u8 = [0, 1, u8::MAX];
    of_u16: u16 = [0, 1, u16::MAX];
    of_u32: u32 = [0, 1, u32::MAX];
    of_u64: u64 = [0, 1, u64::MAX];
    of_f32: f32 = [0.0, 0.1, -1.5, f32::MAX, f32::MIN, f32::MIN_POSITIVE, f32::EPSILON];
    of_f64: f64 = [0.0, 0.1, -1.5, f64::MAX, f64::MIN, f64::MIN_POSITIVE, f64::EPSILON];
    of_string: String = texts::<String>();
    of_longest_string: String = ["\u{1F600}".repeat(255)];
    of_box: Box<str> = texts::<Box<str>>();
    of_cow: Cow<'static, str> = texts::<Cow<'static, str>>();
    #[safe_schema(text)]
    of_text: String = texts::<String>().into_iter().chain(["\u{1F600}".repeat(16_383)]).collect::<Vec<_>>();
    #[safe_schema(text = "tiny")]
    of_tiny_text: String = texts::<String>();
    #[safe_schema(text = "medium")]
    of_medium_text: String = texts::<String>();
    #[safe_schema(text = "long")]
    of_long_text: String = texts::<String>();
    of_bytes: Vec<u8> = [vec![], vec![0], (0..=255).collect(), b"a ".to_vec()];
    of_box_of_bytes: Box<[u8]> = [Box::from([]), Box::from([0, 255])];
    #[safe_schema(len = 256)]
    of_short_bytes: Vec<u8> = [vec![], vec![0], (0..=255).collect(), b"a ".to_vec()];
    #[safe_schema(sql_type = "binary(4)")]
    of_fixed_bytes: Vec<u8> = [vec![0; 4], vec![255; 4], vec![1, 0, 32, 0]];
    of_uuid: Uuid = uuids();
    of_hyphenated: Hyphenated = uuids().map(Uuid::hyphenated);
    of_simple: Simple = uuids().map(Uuid::simple);
    of_decimal: Decimal = [
        Decimal::ZERO,
        Decimal::MAX,
        Decimal::MIN,
        Decimal::from_i128_with_scale(1, 28),
        Decimal::from_i128_with_scale(-1, 28),
        Decimal::from_i128_with_scale(79_228_162_514_264_337_593_543_950_335, 28),
        Decimal::from_i128_with_scale(79_228_162_514_264_337_593_543_950_335, 14),
        Decimal::from_i128_with_scale(-125, 2),
    ];
    #[safe_schema(precision(10, 2))]
    of_short_decimal: Decimal = decimals::<Decimal>(&["0", "99999999.99", "-99999999.99", "0.01"]);
    #[safe_schema(precision(65, 30))]
    of_big_decimal: BigDecimal = decimals::<BigDecimal>(&[
        "0",
        "99999999999999999999999999999999999.999999999999999999999999999999",
        "-99999999999999999999999999999999999.999999999999999999999999999999",
        "0.000000000000000000000000000001",
    ]);
    of_json_value: JsonValue = jsons();
    of_json: Json<Vec<Option<String>>> = [
        Json(vec![]),
        Json(vec![None, Some(String::new()), Some("it's \u{1F600} \\ \"".to_owned())]),
    ];
    of_newtype: UserId = [UserId(0), UserId(u64::MAX)];
    of_newtype_of_text: Email = texts::<String>().into_iter().map(Email).collect::<Vec<_>>();
    of_generic_newtype: Tagged<i32> = [Tagged(i32::MIN), Tagged(0)];
    of_enum: Status = [Status::Active, Status::WaitingForReply, Status::Gone, Status::Ärger];
}

#[derive(Debug, Clone, PartialEq, SqlNewtype, sqlx::Type)]
#[sqlx(transparent)]
struct UserId(u64);

#[derive(Debug, Clone, PartialEq, SqlNewtype, sqlx::Type)]
#[sqlx(transparent)]
struct Email(String);

#[derive(Debug, Clone, PartialEq, SqlNewtype, sqlx::Type)]
#[sqlx(transparent)]
struct Tagged<T>(T);

#[derive(Debug, Clone, PartialEq, SqlEnum)]
#[safe_schema(rename_all = "kebab-case", sqlx)]
enum Status {
    Active,
    WaitingForReply,
    #[safe_schema(rename = "it's, \"gone\" \\ (for good)")]
    Gone,
    Ärger,
}

both! { of_arrays, of_json_fields, of_try_from, of_defaults_of_sqlx, of_a_default_member, of_an_enum_of_sqlx, of_no_variant }

/// sqlx's own derive reads ENUMs that may be NULL, and no others (launchbadge/sqlx#3750).
async fn of_an_enum_of_sqlx(db: Database) {
    #[derive(Debug, Clone, PartialEq, SqlEnum, sqlx::Type)]
    #[sqlx(rename_all = "SCREAMING_SNAKE_CASE")]
    enum Theirs {
        Active,
        WaitingForReply,
        #[sqlx(rename = "gone for good")]
        Gone,
    }

    #[derive(Debug, PartialEq, safe_schema::SafeSchema, sqlx::FromRow)]
    struct Account {
        #[safe_schema(primary_key)]
        id: u32,
        status: Option<Theirs>,
    }

    db.takes::<Account>().await;
    let values = [Some(Theirs::Active), Some(Theirs::WaitingForReply), Some(Theirs::Gone), None];
    for (id, status) in (0..).zip(&values) {
        sqlx::query("INSERT INTO account VALUES (?, ?)")
            .bind::<u32>(id)
            .bind(status)
            .execute(&db.pool)
            .await
            .unwrap();
    }
    let read: Vec<Account> =
        sqlx::query_as("SELECT * FROM account ORDER BY id").fetch_all(&db.pool).await.unwrap();
    assert_eq!(read.into_iter().map(|row| row.status).collect::<Vec<_>>(), values);
}

/// A member that the enum does not know is an error that names both.
async fn of_no_variant(db: Database) {
    let error = sqlx::query_scalar::<_, Status>("SELECT 'new'")
        .fetch_one(&db.pool)
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("`Status` has no variant for \"new\""), "{error}");
}

/// What sqlx reads by `#[sqlx(json)]` and `#[sqlx(json(nullable))]`.
async fn of_json_fields(db: Database) {
    #[derive(Debug, PartialEq, safe_schema::SafeSchema, sqlx::FromRow)]
    struct Tagged {
        #[safe_schema(primary_key)]
        id: u32,
        #[sqlx(json)]
        tags: Vec<String>,
        #[sqlx(json)]
        maybe: Option<String>,
        #[sqlx(json(nullable))]
        none: Option<Vec<u8>>,
    }

    db.takes::<Tagged>().await;
    let nullable =
        |name: &str| <Tagged as safe_schema::SafeSchema>::TABLE.column(name).unwrap().nullable();
    assert!(!nullable("tags") && !nullable("maybe") && nullable("none"));
    let rows = [
        Tagged { id: 1, tags: vec!["é".to_owned()], maybe: None, none: None },
        Tagged { id: 2, tags: vec![], maybe: Some("a".to_owned()), none: Some(vec![1]) },
    ];
    for row in &rows {
        sqlx::query("INSERT INTO tagged VALUES (?, ?, ?, ?)")
            .bind(row.id)
            .bind(Json(&row.tags))
            .bind(Json(&row.maybe))
            .bind(row.none.as_ref().map(Json))
            .execute(&db.pool)
            .await
            .unwrap();
    }
    let read: Vec<Tagged> =
        sqlx::query_as("SELECT * FROM tagged ORDER BY id").fetch_all(&db.pool).await.unwrap();
    assert_eq!(read, rows);
}

/// Every byte comes back, zeros and spaces at the end too.
async fn of_arrays(db: Database) {
    #[derive(Debug, PartialEq, safe_schema::SafeSchema, sqlx::FromRow)]
    struct Token {
        #[safe_schema(primary_key)]
        #[sqlx(try_from = "Vec<u8>")]
        id: [u8; 4],
        #[safe_schema(unique)]
        #[sqlx(try_from = "Vec<u8>")]
        one: [u8; 1],
        #[sqlx(try_from = "Vec<u8>")]
        longest: [u8; 255],
        none: Option<Vec<u8>>,
    }

    db.takes::<Token>().await;
    let token = |id: [u8; 4], fill: u8| Token { id, one: [fill], longest: [fill; 255], none: None };
    let tokens = [
        token([0, 0, 0, 0], 0),
        token([1, 0, 0, 0], 1),
        token([b'a', b' ', 0, b' '], b' '),
        token([255, 255, 255, 255], 255),
    ];
    for token in &tokens {
        sqlx::query("INSERT INTO token VALUES (?, ?, ?, NULL)")
            .bind(&token.id[..])
            .bind(&token.one[..])
            .bind(&token.longest[..])
            .execute(&db.pool)
            .await
            .unwrap();
    }
    let read: Vec<Token> =
        sqlx::query_as("SELECT * FROM token ORDER BY id").fetch_all(&db.pool).await.unwrap();
    assert_eq!(read, tokens);
}

/// A query that leaves a field out is sqlx's business; the column is there all the same.
async fn of_defaults_of_sqlx(db: Database) {
    #[derive(Debug, Default, PartialEq, safe_schema::SafeSchema, sqlx::FromRow)]
    struct Account {
        #[safe_schema(primary_key)]
        id: u32,
        #[sqlx(default)]
        visits: u32,
    }

    db.takes::<Account>().await;
    db.sql("INSERT INTO account VALUES (1, 5)").await;
    let read = |sql: &'static str| sqlx::query_as::<_, Account>(sql).fetch_one(&db.pool);
    assert_eq!(read("SELECT id FROM account").await.unwrap(), Account { id: 1, visits: 0 });
    assert_eq!(read("SELECT * FROM account").await.unwrap(), Account { id: 1, visits: 5 });
}

/// A type of which nothing is known, in a column whose type is said.
async fn of_try_from(db: Database) {
    #[derive(safe_schema::SafeSchema, sqlx::FromRow)]
    struct Counted {
        #[safe_schema(primary_key, sql_type = "bigint")]
        #[sqlx(try_from = "i64")]
        id: u128,
    }

    db.takes::<Counted>().await;
    db.sql("INSERT INTO counted VALUES (9223372036854775807)").await;
    let read: Counted = sqlx::query_as("SELECT * FROM counted").fetch_one(&db.pool).await.unwrap();
    assert_eq!(read.id, 9_223_372_036_854_775_807);
}

async fn of_a_default_member(db: Database) {
    #[derive(safe_schema::SafeSchema, sqlx::FromRow)]
    struct Account {
        #[safe_schema(primary_key, auto_increment)]
        id: u64,
        #[safe_schema(default = "it's, \"gone\" \\ (for good)")]
        status: Status,
    }

    db.takes::<Account>().await;
    db.sql("INSERT INTO account (id) VALUES (1)").await;
    let read: Account = sqlx::query_as("SELECT * FROM account").fetch_one(&db.pool).await.unwrap();
    assert_eq!(read.status, Status::Gone);
}
