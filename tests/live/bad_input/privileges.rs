//! Users who may do too little. The catalogue then leaves things out; it must never be taken
//! for the truth.

use safe_schema::{Check, Error, SafeSchema, schema};
use sqlx::MySqlPool;

use super::{Packed, Thing};
use crate::support::{Database, both, with_parents};

both! {
    no_select,
    insert_without_select,
    column_grants_only,
    column_grants_of_another_kind,
    a_role,
    select_only_and_a_foreign_key,
    no_privilege_at_all,
    no_alter,
    no_create,
    no_references,
    grants_on_each_table,
    no_temporary_tables,
    the_least_that_is_enough,
    the_least_that_is_enough_to_check,
    each_that_is_missing_is_named,
    what_a_backfill_needs,
    what_a_rename_needs,
}

/// A pool of a new user with these privileges, given as `GRANT x ON y`.
async fn user_with(db: &Database, grants: &[&str]) -> MySqlPool {
    let user = db.stranger().await;
    for grant in grants {
        let grant = grant.replace("db.", &format!("`{}`.", db.name));
        db.sql(&format!("GRANT {grant} TO '{user}'@'%'")).await;
    }
    db.pool_of(&user)
}

const THINGS: &str = "CREATE TABLE things (id INT UNSIGNED PRIMARY KEY, name VARCHAR(255))
      DEFAULT CHARSET=utf8mb4;
    INSERT INTO things VALUES (1, 'a')";
const DRIFTED: &str = "CREATE TABLE things (id INT UNSIGNED PRIMARY KEY, other INT);
    INSERT INTO things VALUES (1, 2)";

fn assert_hidden(error: &Error, grant: &str) {
    assert!(matches!(error, Error::Hidden { .. }), "{error:?}");
    assert!(error.to_string().contains(grant), "{error}");
}

/// The table is listed, with no columns: neither equal nor in need of all of them.
async fn no_select(db: Database) {
    db.sql(THINGS).await;
    let pool = user_with(&db, &["CREATE, ALTER, DROP, INDEX ON db.*"]).await;
    let error = db.fails_with(&schema![Thing], &pool).await;
    assert_hidden(&error, "SELECT");
    assert_hidden(&schema![Thing].plan(&pool).await.unwrap_err(), "SELECT");
}

async fn column_grants_only(db: Database) {
    for (number, columns) in ["id", "name", "id, name"].iter().enumerate() {
        db.sql("DROP TABLE IF EXISTS things").await;
        db.sql(DRIFTED).await;
        db.sql("ALTER TABLE things ADD name VARCHAR(255)").await;
        let select = format!("SELECT ({columns}) ON db.things");
        let pool = user_with(&db, &["ALTER, INDEX ON db.*", &select]).await;
        let error = db.fails_with(&schema![Thing], &pool).await;
        assert_hidden(&error, "SELECT");
        assert!(number < 3);
    }
}

/// INSERT shows the columns; it is the first question to the data that is then refused.
async fn insert_without_select(db: Database) {
    db.sql("CREATE TABLE things (id INT UNSIGNED, name VARCHAR(255)) DEFAULT CHARSET=utf8mb4")
        .await;
    let pool = user_with(&db, &["CREATE, ALTER, DROP, INDEX, INSERT ON db.*"]).await;
    let error = db.fails_with(&schema![Thing], &pool).await;
    if error.code() != Some(1142) {
        assert_hidden(&error, "SELECT");
    }
}

/// Grants of another kind on columns hide the other columns as well.
async fn column_grants_of_another_kind(db: Database) {
    db.sql(THINGS).await;
    for grant in ["INSERT (id)", "UPDATE (id)", "REFERENCES (id)"] {
        let pool =
            user_with(&db, &["ALTER, INDEX ON db.*", &format!("{grant} ON db.things")]).await;
        let error = db.fails_with(&schema![Thing], &pool).await;
        assert_hidden(&error, "SELECT");
    }
}

/// Everything may come by a role.
async fn a_role(db: Database) {
    db.sql(DRIFTED).await;
    let role = format!("role-of-{}", db.name.split('-').next().unwrap());
    let (user, to) = (db.stranger().await, if db.is_mariadb() { "FOR" } else { "TO" });
    db.sql(&format!(
        "CREATE ROLE '{role}';
         GRANT SELECT, INSERT, CREATE, ALTER, INDEX, REFERENCES ON `{}`.* TO '{role}';
         GRANT '{role}' TO '{user}'@'%';
         SET DEFAULT ROLE '{role}' {to} '{user}'@'%'",
        db.name
    ))
    .await;
    let pool = db.pool_of(&user);
    assert_eq!(schema![Thing].migrate(&pool).await.unwrap().executed.len(), 1);
    assert!(schema![Thing].migrate(&pool).await.unwrap().is_unchanged());
}

