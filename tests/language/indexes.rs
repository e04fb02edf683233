//! Indexes of every kind.

use crate::support::taken;

taken! {
    #[safe_schema(
        index(columns(name(20) desc, id asc), name = "By Name"),
        index(columns(number, name), unique),
        index(columns(bytes(3072))),
        index(columns(long(768)), unique)
    )]
    plain_and_unique {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(unique)]
        number: u64,
        #[safe_schema(index)]
        name: String,
        bytes: Vec<u8>,
        #[safe_schema(text)]
        long: String,
    }
    #[safe_schema(
        index(columns(title, body), fulltext),
        index(columns(body), fulltext, name = "bodies", invisible)
    )]
    fulltext {
        #[safe_schema(primary_key)]
        id: u64,
        title: String,
        #[safe_schema(text = "long")]
        body: String,
    }
    #[safe_schema(index(columns(at), spatial), index(columns(area), spatial, invisible))]
    spatial {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(sql_type = "point")]
        at: Vec<u8>,
        #[safe_schema(sql_type = "polygon")]
        area: Vec<u8>,
    }
    #[safe_schema(
        index(columns(a), invisible),
        index(columns(a, b desc), unique, invisible, name = "pair")
    )]
    invisible {
        #[safe_schema(primary_key)]
        id: u64,
        a: u32,
        b: u32,
    }
    #[safe_schema(index(columns(twice)), index(columns(sum, id)))]
    on_generated_columns {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(generated(virtual, "id * 2"))]
        twice: u64,
        #[safe_schema(generated(stored, "id + 2"), unique)]
        sum: u64,
    }
    #[safe_schema(primary_key(day, id), index(columns(kind, flags, at, price, moment)))]
    of_every_type {
        id: u64,
        day: chrono::NaiveDate,
        #[safe_schema(sql_type = "enum('a','b')")]
        kind: String,
        #[safe_schema(sql_type = "set('a','b')")]
        flags: String,
        at: chrono::NaiveTime,
        #[safe_schema(precision(12, 4))]
        price: sqlx::types::Decimal,
        moment: chrono::DateTime<chrono::Utc>,
        #[safe_schema(unique)]
        uuid: sqlx::types::Uuid,
        #[safe_schema(sql_type = "bit(9)", index)]
        bits: u64,
        #[safe_schema(sql_type = "year", index)]
        year: u16,
    }
}
