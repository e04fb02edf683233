//! Structs of columns: sqlx reads what they declare, from a table that the servers give back as it
//! was declared.

use safe_schema::{SafeSchema, SqlColumns};

use crate::support::{Database, both};

both! { one_struct_for_both, a_base_with_the_key, keys_of_a_part }

#[derive(Debug, Clone, PartialEq, SqlColumns, sqlx::FromRow)]
#[sqlx(rename_all = "camelCase")]
#[safe_schema(rename_all = "camelCase", check("zipCode <> ''"))]
struct Address {
    #[safe_schema(len = 100, index)]
    city: String,
    #[safe_schema(len = 10)]
    zip_code: Option<String>,
    #[sqlx(flatten)]
    place: Place,
}

#[derive(Debug, Clone, PartialEq, SqlColumns, sqlx::FromRow)]
struct Place {
    #[sqlx(rename = "lat")]
    latitude: f64,
    #[sqlx(try_from = "Vec<u8>")]
    tile: [u8; 3],
}

/// What is written is what is read, in the field's place.
async fn one_struct_for_both(db: Database) {
    #[derive(Debug, PartialEq, SafeSchema, sqlx::FromRow)]
    struct Customer {
        #[safe_schema(primary_key)]
        id: u64,
        #[sqlx(flatten)]
        address: Address,
        #[safe_schema(unique)]
        name: String,
    }

    db.takes::<Customer>().await;
    let customer = |id: u64, city: &str, zip: Option<&str>, tile: [u8; 3]| Customer {
        id,
        address: Address {
            city: city.to_owned(),
            zip_code: zip.map(str::to_owned),
            place: Place { latitude: -0.5, tile },
        },
        name: format!("{id}\u{1F600}"),
    };
    let customers = [
        customer(1, "Wien", Some("1010"), [1, 2, 3]),
        customer(u64::MAX, "", None, [0, 0, 0]),
        customer(3, "\u{1F600}", Some("a b "), [255, 32, 0]),
    ];
    for Customer { id, address: Address { city, zip_code, place }, name } in &customers {
        sqlx::query("INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?)")
            .bind(id)
            .bind(city)
            .bind(zip_code)
            .bind(place.latitude)
            .bind(&place.tile[..])
            .bind(name)
            .execute(&db.pool)
            .await
            .unwrap();
    }
    let mut read: Vec<Customer> =
        sqlx::query_as("SELECT * FROM customer").fetch_all(&db.pool).await.unwrap();
    read.sort_by_key(|customer| customers.iter().position(|other| other.id == customer.id));
    assert_eq!(read, customers);
    // The check of the part is the table's.
    db.try_sql("UPDATE customer SET zipCode = '' WHERE id = 1").await.unwrap_err();
}

/// A table whose key is in a part is migrated as any other, also when the part gains a column.
async fn a_base_with_the_key(db: Database) {
    mod before {
        #[derive(safe_schema::SqlColumns, sqlx::FromRow)]
        pub(super) struct Base {
            #[safe_schema(primary_key, auto_increment)]
            pub(super) id: u64,
        }

        #[derive(safe_schema::SafeSchema, sqlx::FromRow)]
        pub(super) struct Event {
            #[sqlx(flatten)]
            pub(super) base: Base,
            pub(super) name: String,
        }
    }

    mod after {
        #[derive(safe_schema::SqlColumns, sqlx::FromRow)]
        pub(super) struct Base {
            #[safe_schema(primary_key, auto_increment)]
            pub(super) id: u64,
            #[safe_schema(default = 7, index)]
            pub(super) version: u32,
        }

        #[derive(safe_schema::SafeSchema, sqlx::FromRow)]
        pub(super) struct Event {
            #[sqlx(flatten)]
            pub(super) base: Base,
            pub(super) name: String,
        }
    }

    before::Event::migrate(&db.pool).await.unwrap();
    db.has::<before::Event>().await;
    db.sql("INSERT INTO event (name) VALUES ('a')").await;
    let event: before::Event =
        sqlx::query_as("SELECT * FROM event").fetch_one(&db.pool).await.unwrap();
    assert_eq!((event.base.id, event.name.as_str()), (1, "a"));
    after::Event::migrate(&db.pool).await.unwrap();
    db.has::<after::Event>().await;
    let event: after::Event =
        sqlx::query_as("SELECT * FROM event").fetch_one(&db.pool).await.unwrap();
    assert_eq!((event.base.id, event.base.version, event.name.as_str()), (1, 7, "a"));
}

/// Foreign keys, unique and fulltext indexes of a part are the table's.
async fn keys_of_a_part(db: Database) {
    #[derive(SafeSchema)]
    struct Tenant {
        #[safe_schema(primary_key)]
        id: u64,
    }

    #[derive(SqlColumns)]
    #[safe_schema(
        index(columns(tenant_id, code), unique),
        index(columns(note), fulltext),
        check(name = "long_enough", "CHAR_LENGTH(code) > 1")
    )]
    struct Owned {
        #[safe_schema(references(Tenant::id, on_delete = cascade))]
        tenant_id: u64,
        #[safe_schema(len = 20, charset = "ascii")]
        code: String,
        #[safe_schema(text)]
        note: String,
        #[safe_schema(generated(stored, "CHAR_LENGTH(code)"), invisible)]
        next: Option<u64>,
    }

    #[derive(SafeSchema)]
    struct Thing {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(flatten)]
        owned: Owned,
    }

    db.sql(&Tenant::create_table_sql()).await;
    db.takes::<Thing>().await;
    db.sql("INSERT INTO tenant VALUES (1); INSERT INTO thing VALUES (1, 1, 'ab', 'x')").await;
    db.try_sql("INSERT INTO thing VALUES (2, 1, 'ab', 'x')").await.unwrap_err();
    db.try_sql("INSERT INTO thing VALUES (2, 2, 'cd', 'x')").await.unwrap_err();
    db.try_sql("INSERT INTO thing VALUES (2, 1, 'c', 'x')").await.unwrap_err();
    db.sql("DELETE FROM tenant").await;
    let left: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM thing").fetch_one(&db.pool).await.unwrap();
    assert_eq!(left, 0);
}
