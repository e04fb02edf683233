//! Foreign keys, and other things that rest on an old primary key: they work afterwards.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both, with_parents};

both! {
    a_child_that_is_declared,
    a_child_that_nobody_declared,
    a_child_in_another_database,
    a_child_of_a_composite_key,
    a_child_of_a_part_of_the_key,
    a_table_that_refers_to_itself,
    an_index_of_its_own_is_enough,
    a_foreign_key_on_the_child_s_own_primary_key,
    a_foreign_key_on_the_first_part_of_the_child_s_primary_key,
    both_ends_change_their_keys,
    a_key_that_is_broken_already,
    a_generated_invisible_primary_key,
}

/// The foreign key from `children.parent` to `parents.code` works in every direction. There are
/// parents a, b and c, and only a has a child.
async fn assert_works(db: &Database, child: &str) {
    let insert = |parent: &str| format!("INSERT INTO {child} (id, parent) VALUES (99, '{parent}')");
    assert_eq!(db.try_sql(&insert("zz")).await.unwrap_err().code, 1452, "an orphan");
    db.try_sql(&insert("b")).await.expect("a valid row");
    let delete = |parent: &str| format!("DELETE FROM parents WHERE code = '{parent}'");
    assert_eq!(db.try_sql(&delete("a")).await.unwrap_err().code, 1451, "a referenced parent");
    db.try_sql(&delete("c")).await.expect("a parent without children");
    assert_unbroken(db).await;
}

/// MariaDB shows a broken foreign key only so.
async fn assert_unbroken(db: &Database) {
    let keys = db
        .rows(
            "SELECT CONSTRAINT_NAME, UNIQUE_CONSTRAINT_NAME \
             FROM information_schema.REFERENTIAL_CONSTRAINTS \
             WHERE UNIQUE_CONSTRAINT_SCHEMA = DATABASE() OR CONSTRAINT_SCHEMA = DATABASE()",
        )
        .await;
    assert!(!keys.is_empty());
    assert!(keys.iter().all(|key| key[1].is_some()), "{keys:?}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "parents")]
struct Parent {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(len = 10, unique)]
    code: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "parents")]
struct BareParent {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(len = 10)]
    code: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "children")]
struct Child {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 10, references(Parent::code))]
    parent: String,
}

const PARENTS: &str = "CREATE TABLE parents (code VARCHAR(10) NOT NULL PRIMARY KEY)
      DEFAULT CHARSET=utf8mb4;
    INSERT INTO parents VALUES ('a'), ('b'), ('c');";
const CHILDREN: &str = "CREATE TABLE children (
      id INT UNSIGNED PRIMARY KEY, parent VARCHAR(10) NOT NULL,
      CONSTRAINT to_parent FOREIGN KEY (parent) REFERENCES parents (code)
    ) DEFAULT CHARSET=utf8mb4;
    INSERT INTO children VALUES (1, 'a');";

async fn a_child_that_is_declared(db: Database) {
    db.sql(PARENTS).await;
    db.sql(CHILDREN).await;
    db.migrate(&with_parents![Child]).await;
    assert_eq!(db.primary_key("parents").await, ["id"]);
    assert_works(&db, "children").await;
}

/// Nobody says that `code` is unique; the foreign key does.
async fn a_child_that_nobody_declared(db: Database) {
    db.sql(PARENTS).await;
    db.sql(CHILDREN).await;
    let report = db.migrate(&schema![BareParent]).await;
    assert_eq!(report.executed.len(), 1, "{report}");
    assert_eq!(db.primary_key("parents").await, ["id"]);
    assert_works(&db, "children").await;
    let again = db.try_sql("INSERT INTO parents (code) VALUES ('a')").await;
    assert_eq!(again.unwrap_err().code, 1062);
}

