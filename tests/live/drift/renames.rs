//! Declared renames of tables and columns.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both};

both! {
    a_column,
    a_column_with_keys_on_both_ends,
    a_column_that_another_database_refers_to,
    a_table,
    nothing_by_guessing,
    asked_under_the_old_name,
}

#[derive(SafeSchema)]
#[safe_schema(table = "people")]
struct Person {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(renamed_from = "nick", len = 20, unique)]
    name: String,
}

const PEOPLE: &str = "CREATE TABLE people (id INT UNSIGNED PRIMARY KEY,
      nick VARCHAR(20) NOT NULL, UNIQUE KEY u (nick)) DEFAULT CHARSET=utf8mb4;
    INSERT INTO people VALUES (1, 'a'), (2, 'b')";

async fn a_column(db: Database) {
    db.sql(PEOPLE).await;
    rename(&db, &schema![Person]).await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(name ORDER BY id) FROM people").await, "a,b");
    assert!(db.column("people", "nick").await.is_none());
}

/// Migrates where columns get other names, so that rows can't be compared column by column.
async fn rename(db: &Database, schema: &safe_schema::Schema) {
    let (pool, _) = db.pool().await;
    schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    db.second_run(schema).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "owners")]
struct Owner {
    #[safe_schema(primary_key, renamed_from = "no")]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "pets")]
struct Pet {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(renamed_from = "owner", references(Owner::id))]
    owner_id: u32,
}

async fn a_column_with_keys_on_both_ends(db: Database) {
    db.sql(
        "CREATE TABLE owners (no INT UNSIGNED PRIMARY KEY);
         CREATE TABLE pets (id INT UNSIGNED PRIMARY KEY, owner INT UNSIGNED NOT NULL,
           CONSTRAINT f FOREIGN KEY (owner) REFERENCES owners (no));
         INSERT INTO owners VALUES (1);
         INSERT INTO pets VALUES (1, 1)",
    )
    .await;
    rename(&db, &schema![Owner, Pet]).await;
    assert_eq!(db.try_sql("INSERT INTO pets VALUES (2, 7)").await.unwrap_err().code, 1452);
    assert_eq!(db.try_sql("DELETE FROM owners").await.unwrap_err().code, 1451);
    assert_eq!(db.value("SELECT owner_id FROM pets").await, "1");
}

#[derive(SafeSchema)]
#[safe_schema(table = "parents", renamed_from = "par")]
struct Parent {
    #[safe_schema(renamed_from = "id")]
    uid: u32,
    #[safe_schema(primary_key, len = 9)]
    code: String,
}

/// Renamed, and its key moves: what refers to it from another database still holds.
async fn a_column_that_another_database_refers_to(mut db: Database) {
    let other = if db.is_mariadb() { "renames-ma" } else { "renames-my" };
    db.also(other).await;
    db.sql(&format!(
        "CREATE TABLE par (id INT UNSIGNED PRIMARY KEY, code VARCHAR(9) NOT NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO par VALUES (1, 'a'), (2, 'b');
         CREATE TABLE `{other}`.chi (id INT PRIMARY KEY, pid INT UNSIGNED NOT NULL,
           CONSTRAINT f FOREIGN KEY (pid) REFERENCES `{}`.par (id));
         INSERT INTO `{other}`.chi VALUES (1, 1)",
        db.name
    ))
    .await;
    rename(&db, &schema![Parent]).await;
    db.sql(&format!("INSERT INTO `{other}`.chi VALUES (2, 2)")).await;
    let orphan = db.try_sql(&format!("INSERT INTO `{other}`.chi VALUES (3, 3)")).await;
    assert_eq!(orphan.unwrap_err().code, 1452);
    assert_eq!(db.try_sql("DELETE FROM parents WHERE uid = 1").await.unwrap_err().code, 1451);
}

#[derive(SafeSchema)]
#[safe_schema(table = "persons", renamed_from = "people")]
struct RenamedPerson {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 20, unique)]
    nick: String,
}

async fn a_table(db: Database) {
    db.sql(PEOPLE).await;
    rename(&db, &schema![RenamedPerson]).await;
    assert_eq!(db.tables("%").await, [format!("`{}`.`persons`", db.name)]);
    assert_eq!(db.value("SELECT GROUP_CONCAT(nick ORDER BY id) FROM persons").await, "a,b");
    // A table of the old name that somebody makes later is another one.
    db.sql("CREATE TABLE people (id INT)").await;
    db.second_run(&schema![RenamedPerson]).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "people")]
struct Guessed {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 20)]
    name: Option<String>,
}

async fn nothing_by_guessing(db: Database) {
    db.sql(PEOPLE).await;
    db.migrate(&schema![Guessed]).await;
    assert_eq!(db.value("SELECT COUNT(*) FROM people WHERE name IS NULL").await, "2");
    assert!(db.column("people", "nick").await.is_some());
}

/// What is refused is told before anything is renamed.
async fn asked_under_the_old_name(db: Database) {
    db.sql(
        "CREATE TABLE people (id INT UNSIGNED PRIMARY KEY, nick VARCHAR(20))
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO people VALUES (1, NULL), (2, 'b'), (3, 'b')",
    )
    .await;
    let refusals = db.refused(&schema![Person]).await;
    assert_eq!(refusals.len(), 2, "{refusals:#?}");
    for refusal in refusals {
        assert_eq!(db.rows(refusal.query.as_deref().unwrap()).await.len(), 1, "{refusal}");
    }
}
