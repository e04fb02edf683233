//! Failed to open the referenced table (MariaDB: 1005): parents that refer to their children.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both, with_parents};

both! { two_tables, two_tables_one_of_them_there, a_table_and_itself, itself_added_later }

#[derive(SafeSchema)]
#[safe_schema(table = "teams")]
struct Team {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Player::id))]
    captain_id: Option<u32>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "players")]
struct Player {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Team::id))]
    team_id: u32,
}

async fn assert_both_keys_work(db: &Database) {
    assert_eq!(db.try_sql("INSERT INTO players VALUES (1, 1)").await.unwrap_err().code, 1452);
    db.sql("INSERT INTO teams VALUES (1, NULL); INSERT INTO players VALUES (1, 1)").await;
    assert_eq!(db.try_sql("UPDATE teams SET captain_id = 2").await.unwrap_err().code, 1452);
    db.sql("UPDATE teams SET captain_id = 1").await;
    assert_eq!(db.try_sql("DELETE FROM players").await.unwrap_err().code, 1451);
}

async fn two_tables(db: Database) {
    db.migrate(&with_parents![Team]).await;
    assert_both_keys_work(&db).await;
}

async fn two_tables_one_of_them_there(db: Database) {
    db.sql("CREATE TABLE players (id INT UNSIGNED PRIMARY KEY, team_id INT UNSIGNED NOT NULL)")
        .await;
    db.migrate(&schema![Player, Team]).await;
    assert_both_keys_work(&db).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "folders")]
struct Folder {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Folder::id, on_delete = cascade))]
    parent_id: Option<u32>,
}

async fn a_table_and_itself(db: Database) {
    let report = db.migrate(&schema![Folder]).await;
    assert_eq!(report.executed.len(), 1, "{report}");
    assert_eq!(db.try_sql("INSERT INTO folders VALUES (2, 1)").await.unwrap_err().code, 1452);
    db.sql("INSERT INTO folders VALUES (1, NULL), (2, 1); DELETE FROM folders WHERE id = 1").await;
    assert_eq!(db.value("SELECT COUNT(*) FROM folders").await, "0");
}

async fn itself_added_later(db: Database) {
    db.sql(
        "CREATE TABLE folders (id INT UNSIGNED NOT NULL, parent_id INT UNSIGNED);
         INSERT INTO folders VALUES (1, NULL), (2, 1)",
    )
    .await;
    db.migrate(&schema![Folder]).await;
    assert_eq!(db.primary_key("folders").await, ["id"]);
    assert_eq!(db.try_sql("UPDATE folders SET parent_id = 9").await.unwrap_err().code, 1452);
}