async fn a_child_in_another_database(mut db: Database) {
    db.also("nursery").await;
    db.sql(PARENTS).await;
    let home = db.name.clone();
    db.sql(
        &CHILDREN
            .replace("children", "nursery.children")
            .replace("REFERENCES parents", &format!("REFERENCES `{home}`.parents")),
    )
    .await;
    db.migrate(&schema![BareParent]).await;
    assert_works(&db, "nursery.children").await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "parents")]
struct ParentOfMany {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(len = 10)]
    code: String,
    realm: u32,
}

async fn a_child_of_a_composite_key(db: Database) {
    db.sql(
        "CREATE TABLE parents (code VARCHAR(10) NOT NULL, realm INT UNSIGNED NOT NULL,
           PRIMARY KEY (code, realm)) DEFAULT CHARSET=utf8mb4;
         CREATE TABLE children (id INT UNSIGNED PRIMARY KEY, parent VARCHAR(10) NOT NULL DEFAULT 'a',
           realm INT UNSIGNED NOT NULL DEFAULT 1,
           FOREIGN KEY (parent, realm) REFERENCES parents (code, realm)) DEFAULT CHARSET=utf8mb4;
         INSERT INTO parents VALUES ('a', 1), ('b', 1), ('c', 1), ('a', 2);
         INSERT INTO children (id) VALUES (1)",
    )
    .await;
    db.migrate(&schema![ParentOfMany]).await;
    assert_eq!(db.primary_key("parents").await, ["id"]);
    db.sql("DELETE FROM parents WHERE code = 'a' AND realm = 2").await;
    assert_works(&db, "children").await;
}

/// A foreign key to the leading part of a key, which MySQL 9 refuses to make unless told.
async fn a_child_of_a_part_of_the_key(db: Database) {
    if !db.is_mariadb() {
        return;
    }
    db.sql(
        "CREATE TABLE parents (code VARCHAR(10) NOT NULL, realm INT UNSIGNED NOT NULL,
           PRIMARY KEY (code, realm)) DEFAULT CHARSET=utf8mb4;
         INSERT INTO parents VALUES ('a', 1), ('b', 1), ('b', 2), ('c', 1)",
    )
    .await;
    db.sql(CHILDREN).await;
    db.migrate(&schema![ParentOfMany]).await;
    assert_works(&db, "children").await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "nodes")]
struct Node {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(len = 10)]
    name: String,
    #[safe_schema(len = 10)]
    above: Option<String>,
}

async fn a_table_that_refers_to_itself(db: Database) {
    db.sql(
        "CREATE TABLE nodes (name VARCHAR(10) PRIMARY KEY, above VARCHAR(10),
           FOREIGN KEY (above) REFERENCES nodes (name)) DEFAULT CHARSET=utf8mb4;
         INSERT INTO nodes VALUES ('root', NULL), ('leaf', 'root')",
    )
    .await;
    db.migrate(&schema![Node]).await;
    let orphan = db.try_sql("INSERT INTO nodes (name, above) VALUES ('x', 'y')").await;
    assert_eq!(orphan.unwrap_err().code, 1452);
    db.sql("INSERT INTO nodes (name, above) VALUES ('x', 'leaf')").await;
    assert_eq!(db.try_sql("DELETE FROM nodes WHERE name = 'root'").await.unwrap_err().code, 1451);
    db.sql("DELETE FROM nodes WHERE name = 'x'").await;
    assert_unbroken(&db).await;
}

/// There is a unique index on the columns already: no other is made.
async fn an_index_of_its_own_is_enough(db: Database) {
    db.sql(PARENTS).await;
    db.sql("ALTER TABLE parents ADD UNIQUE by_hand (code)").await;
    db.sql(CHILDREN).await;
    db.migrate(&schema![BareParent]).await;
    let indexes = "SELECT COUNT(DISTINCT INDEX_NAME) FROM information_schema.STATISTICS \
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'parents'";
    assert_eq!(db.value(indexes).await, "2");
    assert_works(&db, "children").await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "children")]
