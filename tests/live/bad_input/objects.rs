//! Something else has the table's name, or two models claim it.

use safe_schema::{Error, SafeSchema, schema};

use super::Thing;
use crate::support::{Database, both, options, pool, with_parents};

both! {
    a_myisam_table,
    a_sequence,
    two_models_of_one_table,
    one_model_twice,
    models_that_differ_only_in_case,
    a_partitioned_table,
    a_database_of_the_servers_own,
}

async fn a_myisam_table(db: Database) {
    db.sql("CREATE TABLE things (id INT UNSIGNED PRIMARY KEY) ENGINE=MyISAM; INSERT INTO things VALUES (1)")
        .await;
    let error = db.fails(&schema![Thing]).await;
    assert!(matches!(&error, Error::Engine { engine, .. } if engine == "MyISAM"), "{error}");
    assert!(error.to_string().contains("`things`"), "{error}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "strays", database = "MySQL")]
struct Stray {
    #[safe_schema(primary_key)]
    id: u64,
}

async fn a_database_of_the_servers_own(db: Database) {
    // A declared one, whose name this server may know in no other case.
    let error = schema![Stray].migrate(&db.root).await.unwrap_err();
    let is_unknown = matches!(error, Error::UnknownDatabase { .. });
    let is_refused = matches!(&error, Error::SystemDatabase { database } if database == "MySQL");
    assert!(is_unknown || is_refused, "{error}");
    for name in ["mysql", "sys"] {
        let own = pool(options(db.server, "root").database(name));
        let error = schema![Thing].migrate(&own).await.unwrap_err();
        assert!(
            matches!(&error, Error::SystemDatabase { database } if database == name),
            "{error}"
        );
        // To look is nobody's harm.
        assert_eq!(schema![Thing].plan(&own).await.unwrap().steps.len(), 1);
    }
    let made = "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA IN ('mysql', 'sys') \
                AND (TABLE_NAME IN ('things', 'strays') OR TABLE_NAME LIKE '%safe_schema%')";
    assert_eq!(db.value(made).await, "0");
}

async fn a_sequence(db: Database) {
    if !db.is_mariadb() {
        return;
    }
    db.sql("CREATE SEQUENCE things").await;
    let refusals = db.refused(&schema![Thing]).await;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert!(refusals[0].reason.contains("has a sequence of that name"), "{}", refusals[0]);
}

#[derive(SafeSchema)]
#[safe_schema(table = "things")]
struct OtherThing {
    #[safe_schema(primary_key)]
    id: u64,
}

async fn two_models_of_one_table(db: Database) {
    let error = db.fails(&with_parents![Thing, OtherThing]).await;
    assert!(matches!(error, Error::DuplicateTable { .. }), "{error}");
    assert!(error.to_string().contains("`things`"), "{error}");
}

async fn one_model_twice(db: Database) {
    db.migrate(&with_parents![Thing, Thing]).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "Things")]
struct LargeThing {
    #[safe_schema(primary_key)]
    id: u32,
}

/// Two tables on this server; on one that ignores the case of table names, the same.
async fn models_that_differ_only_in_case(db: Database) {
    db.migrate(&schema![Thing, LargeThing]).await;
    assert_eq!(db.tables("%").await.len(), 2);
}

/// What its partitions do not mind is done, and they stay; its keys are left to people.
async fn a_partitioned_table(db: Database) {
    for (key, is_kept) in [("id", true), ("other", false)] {
        db.sql(&format!(
            "DROP TABLE IF EXISTS things;
             CREATE TABLE things (id INT UNSIGNED NOT NULL, other INT NOT NULL, PRIMARY KEY ({key}))
               PARTITION BY HASH ({key}) PARTITIONS 2;
             INSERT INTO things VALUES (1, 1)"
        ))
        .await;
        if is_kept {
            db.migrate(&schema![Thing]).await;
        } else {
            let refusals = db.refused(&schema![Thing]).await;
            assert!(refusals[0].reason.contains("partitioned"), "{}", refusals[0]);
        }
        let create = db.rows("SHOW CREATE TABLE things").await.remove(0).remove(1).unwrap();
        assert!(create.contains(&format!("PARTITION BY HASH (`{key}`)")), "{create}");
    }
}
