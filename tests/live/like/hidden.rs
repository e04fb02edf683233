//! A database of which only some tables were to be seen: no other is made exactly like it.

use safe_schema::diff::{Desired, Extent};
use safe_schema::{Error, Schema, inspect};

use super::objects::exactly;
use crate::support::{Database, both};

both! { what_is_hidden_is_not_superfluous }

async fn what_is_hidden_is_not_superfluous(db: Database) {
    let two = "CREATE TABLE seen (id INT PRIMARY KEY); CREATE TABLE unseen (id INT PRIMARY KEY)";
    db.sql(two).await;
    let Some(other) = Database::new(db.kind, "hidden-other").await else { return };
    other.sql(two).await;
    let user = db.stranger().await;
    db.sql(&format!("GRANT SELECT ON `{}`.seen TO '{user}'@'%'", db.name)).await;
    let pool = db.pool_of(&user);
    let live = inspect(&pool).await.unwrap();
    assert!(!live.shows_every_table());

    let schema = exactly(&live, &other.name);
    let before = other.definitions().await;
    let errors = [
        schema.migrate(&other.root).await.err(),
        schema.plan(&other.root).await.err(),
        schema.diff(&other.root).await.err(),
        schema.check(&other.root).await.err(),
    ];
    for error in errors.into_iter().map(Option::unwrap) {
        assert!(
            matches!(&error, Error::HiddenTables { database } if *database == db.name),
            "{error}"
        );
    }
    assert_eq!(before, other.definitions().await);
    let described = Schema::like(Desired::like(&live, Extent::Described));
    assert!(described.migrate(&other.root).await.unwrap().is_unchanged());

    db.sql(&format!("GRANT SELECT ON `{}`.* TO '{user}'@'%'", db.name)).await;
    let live = inspect(&pool).await.unwrap();
    assert!(live.shows_every_table());
    assert!(exactly(&live, &other.name).migrate(&other.root).await.unwrap().is_unchanged());
}
