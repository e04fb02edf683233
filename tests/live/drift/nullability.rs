//! NULL and NOT NULL, both ways.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both};

both! { to_null, to_not_null, to_not_null_with_nulls }

#[derive(SafeSchema)]
#[safe_schema(table = "pets")]
struct Pet {
    #[safe_schema(primary_key)]
    id: u32,
    name: Option<String>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "pets")]
struct NamedPet {
    #[safe_schema(primary_key)]
    id: u32,
    name: String,
}

async fn to_null(db: Database) {
    db.sql(
        "CREATE TABLE pets (id INT UNSIGNED PRIMARY KEY, name VARCHAR(255) NOT NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO pets VALUES (1, 'a')",
    )
    .await;
    db.migrate(&schema![Pet]).await;
    db.sql("INSERT INTO pets (id) VALUES (2)").await;
    assert_eq!(db.value("SELECT COUNT(*) FROM pets WHERE name IS NULL").await, "1");
}

const PETS: &str = "CREATE TABLE pets (id INT UNSIGNED PRIMARY KEY, name VARCHAR(255))
      DEFAULT CHARSET=utf8mb4;
    INSERT INTO pets VALUES (1, 'a'), (2, '')";

async fn to_not_null(db: Database) {
    db.sql(PETS).await;
    db.migrate(&schema![NamedPet]).await;
    let null = db.try_sql("INSERT INTO pets VALUES (3, NULL)").await;
    assert_eq!(null.unwrap_err().code, 1048);
}

async fn to_not_null_with_nulls(db: Database) {
    db.sql(PETS).await;
    db.sql("INSERT INTO pets VALUES (3, NULL), (4, NULL)").await;
    let refusals = db.refused(&schema![NamedPet]).await;
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].count, Some(2));
    assert_eq!(refusals[0].examples, ["'3'", "'4'"]);
    assert_eq!(db.rows(refusals[0].query.as_deref().unwrap()).await.len(), 2);
}
