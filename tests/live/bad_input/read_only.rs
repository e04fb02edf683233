//! A server that takes no changes: a replica, or a primary that is being moved.

use safe_schema::testing::{Kind, Server};
use safe_schema::{Error, schema};

use super::Thing;
use crate::support::{ask, options, pool, start};

#[tokio::test]
async fn mysql() {
    scenario(Kind::MySql).await;
}

#[tokio::test]
async fn mariadb() {
    scenario(Kind::MariaDb).await;
}

/// On a server of its own: the switch is the whole server's.
async fn scenario(kind: Kind) {
    let Some(server) = start(Server::builder().kind(kind)) else { return };
    let root = server.pool("shop").await.unwrap();
    ask(
        &root,
        "CREATE TABLE things (id INT UNSIGNED PRIMARY KEY);
         INSERT INTO things VALUES (1);
         CREATE USER app@'%';
         GRANT ALL ON shop.* TO app@'%';
         SET GLOBAL read_only = 1",
    )
    .await
    .unwrap();
    let pool = pool(options(&server, "app").database("shop"));

    let plan = schema![Thing].plan(&pool).await.unwrap();
    assert_eq!(plan.steps.len(), 1, "looking is allowed: {plan}");
    let error = schema![Thing].migrate(&pool).await.unwrap_err();
    assert!(matches!(error, Error::Step { .. }), "{error:?}");
    assert_eq!(error.code(), Some(1290));
    assert!(error.to_string().contains("read-only"), "{error}");
    let columns = ask(&root, "SHOW COLUMNS FROM things").await.unwrap();
    assert_eq!(columns.len(), 1);

    // As declared is as declared, on a replica too.
    ask(&root, "ALTER TABLE things ADD name VARCHAR(255) CHARACTER SET utf8mb4").await.unwrap();
    assert!(schema![Thing].migrate(&pool).await.unwrap().is_unchanged());

    ask(&root, "ALTER TABLE things DROP COLUMN name; SET GLOBAL read_only = 0").await.unwrap();
    assert_eq!(schema![Thing].migrate(&pool).await.unwrap().executed.len(), 1);
}