struct NumberedChild {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(len = 10)]
    parent: String,
}

const ONLY_CHILDREN: &str = "CREATE TABLE children (
      parent VARCHAR(10) NOT NULL PRIMARY KEY,
      CONSTRAINT to_parent FOREIGN KEY (parent) REFERENCES parents (code)
    ) DEFAULT CHARSET=utf8mb4;
    INSERT INTO children VALUES ('a');";

/// The child's primary key is the only index of its foreign key.
async fn a_foreign_key_on_the_child_s_own_primary_key(db: Database) {
    db.sql(PARENTS).await;
    db.sql(ONLY_CHILDREN).await;
    db.migrate(&schema![NumberedChild]).await;
    assert_eq!(db.primary_key("children").await, ["id"]);
    assert_works(&db, "children").await;
}

async fn a_foreign_key_on_the_first_part_of_the_child_s_primary_key(db: Database) {
    db.sql(PARENTS).await;
    db.sql(
        "CREATE TABLE children (
           parent VARCHAR(10) NOT NULL, number INT NOT NULL DEFAULT 1, PRIMARY KEY (parent, number),
           FOREIGN KEY (parent) REFERENCES parents (code)) DEFAULT CHARSET=utf8mb4;
         INSERT INTO children (parent) VALUES ('a')",
    )
    .await;
    db.migrate(&schema![NumberedChild]).await;
    assert_works(&db, "children").await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "children")]
struct NumberedChildOfParent {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(len = 10, references(Parent::code))]
    parent: String,
}

async fn both_ends_change_their_keys(db: Database) {
    db.sql(PARENTS).await;
    db.sql(ONLY_CHILDREN).await;
    db.migrate(&with_parents![NumberedChildOfParent]).await;
    assert_eq!(db.primary_key("parents").await, ["id"]);
    assert_eq!(db.primary_key("children").await, ["id"]);
    assert_works(&db, "children").await;
}

/// What other tools leave behind on MariaDB. Declared unique, the key is mended by that.
async fn a_key_that_is_broken_already(db: Database) {
    if !db.is_mariadb() {
        return;
    }
    db.sql(PARENTS).await;
    db.sql(CHILDREN).await;
    db.sql("ALTER TABLE parents DROP PRIMARY KEY, ADD id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY")
        .await;
    assert!(db.try_sql("INSERT INTO children VALUES (2, 'b')").await.is_err(), "it is broken");

    let (pool, _) = db.pool().await;
    let plan = BareChild::plan(&pool).await.unwrap();
    assert!(
        plan.notes.iter().any(|note| note.is_warning && note.text.contains("`to_parent`")),
        "{plan}"
    );

    db.migrate(&with_parents![Child]).await;
    assert_works(&db, "children").await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "children")]
struct BareChild {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 10)]
    parent: String,
}

/// MySQL's invisible key counts as none, and goes when the declared one comes.
async fn a_generated_invisible_primary_key(db: Database) {
    if db.is_mariadb() {
        return;
    }
    db.sql(
        "SET SESSION sql_generate_invisible_primary_key = ON;
         CREATE TABLE parents (id INT UNSIGNED NOT NULL, code VARCHAR(10) NOT NULL) DEFAULT CHARSET=utf8mb4;
         SET SESSION sql_generate_invisible_primary_key = OFF;
         INSERT INTO parents (id, code) VALUES (5, 'a'), (6, 'b')",
    )
    .await;
    assert_eq!(db.primary_key("parents").await, ["my_row_id"]);
    let (pool, _) = db.pool().await;
    assert!(matches!(
        Parent::primary_key_conflict(&pool).await.unwrap(),
        Some(safe_schema::diff::PrimaryKeyConflict::NoPrimaryKey { .. })
    ));
    db.migrate(&schema![Parent]).await;
    assert_eq!(db.primary_key("parents").await, ["id"]);
    assert_eq!(db.column("parents", "my_row_id").await, None);
}
