//! Column types by `sql_type`, `text`, `len` and `precision`, and their defaults.

use safe_schema::{SqlEnum, SqlNewtype};
use sqlx::types::{BigDecimal, Decimal, Json, JsonValue, Uuid};

use crate::support::{Database, both, taken};

struct Anything;

taken! {
    integers {
        #[safe_schema(primary_key, sql_type = "BIGINT(20) UNSIGNED")]
        id: u64,
        #[safe_schema(sql_type = "tinyint(1)", default = true)]
        a: bool,
        #[safe_schema(sql_type = "tinyint", default = -128)]
        b: i8,
        #[safe_schema(sql_type = "smallint unsigned", default = 65_535)]
        c: u16,
        #[safe_schema(sql_type = "mediumint", default = -8_388_608)]
        d: i32,
        #[safe_schema(sql_type = "int(11)", default = 0)]
        e: Option<i32>,
        #[safe_schema(sql_type = "bit(1)", default = 1)]
        f: bool,
        #[safe_schema(sql_type = "bit(64)", default = 18_446_744_073_709_551_615)]
        g: u64,
        #[safe_schema(sql_type = "year", default = 2155)]
        h: u16,
        #[safe_schema(sql_type = "year(4)")]
        i: Option<u16>,
    }
    integers_by_rust_type {
        #[safe_schema(primary_key, auto_increment)]
        id: u64,
        #[safe_schema(default = false)]
        a: bool,
        #[safe_schema(default = -128)]
        b: i8,
        #[safe_schema(default = 255)]
        c: u8,
        #[safe_schema(default = -9_223_372_036_854_775_808)]
        d: i64,
        #[safe_schema(default = 18_446_744_073_709_551_615)]
        e: u64,
        #[safe_schema(default = 7)]
        f: Option<UserId>,
    }
    numbers {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(sql_type = "decimal(10,2)", default = 1.50)]
        a: Decimal,
        #[safe_schema(sql_type = "decimal(65,30)", default = -0.5)]
        b: BigDecimal,
        #[safe_schema(sql_type = "decimal(5)")]
        c: Decimal,
        #[safe_schema(precision(20, 4), default = 0)]
        d: BigDecimal,
        e: Option<Decimal>,
        #[safe_schema(sql_type = "float", default = 0.5)]
        f: f32,
        #[safe_schema(sql_type = "double", default = -1e100)]
        g: f64,
        #[safe_schema(default = 1.5)]
        h: f32,
        #[safe_schema(default = 0.1)]
        i: f64,
        #[safe_schema(default = 100)]
        j: f64,
    }
    texts {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(sql_type = "char(3)", default = "EUR")]
        a: String,
        #[safe_schema(sql_type = "varchar(16000)", charset = "ascii")]
        b: String,
        #[safe_schema(sql_type = "tinytext")]
        c: String,
        #[safe_schema(sql_type = "text", collation = "utf8mb4_bin")]
        d: String,
        #[safe_schema(sql_type = "mediumtext")]
        e: Option<String>,
        #[safe_schema(sql_type = "longtext")]
        f: Option<Anything>,
        #[safe_schema(text, default_sql = "('it''s')")]
        g: String,
        #[safe_schema(text = "tiny")]
        h: Box<str>,
        #[safe_schema(default = "it's \\ \"quoted\"")]
        i: String,
        #[safe_schema(default = "")]
        j: String,
        #[safe_schema(default = "NULL")]
        k: String,
        #[safe_schema(default = "CURRENT_TIMESTAMP")]
        l: Option<String>,
        #[safe_schema(default = "é€")]
        m: String,
    }
    bytes {
        #[safe_schema(primary_key, sql_type = "binary(16)")]
        id: Vec<u8>,
        #[safe_schema(sql_type = "varbinary(300)", default = "abc")]
        a: Vec<u8>,
        #[safe_schema(sql_type = "tinyblob")]
        b: Vec<u8>,
        #[safe_schema(sql_type = "blob")]
        c: Vec<u8>,
        #[safe_schema(sql_type = "mediumblob")]
        d: Option<Vec<u8>>,
        #[safe_schema(sql_type = "longblob")]
        e: Box<[u8]>,
        #[safe_schema(len = 20)]
        f: Vec<u8>,
        g: Option<Uuid>,
        #[safe_schema(sql_type = "binary(4)", default = "ab")]
        h: Vec<u8>,
    }
    members {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(sql_type = "enum('a','it''s', 'b,c)', 'd\"e', 'f\\g', 'é€')", default = "it's")]
        a: String,
        #[safe_schema(sql_type = "set('x','y z')", default = "x,y z")]
        b: String,
        #[safe_schema(default = "second-one")]
        c: Kind,
        d: Option<Kind>,
        #[safe_schema(sql_type = "enum('a','b')", charset = "ascii", collation = "ascii_bin")]
        e: Option<String>,
        #[safe_schema(sql_type = "set('a')", default = "")]
        f: String,
    }
    jsons {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(sql_type = "json")]
        a: Anything,
        b: JsonValue,
        c: Option<Json<Vec<u8>>>,
        #[safe_schema(default_sql = "(json_array())")]
        d: JsonValue,
    }
    dates {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(sql_type = "date", default = "2024-02-29")]
        a: String,
        #[safe_schema(sql_type = "time", default = "23:59:59")]
        b: String,
        #[safe_schema(sql_type = "time(3)", default = "00:00:00.5")]
        c: String,
        #[safe_schema(sql_type = "datetime", default = "9999-12-31 23:59:59")]
        d: chrono::NaiveDateTime,
        #[safe_schema(sql_type = "datetime(1)", default_sql = "now(1)")]
        e: chrono::NaiveDateTime,
        #[safe_schema(default = "2024-01-01 00:00:00.000001")]
        f: chrono::NaiveDateTime,
        #[safe_schema(sql_type = "timestamp", default = "2038-01-19 03:14:07")]
        g: chrono::NaiveDateTime,
        #[safe_schema(sql_type = "timestamp(6)")]
        h: Option<chrono::NaiveDateTime>,
        #[safe_schema(
            sql_type = "timestamp(6)",
            default_sql = "CURRENT_TIMESTAMP(6)",
            on_update_sql = "CURRENT_TIMESTAMP(6)"
        )]
        i: chrono::NaiveDateTime,
        #[safe_schema(sql_type = "timestamp", on_update_sql = "now()")]
        j: Option<chrono::NaiveDateTime>,
        #[safe_schema(default_sql = "LOCALTIME(6)", on_update_sql = "localtimestamp(6)")]
        k: chrono::NaiveDateTime,
    }
    beyond_the_model {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(sql_type = "int(10) unsigned zerofill")]
        a: u32,
        #[safe_schema(sql_type = "float(7, 3)")]
        b: f32,
        #[safe_schema(sql_type = "double(7,3) unsigned")]
        c: f64,
        #[safe_schema(sql_type = "geometry")]
        d: Option<Anything>,
        #[safe_schema(sql_type = "LINESTRING")]
        e: Anything,
    }
}

#[derive(SqlEnum)]
#[safe_schema(rename_all = "kebab-case")]
enum Kind {
    First,
    SecondOne,
    #[safe_schema(rename = "Third & last")]
    Third,
}

#[derive(SqlNewtype)]
struct UserId(u64);

both! { of_mariadb_alone }

async fn of_mariadb_alone(db: Database) {
    #[derive(safe_schema::SafeSchema)]
    struct Only {
        #[safe_schema(primary_key, sql_type = "uuid")]
        id: Anything,
        #[safe_schema(sql_type = "inet6")]
        a: Option<Anything>,
        #[safe_schema(sql_type = "inet4", unique)]
        b: Anything,
    }

    if db.is_mariadb() {
        db.takes::<Only>().await;
    }
}
