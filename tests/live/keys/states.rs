//! The states in which a service finds its table's primary key.

use safe_schema::diff::PrimaryKeyConflict;
use safe_schema::plan::Risk;
use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both, with_parents};

both! {
    no_table,
    equal,
    no_primary_key,
    no_primary_key_and_a_new_numbered_column,
    key_on_another_column,
    single_to_composite_and_back,
    order_only,
    parent_missing,
    parent_missing_and_child_there,
}

#[derive(SafeSchema)]
#[safe_schema(table = "applications")]
struct Application {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 64, unique)]
    client_id: String,
    secret: Option<String>,
}

async fn no_table(db: Database) {
    let (pool, _) = db.pool().await;
    assert!(!Application::table_exists(&pool).await.unwrap());
    assert_eq!(Application::primary_key_conflict(&pool).await.unwrap(), None);

    let report = db.migrate(&schema![Application]).await;

    assert_eq!(report.executed.len(), 1);
    assert_eq!(report.executed[0].risk, Risk::Additive);
    assert!(Application::table_exists(&pool).await.unwrap());
    assert_eq!(Application::primary_key_conflict(&pool).await.unwrap(), None);
    assert_eq!(db.primary_key("applications").await, ["id"]);
    let id = db.column("applications", "id").await.unwrap();
    assert_eq!((id.ty.as_str(), id.extra.as_str()), ("bigint unsigned", "auto_increment"));
    let client_id = db.column("applications", "client_id").await.unwrap();
    assert_eq!((client_id.ty.as_str(), client_id.nullable), ("varchar(64)", false));
    assert!(db.column("applications", "secret").await.unwrap().nullable);
    db.sql("INSERT INTO applications (client_id) VALUES ('a')").await;
    let again = db.try_sql("INSERT INTO applications (client_id) VALUES ('a')").await;
    assert_eq!(again.unwrap_err().code, 1062);
}

/// A table that somebody made by hand, in other words that mean the same.
async fn equal(db: Database) {
    db.sql(
        "CREATE TABLE applications (
           id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
           client_id VARCHAR(64) NOT NULL,
           secret VARCHAR(255) DEFAULT NULL,
           UNIQUE KEY another_name (client_id)
         ) DEFAULT CHARSET=utf8mb4;
         INSERT INTO applications (client_id) VALUES ('a'), ('b')",
    )
    .await;
    db.second_run(&schema![Application]).await;
}

async fn no_primary_key(db: Database) {
    db.sql(
        "CREATE TABLE applications (
           id BIGINT UNSIGNED NOT NULL,
           client_id VARCHAR(64) NOT NULL,
           secret VARCHAR(255),
           UNIQUE (client_id)
         ) DEFAULT CHARSET=utf8mb4;
         INSERT INTO applications VALUES (7, 'a', 'x'), (9, 'b', NULL)",
    )
    .await;
    let (pool, _) = db.pool().await;
    assert_eq!(
        Application::primary_key_conflict(&pool).await.unwrap(),
        Some(PrimaryKeyConflict::NoPrimaryKey { wanted: vec!["id".to_owned()] })
    );

    let report = db.migrate(&schema![Application]).await;

    assert_eq!(report.executed.len(), 1, "{report}");
    assert_eq!(db.primary_key("applications").await, ["id"]);
    db.sql("INSERT INTO applications (client_id) VALUES ('c')").await;
    assert_eq!(db.value("SELECT id FROM applications WHERE client_id = 'c'").await, "10");
}

async fn no_primary_key_and_a_new_numbered_column(db: Database) {
    db.sql(
        "CREATE TABLE applications (client_id VARCHAR(64) NOT NULL, secret VARCHAR(255))
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO applications VALUES ('a', 'x'), ('b', NULL), ('c', '')",
    )
    .await;
    db.migrate(&schema![Application]).await;
    assert_eq!(db.primary_key("applications").await, ["id"]);
    let numbers = db.rows("SELECT id FROM applications ORDER BY id").await;
    assert_eq!(numbers, [1, 2, 3].map(|number| vec![Some(number.to_string())]));
}

