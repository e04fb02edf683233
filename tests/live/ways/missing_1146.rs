//! Table doesn't exist: a model nobody listed, a table in another database, a schema half made.

use safe_schema::{Error, SafeSchema, schema};

use crate::support::{Database, both, with_parents};

both! {
    a_model_nobody_listed,
    a_table_in_another_database,
    a_table_in_another_database_that_is_there,
    another_database_that_is_not_there,
    a_failing_first_model,
    no_database,
    only_tables_of_named_databases,
}

#[derive(SafeSchema)]
#[safe_schema(table = "countries")]
struct Country {
    #[safe_schema(primary_key, len = 2)]
    code: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "cities")]
struct City {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 2, references(Country::code))]
    country: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "streets")]
struct Street {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(City::id, on_delete = cascade))]
    city_id: u32,
}

/// Only the grandchild is listed.
async fn a_model_nobody_listed(db: Database) {
    let report = db.migrate(&with_parents![Street]).await;
    let tables: Vec<_> = report.executed.iter().map(|step| step.table.to_string()).collect();
    assert_eq!(tables, ["countries", "cities", "streets"]);
    db.sql(
        "INSERT INTO countries VALUES ('fr');
         INSERT INTO cities VALUES (1, 'fr');
         INSERT INTO streets VALUES (1, 1);
         DELETE FROM cities",
    )
    .await;
    assert_eq!(db.value("SELECT COUNT(*) FROM streets").await, "0", "on_delete = cascade");
}

#[derive(SafeSchema)]
#[safe_schema(table = "people", database = "directory")]
struct Person {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(unique, len = 100)]
    email: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "badges")]
struct Badge {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Person::id))]
    person_id: u32,
}

async fn a_table_in_another_database(mut db: Database) {
    db.also("directory").await;
    // One of the same name in the connected database is another table.
    db.sql("CREATE TABLE people (id INT)").await;
    let before = db.show_create("people").await;

    db.migrate(&with_parents![Badge]).await;

    assert_eq!(before, db.show_create("people").await);
    db.sql(
        "INSERT INTO directory.people VALUES (1, 'a@b.c');
         INSERT INTO badges VALUES (1, 1)",
    )
    .await;
    assert_eq!(db.try_sql("INSERT INTO badges VALUES (2, 2)").await.unwrap_err().code, 1452);
    assert_eq!(db.try_sql("DELETE FROM directory.people").await.unwrap_err().code, 1451);
    db.sql("DROP TABLE badges; DROP DATABASE directory").await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "rooms", database = "building")]
struct Room {
    #[safe_schema(primary_key)]
    id: u32,
    floor: Option<i16>,
}

async fn a_table_in_another_database_that_is_there(mut db: Database) {
    db.also("building").await;
    db.sql(
        "CREATE TABLE building.rooms (number INT NOT NULL PRIMARY KEY, id INT UNSIGNED NOT NULL);
         INSERT INTO building.rooms VALUES (1, 10), (2, 20)",
    )
    .await;
    let (pool, _) = db.pool().await;
    assert!(Room::table_exists(&pool).await.unwrap());
    assert!(Room::primary_key_conflict(&pool).await.unwrap().is_some());
    db.migrate(&schema![Room]).await;
    assert_eq!(db.tables("%").await, ["`building`.`rooms`"], "nothing was made here");
    assert!(db.show_create("building.rooms").await.contains("PRIMARY KEY (`id`)"));
    assert!(Room::primary_key_conflict(&pool).await.unwrap().is_none());
}

#[derive(SafeSchema)]
#[safe_schema(table = "stars", database = "nowhere")]
struct Star {
    #[safe_schema(primary_key)]
    id: u32,
}

async fn another_database_that_is_not_there(db: Database) {
    let error = db.fails(&schema![Country, Star]).await;
    let text = error.to_string();
    assert!(text.contains("nowhere"), "{text}");
    assert!(matches!(error.code(), None | Some(1049 | 1044 | 1142)), "{text}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "labels")]
struct Label {
    #[safe_schema(primary_key, len = 10)]
    name: String,
}

/// The first of the models can't be had: the others are not half made either.
async fn a_failing_first_model(db: Database) {
    db.sql(
        "CREATE TABLE labels (name VARCHAR(10)) DEFAULT CHARSET=utf8mb4;
         INSERT INTO labels VALUES ('a'), ('a')",
    )
    .await;
    db.refused(&with_parents![Label, Street]).await;
    assert_eq!(db.tables("%").await.len(), 1);
    db.sql("DELETE FROM labels LIMIT 1").await;
    db.migrate(&with_parents![Label, Street]).await;
    assert_eq!(db.tables("%").await.len(), 4);
}

/// Error 1046 for others.
async fn no_database(db: Database) {
    let (_, user) = db.pool().await;
    let pool = crate::support::pool(db.options(&user));
    let error = db.fails_with(&schema![Country], &pool).await;
    assert!(matches!(error, Error::NoDatabase), "{error}");
    assert!(error.to_string().contains("mysql://host/DATABASE"), "{error}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "trees", database = "forest")]
struct Tree {
    #[safe_schema(primary_key)]
    id: u32,
}

/// When every table says where it is, no database is needed in the URL.
async fn only_tables_of_named_databases(mut db: Database) {
    db.also("forest").await;
    let (_, user) = db.pool().await;
    let pool = crate::support::pool(db.options(&user));
    let report = schema![Tree].migrate(&pool).await.unwrap();
    assert_eq!(report.executed.len(), 1);
    assert_eq!(db.tables("%").await, ["`forest`.`trees`"]);
    assert!(schema![Tree].migrate(&pool).await.unwrap().is_unchanged());
    assert!(schema![Tree].plan(&pool).await.unwrap().is_empty());
}
