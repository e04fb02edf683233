//! Foreign keys: missing, with another rule, over orphans.

use safe_schema::SafeSchema;

use crate::support::{Database, both, with_parents};

both! {
    missing,
    missing_with_a_new_column,
    orphans,
    orphans_of_a_table_that_is_not_there,
    another_rule,
    another_name,
    another_parent,
    a_name_that_another_table_has,
}

#[derive(SafeSchema)]
#[safe_schema(table = "owners")]
struct Owner {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "cars")]
struct Car {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Owner::id, on_delete = cascade))]
    owner_id: Option<u32>,
}

const OWNERS: &str = "CREATE TABLE owners (id INT UNSIGNED PRIMARY KEY);
    INSERT INTO owners VALUES (1), (2);";
const CARS: &str = "CREATE TABLE cars (id INT UNSIGNED PRIMARY KEY, owner_id INT UNSIGNED);
    INSERT INTO cars VALUES (1, 1), (2, 2), (3, NULL);";

async fn assert_cascades(db: &Database) {
    assert_eq!(db.try_sql("INSERT INTO cars VALUES (9, 9)").await.unwrap_err().code, 1452);
    db.sql("DELETE FROM owners WHERE id = 1").await;
    assert_eq!(db.value("SELECT COUNT(*) FROM cars WHERE id = 1").await, "0");
    let constraints = "SELECT COUNT(*) FROM information_schema.REFERENTIAL_CONSTRAINTS \
        WHERE CONSTRAINT_SCHEMA = DATABASE() AND UNIQUE_CONSTRAINT_NAME IS NOT NULL";
    assert_eq!(db.value(constraints).await, "1");
}

async fn missing(db: Database) {
    db.sql(OWNERS).await;
    db.sql(CARS).await;
    db.migrate(&with_parents![Car]).await;
    assert_cascades(&db).await;
}

async fn missing_with_a_new_column(db: Database) {
    db.sql(OWNERS).await;
    db.sql("CREATE TABLE cars (id INT UNSIGNED PRIMARY KEY); INSERT INTO cars VALUES (1), (2)")
        .await;
    db.migrate(&with_parents![Car]).await;
    db.sql("UPDATE cars SET owner_id = id").await;
    assert_cascades(&db).await;
}

async fn orphans(db: Database) {
    db.sql(OWNERS).await;
    db.sql(CARS).await;
    db.sql("INSERT INTO cars VALUES (4, 7), (5, 8), (6, 8)").await;
    let refusals = db.refused(&with_parents![Car]).await;
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].count, Some(3));
    for example in ["'7'", "'8'"] {
        assert!(refusals[0].examples.iter().any(|is| is == example), "{:?}", refusals[0].examples);
    }
    assert_eq!(db.rows(refusals[0].query.as_deref().unwrap()).await.len(), 3);
    db.sql("DELETE FROM cars WHERE owner_id > 2").await;
    db.migrate(&with_parents![Car]).await;
    assert_cascades(&db).await;
}

/// The parent would be created, empty; every row of the child would be an orphan.
async fn orphans_of_a_table_that_is_not_there(db: Database) {
    db.sql(CARS).await;
    let refusals = db.refused(&with_parents![Car]).await;
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].count, Some(2));
    assert_eq!(db.tables("%").await.len(), 1, "the parent was not made");
}

async fn another_rule(db: Database) {
    db.sql(OWNERS).await;
    db.sql(CARS).await;
    db.sql("ALTER TABLE cars ADD CONSTRAINT fk_cars_owner_id FOREIGN KEY (owner_id) REFERENCES owners (id)")
        .await;
    db.migrate(&with_parents![Car]).await;
    assert_cascades(&db).await;
    // And back again, from the name that the replaced key has now.
    db.migrate(&with_parents![PlainCar]).await;
    assert_eq!(db.try_sql("DELETE FROM owners").await.unwrap_err().code, 1451);
    db.migrate(&with_parents![Car]).await;
    db.sql("DELETE FROM owners").await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "cars")]
struct PlainCar {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Owner::id))]
    owner_id: Option<u32>,
}

async fn another_name(db: Database) {
    db.sql(OWNERS).await;
    db.sql(CARS).await;
    db.sql("ALTER TABLE cars ADD CONSTRAINT by_hand FOREIGN KEY (owner_id) REFERENCES owners (id) ON DELETE CASCADE")
        .await;
    db.second_run(&with_parents![Car]).await;
}

/// A key of the declared name refers to another table.
async fn another_parent(db: Database) {
    db.sql(OWNERS).await;
    db.sql(CARS).await;
    db.sql(
        "CREATE TABLE firms (id INT UNSIGNED PRIMARY KEY);
         INSERT INTO firms VALUES (1), (2);
         ALTER TABLE cars ADD CONSTRAINT fk_cars_owner_id FOREIGN KEY (owner_id) REFERENCES firms (id)",
    )
    .await;
    db.migrate(&with_parents![Car]).await;
    assert_cascades(&db).await;
    db.sql("DELETE FROM firms").await;
}

/// Names of foreign keys are the database's on MySQL.
async fn a_name_that_another_table_has(db: Database) {
    db.sql(OWNERS).await;
    db.sql(CARS).await;
    db.sql(
        "CREATE TABLE bikes (id INT UNSIGNED PRIMARY KEY, owner_id INT UNSIGNED,
           CONSTRAINT fk_cars_owner_id FOREIGN KEY (owner_id) REFERENCES owners (id))",
    )
    .await;
    let refusals = db.refused(&with_parents![Car]).await;
    assert_eq!(refusals.len(), 1);
    assert!(refusals[0].reason.contains("bikes"), "{}", refusals[0]);
}