async fn key_on_another_column(db: Database) {
    db.sql(
        "CREATE TABLE applications (
           id BIGINT UNSIGNED NOT NULL,
           client_id VARCHAR(64) NOT NULL PRIMARY KEY,
           secret VARCHAR(255)
         ) DEFAULT CHARSET=utf8mb4;
         INSERT INTO applications VALUES (3, 'a', 'x'), (1, 'b', NULL)",
    )
    .await;
    let (pool, _) = db.pool().await;
    assert_eq!(
        Application::primary_key_conflict(&pool).await.unwrap(),
        Some(PrimaryKeyConflict::OtherColumns {
            found: vec!["client_id".to_owned()],
            wanted: vec!["id".to_owned()]
        })
    );
    assert_eq!(
        db.try_sql("ALTER TABLE applications ADD PRIMARY KEY (id)").await.unwrap_err().code,
        1068
    );

    let report = db.migrate(&schema![Application]).await;

    assert_eq!(report.executed.len(), 1, "one atomic statement: {report}");
    assert_eq!(db.primary_key("applications").await, ["id"]);
    let again = db.try_sql("INSERT INTO applications VALUES (8, 'a', NULL)").await;
    assert_eq!(again.unwrap_err().code, 1062, "client_id is unique as declared");
}

#[derive(SafeSchema)]
#[safe_schema(table = "grants", primary_key(tenant, user))]
struct GrantOfTenant {
    tenant: u32,
    #[safe_schema(len = 40)]
    user: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "grants", primary_key(user, tenant))]
struct GrantOfUser {
    tenant: u32,
    #[safe_schema(len = 40)]
    user: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "grants")]
struct Grant {
    tenant: u32,
    #[safe_schema(primary_key, len = 40)]
    user: String,
}

const GRANTS: &str = "CREATE TABLE grants (
       tenant INT UNSIGNED NOT NULL, user VARCHAR(40) NOT NULL, PRIMARY KEY (user)
     ) DEFAULT CHARSET=utf8mb4;
     INSERT INTO grants VALUES (1, 'ann'), (1, 'bob'), (2, 'cid')";

async fn single_to_composite_and_back(db: Database) {
    db.sql(GRANTS).await;

    db.migrate(&schema![GrantOfTenant]).await;
    assert_eq!(db.primary_key("grants").await, ["tenant", "user"]);
    db.sql("INSERT INTO grants VALUES (2, 'ann')").await;

    // Now `ann` is there twice.
    let refusals = db.refused(&schema![Grant]).await;
    assert_eq!(refusals.len(), 1);
    db.sql("DELETE FROM grants WHERE tenant = 2 AND user = 'ann'").await;

    db.migrate(&schema![Grant]).await;
    assert_eq!(db.primary_key("grants").await, ["user"]);
}

async fn order_only(db: Database) {
    db.sql(GRANTS).await;
    db.sql("ALTER TABLE grants DROP PRIMARY KEY, ADD PRIMARY KEY (tenant, user)").await;
    let (pool, _) = db.pool().await;
    assert!(matches!(
        GrantOfUser::primary_key_conflict(&pool).await.unwrap(),
        Some(PrimaryKeyConflict::OtherOrder { .. })
    ));
    db.migrate(&schema![GrantOfUser]).await;
    assert_eq!(db.primary_key("grants").await, ["user", "tenant"]);
}

#[derive(SafeSchema)]
#[safe_schema(table = "tenants")]
struct Tenant {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "members")]
struct Member {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Tenant::id))]
    tenant_id: Option<u32>,
}

/// Nobody lists the parent; it is created, and before the child.
async fn parent_missing(db: Database) {
    let report = db.migrate(&with_parents![Member]).await;
    let tables: Vec<_> = report.executed.iter().map(|step| step.table.to_string()).collect();
    assert_eq!(tables, ["tenants", "members"]);
    let orphan = db.try_sql("INSERT INTO members VALUES (1, 1)").await;
    assert_eq!(orphan.unwrap_err().code, 1452);
    db.sql("INSERT INTO tenants VALUES (1); INSERT INTO members VALUES (1, 1)").await;
}

/// The story: the child is there, and refers to a table that is not.
async fn parent_missing_and_child_there(db: Database) {
    db.sql(
        "CREATE TABLE members (id INT UNSIGNED PRIMARY KEY, tenant_id INT UNSIGNED);
         INSERT INTO members VALUES (1, NULL)",
    )
    .await;
    db.migrate(&with_parents![Member]).await;
    let orphan = db.try_sql("UPDATE members SET tenant_id = 5").await;
    assert_eq!(orphan.unwrap_err().code, 1452);
}