/// On MariaDB, SELECT alone shows foreign keys without their rules, and no constraints.
async fn select_only_and_a_foreign_key(db: Database) {
    db.sql(
        "CREATE TABLE boxes (id INT UNSIGNED PRIMARY KEY);
         CREATE TABLE packed (id INT UNSIGNED PRIMARY KEY, case_id INT UNSIGNED NOT NULL,
           FOREIGN KEY (case_id) REFERENCES boxes (id))",
    )
    .await;
    let pool = user_with(&db, &["SELECT ON db.*"]).await;
    if db.is_mariadb() {
        let error = db.fails_with(&with_parents![Packed], &pool).await;
        assert_hidden(&error, "REFERENCES");
        let error = with_parents![Packed].plan(&pool).await.unwrap_err();
        assert_hidden(&error, "REFERENCES");
    } else {
        assert!(with_parents![Packed].migrate(&pool).await.unwrap().is_unchanged());
    }
}

async fn no_privilege_at_all(db: Database) {
    db.sql(THINGS).await;
    let pool = user_with(&db, &[]).await;
    let error = db.fails_with(&schema![Thing], &pool).await;
    assert_eq!(error.code(), Some(1044), "{error}");
    assert!(error.to_string().contains("grant the user access"), "{error}");
}

fn assert_denied(error: &Error, table: &str, what: &str) {
    assert!(matches!(error.code(), Some(1142 | 1143 | 1044)), "{error:?}");
    let text = error.to_string();
    for part in [table, what, "grant this database user", "done before it: nothing"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

async fn no_alter(db: Database) {
    db.sql(DRIFTED).await;
    let pool = user_with(&db, &["SELECT, INSERT, CREATE ON db.*"]).await;
    let error = db.fails_with(&schema![Thing], &pool).await;
    assert_denied(&error, "`things`", "ALTER");
}

async fn no_create(db: Database) {
    let pool = user_with(&db, &["SELECT, INSERT, ALTER ON db.*"]).await;
    let error = db.fails_with(&schema![Thing], &pool).await;
    assert_denied(&error, "`things`", "CREATE");
}

/// The parent is there; REFERENCES on it is missing.
async fn no_references(db: Database) {
    db.sql("CREATE TABLE boxes (id INT UNSIGNED PRIMARY KEY)").await;
    let pool = user_with(&db, &["SELECT, INSERT, CREATE, ALTER, INDEX ON db.*"]).await;
    if db.is_mariadb() {
        // MariaDB does not ask for REFERENCES on the parent.
        assert_eq!(with_parents![Packed].migrate(&pool).await.unwrap().executed.len(), 1);
    } else {
        let error = db.fails_with(&with_parents![Packed], &pool).await;
        assert_denied(&error, "`packed`", "REFERENCES");
    }
}

/// SELECT on each of the tables is as good as on the database.
async fn grants_on_each_table(db: Database) {
    db.sql(THINGS).await;
    let pool = user_with(&db, &["SELECT, ALTER, INSERT ON db.things", "CREATE ON db.*"]).await;
    assert!(schema![Thing].migrate(&pool).await.unwrap().is_unchanged());
    db.sql("ALTER TABLE things DROP COLUMN name").await;
    assert_eq!(schema![Thing].migrate(&pool).await.unwrap().executed.len(), 1);
}

/// Without the right to make temporary tables, nothing is worse than a needless ALTER.
async fn no_temporary_tables(db: Database) {
    db.sql(DRIFTED).await;
    let pool = user_with(&db, &["SELECT, INSERT, CREATE, ALTER, INDEX, REFERENCES ON db.*"]).await;
    assert_eq!(schema![Thing].migrate(&pool).await.unwrap().executed.len(), 1);
    assert!(schema![Thing].migrate(&pool).await.unwrap().is_unchanged());
}

/// What the documentation calls the safe set, from nothing to a changed primary key.
async fn the_least_that_is_enough(db: Database) {
    let pool = user_with(&db, &["SELECT, INSERT, CREATE, ALTER, INDEX, REFERENCES ON db.*"]).await;
    assert_eq!(with_parents![Packed, Thing].migrate(&pool).await.unwrap().executed.len(), 3);
    assert!(with_parents![Packed, Thing].migrate(&pool).await.unwrap().is_unchanged());
    db.sql("ALTER TABLE things DROP PRIMARY KEY, ADD PRIMARY KEY (id, name)").await;
    assert!(schema![Thing].plan(&pool).await.is_ok());
}

/// What the documentation says a check needs: SELECT, and on MariaDB REFERENCES, without which
/// its catalogue hides the rules of foreign keys.
async fn the_least_that_is_enough_to_check(db: Database) {
    let schema = with_parents![Packed, Thing];
    db.migrate(&schema).await;
    let grants = if db.is_mariadb() { "SELECT, REFERENCES ON db.*" } else { "SELECT ON db.*" };
    let pool = user_with(&db, &[grants]).await;
    assert!(matches!(schema.check(&pool).await.unwrap(), Check::InSync));
    assert!(schema.plan(&pool).await.unwrap().is_empty());
    assert!(schema.migrate(&pool).await.unwrap().is_unchanged());
    db.sql("ALTER TABLE things DROP COLUMN name").await;
    assert!(matches!(schema.check(&pool).await.unwrap(), Check::Pending(_)));
    // The journal can be read as well.
    assert_eq!(schema.history(&pool).await.unwrap().len(), 3);
}

/// Without one of the safe set: it is not needed, or it is named, in what to do next.
async fn each_that_is_missing_is_named(db: Database) {
    const ALL: [&str; 6] = ["SELECT", "INSERT", "CREATE", "ALTER", "INDEX", "REFERENCES"];
    let mut named = Vec::new();
    for missing in ALL {
        for start in [
            "CREATE TABLE boxes (id INT UNSIGNED PRIMARY KEY)",
            "CREATE TABLE things (id INT UNSIGNED NOT NULL, name VARCHAR(255) PRIMARY KEY)",
            "CREATE TABLE things (id INT UNSIGNED NOT NULL, name VARCHAR(20)); \
             INSERT INTO things VALUES (1, 'a')",
        ] {
            db.sql("DROP TABLE IF EXISTS packed, boxes, things, _safe_schema_journal").await;
            db.sql(start).await;
            let rest = ALL.into_iter().filter(|grant| *grant != missing).collect::<Vec<_>>();
            let pool = user_with(&db, &[&format!("{} ON db.*", rest.join(", "))]).await;
            if let Err(error) = with_parents![Packed, Thing].migrate(&pool).await {
                let text = error.to_string();
                // Of a step it is named first, before all that is needed; of a look it is alone.
                let (_, next) = text.rsplit_once("grant ").expect(&text);
                let next = next.split(", then start again").next().unwrap_or(next);
                assert!(next.contains(missing), "{missing}: {text}");
                assert!(!next.contains(", "), "{missing} alone: {text}");
                named.push(missing);
            }
        }
    }
    for needed in ["SELECT", "CREATE", "ALTER"] {
        assert!(named.contains(&needed), "{needed} was not missed: {named:?}");
    }
}

#[derive(SafeSchema)]
#[safe_schema(table = "filled")]
struct Filled {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(backfill = "id * 2")]
    twice: u32,
}

const SAFE_SET: &str = "SELECT, INSERT, CREATE, ALTER, INDEX, REFERENCES ON db.*";

async fn what_a_backfill_needs(db: Database) {
    db.sql("CREATE TABLE filled (id INT UNSIGNED PRIMARY KEY); INSERT INTO filled VALUES (4)")
        .await;
    let pool = user_with(&db, &[SAFE_SET]).await;
    let error = schema![Filled].migrate(&pool).await.unwrap_err();
    assert!(error.to_string().contains("grant this database user UPDATE"), "{error}");
    let pool = user_with(&db, &[SAFE_SET, "UPDATE ON db.*"]).await;
    schema![Filled].migrate(&pool).await.unwrap();
    assert_eq!(db.value("SELECT twice FROM filled").await, "8");
}

#[derive(SafeSchema)]
#[safe_schema(table = "new_name", renamed_from = "old_name")]
struct Renamed {
    #[safe_schema(primary_key)]
    id: u32,
}

async fn what_a_rename_needs(db: Database) {
    db.sql("CREATE TABLE old_name (id INT UNSIGNED PRIMARY KEY)").await;
    let pool = user_with(&db, &[SAFE_SET]).await;
    let error = schema![Renamed].migrate(&pool).await.unwrap_err();
    assert!(error.to_string().contains("grant this database user DROP"), "{error}");
    let pool = user_with(&db, &[SAFE_SET, "DROP ON db.*"]).await;
    assert_eq!(schema![Renamed].migrate(&pool).await.unwrap().executed.len(), 1);
}
