//! Expressions: checks, generated columns, defaults.

use crate::support::taken;

taken! {
    #[safe_schema(
        check("age >= 18"),
        check(name = "Named `so`", "name <> '' and age < 200"),
        check("name in ('a', 'it''s', 'back\\\\slash', 'é')"),
        check("name like 'a%' or not (age between 5 and 7)"),
        check("case when age > 5 then 1 else 0 end = 1"),
        check("optional is null or char_length(optional) > 2"),
        check("`age` * 2 + 1 <> -5 and age % 2 = 0"),
        check("price > 0.5 and made > '2020-01-01'")
    )]
    checks {
        #[safe_schema(primary_key)]
        id: u64,
        age: u8,
        name: String,
        optional: Option<String>,
        price: f64,
        made: chrono::NaiveDateTime,
    }
    generated {
        #[safe_schema(primary_key)]
        id: u64,
        price: i32,
        amount: Option<i32>,
        #[safe_schema(len = 40)]
        name: String,
        json: sqlx::types::JsonValue,
        #[safe_schema(generated(stored, "price * ifnull(amount, 0)"))]
        total: i64,
        #[safe_schema(generated(virtual, "price + 1"))]
        next: Option<i64>,
        #[safe_schema(generated(stored, "concat(name, ' it''s ', 'x')"), len = 100)]
        text: String,
        #[safe_schema(generated(virtual, "json_unquote(json_extract(json, '$.name'))"), len = 50, index)]
        extracted: Option<String>,
        #[safe_schema(generated(virtual, "(price > 5)"), comment = "It's generated.")]
        flag: Option<bool>,
        #[safe_schema(generated(stored, "if(price > 5, 'big', 'small')"), sql_type = "enum('big','small')")]
        size: Option<String>,
        #[safe_schema(generated(virtual, "lower(name)"), len = 40, unique, invisible)]
        lower: Option<String>,
    }
    defaults {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(default_sql = "CURRENT_TIMESTAMP(6)")]
        a: chrono::DateTime<chrono::Utc>,
        #[safe_schema(default_sql = "now(6)", on_update_sql = "current_timestamp(6)")]
        b: chrono::NaiveDateTime,
        #[safe_schema(default_sql = "uuid()", len = 36)]
        c: String,
        #[safe_schema(default_sql = "(5 + 5)")]
        d: u32,
        #[safe_schema(default_sql = "('')", text)]
        e: String,
        #[safe_schema(default_sql = "(concat('a', 'it''s', 'back\\\\slash'))")]
        f: String,
        #[safe_schema(default_sql = "(curdate())")]
        g: chrono::NaiveDate,
        #[safe_schema(default_sql = "NULL")]
        h: Option<u32>,
        #[safe_schema(default_sql = "(unix_timestamp() + 1)")]
        i: u64,
        #[safe_schema(default_sql = "(current_timestamp(6) + interval 1 day)")]
        j: chrono::NaiveDateTime,
    }
}
