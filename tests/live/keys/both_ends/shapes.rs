//! Foreign keys and types of every shape: to their own table, in a circle, of several columns, of
//! text and of members.

use safe_schema::{SafeSchema, schema};

use crate::keys::case::{Expected, Joint};
use crate::support::{Database, both};

both! {
    a_table_that_refers_to_itself,
    two_tables_that_refer_to_each_other,
    a_composite_key,
    another_character_set,
    orphans_under_the_new_collation,
    a_longer_text,
    more_members,
}

#[derive(SafeSchema)]
#[safe_schema(table = "nodes")]
struct Node {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(references(Node::id))]
    above: Option<u64>,
}

async fn a_table_that_refers_to_itself(db: Database) {
    db.sql(
        "CREATE TABLE nodes (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, above INT UNSIGNED,
           CONSTRAINT fk_nodes_above FOREIGN KEY (above) REFERENCES nodes (id));
         INSERT INTO nodes VALUES (1, NULL), (2, 1), (3, 2)",
    )
    .await;
    let ddl = db
        .repair(
            &schema![Node],
            &Expected {
                keys: &[(
                    "nodes",
                    &[
                        "PRIMARY KEY (`id`)",
                        "KEY `fk_nodes_above` (`above`)",
                        "CONSTRAINT `fk_nodes_above` FOREIGN KEY (`above`) REFERENCES `nodes` (`id`)",
                    ],
                )],
                joints: &[Joint {
                    orphan: "INSERT INTO nodes VALUES (4, 9)",
                    valid: "INSERT INTO nodes VALUES (4, 3)",
                    parent: "DELETE FROM nodes WHERE id = 1",
                }],
            },
        )
        .await;
    // MariaDB can't add such a key in the statement that changes the columns.
    assert_eq!(ddl.len(), if db.is_mariadb() { 3 } else { 2 }, "{ddl:#?}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "teams")]
struct Team {
    #[safe_schema(primary_key)]
    id: i64,
    #[safe_schema(references(Person::id))]
    lead_id: Option<i64>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "persons")]
struct Person {
    #[safe_schema(primary_key)]
    id: i64,
    #[safe_schema(references(Team::id))]
    team_id: i64,
}

async fn two_tables_that_refer_to_each_other(db: Database) {
    db.sql(
        "CREATE TABLE teams (id INT PRIMARY KEY, lead_id INT);
         CREATE TABLE persons (id INT PRIMARY KEY, team_id INT NOT NULL,
           CONSTRAINT fk_persons_team_id FOREIGN KEY (team_id) REFERENCES teams (id));
         ALTER TABLE teams ADD CONSTRAINT fk_teams_lead_id FOREIGN KEY (lead_id)
           REFERENCES persons (id);
         INSERT INTO teams VALUES (-1, NULL), (2, NULL);
         INSERT INTO persons VALUES (1, -1), (2, 2);
         UPDATE teams SET lead_id = 1 WHERE id = -1",
    )
    .await;
    let ddl = db
        .repair(
            &schema![Team, Person],
            &Expected {
                keys: &[
                    (
                        "teams",
                        &[
                            "PRIMARY KEY (`id`)",
                            "KEY `fk_teams_lead_id` (`lead_id`)",
                            "CONSTRAINT `fk_teams_lead_id` FOREIGN KEY (`lead_id`) REFERENCES `persons` (`id`)",
                        ],
                    ),
                    (
                        "persons",
                        &[
                            "PRIMARY KEY (`id`)",
                            "KEY `fk_persons_team_id` (`team_id`)",
                            "CONSTRAINT `fk_persons_team_id` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`)",
                        ],
                    ),
                ],
                joints: &[
                    Joint {
                        orphan: "INSERT INTO persons VALUES (9, 9)",
                        valid: "INSERT INTO persons VALUES (9, 2)",
                        parent: "DELETE FROM teams WHERE id = 2",
                    },
                    Joint {
                        orphan: "INSERT INTO teams VALUES (8, 8)",
                        valid: "INSERT INTO teams VALUES (8, 1)",
                        parent: "DELETE FROM persons WHERE id = 1",
                    },
                ],
            },
        )
        .await;
    // Two keys away, two tables; one key has to wait for the other table.
    assert_eq!(ddl.len(), 5, "{ddl:#?}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "rooms", primary_key(house, number))]
struct Room {
    house: i64,
    #[safe_schema(len = 100)]
    number: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "keys", foreign_key(columns(house, room), references(Room(house, number))))]
struct Key {
    #[safe_schema(primary_key)]
    id: u32,
    house: i64,
    #[safe_schema(len = 100)]
    room: String,
}

async fn a_composite_key(db: Database) {
    db.sql(
        "CREATE TABLE rooms (house INT NOT NULL, number VARCHAR(20) NOT NULL,
           PRIMARY KEY (house, number)) DEFAULT CHARSET=utf8mb4;
         CREATE TABLE `keys` (id INT UNSIGNED PRIMARY KEY, house INT NOT NULL,
           room VARCHAR(20) NOT NULL,
           FOREIGN KEY (house, room) REFERENCES rooms (house, number)) DEFAULT CHARSET=utf8mb4;
         INSERT INTO rooms VALUES (1, 'a'), (1, 'b'), (2, 'a');
         INSERT INTO `keys` VALUES (1, 1, 'a'), (2, 2, 'a')",
    )
    .await;
    let ddl = db
        .repair(
            &schema![Key, Room],
            &Expected {
                keys: &[("rooms", &["PRIMARY KEY (`house`,`number`)"])],
                joints: &[Joint {
                    orphan: "INSERT INTO `keys` VALUES (9, 2, 'b')",
                    valid: "INSERT INTO `keys` VALUES (9, 1, 'b')",
                    parent: "DELETE FROM rooms WHERE house = 1 AND number = 'b'",
                }],
            },
        )
        .await;
    assert_eq!(ddl.len(), 3, "{ddl:#?}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "lands")]
struct Land {
    #[safe_schema(primary_key, len = 30, charset = "utf8mb4", collation = "utf8mb4_bin")]
    code: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "towns")]
struct Town {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(
        len = 30,
        charset = "utf8mb4",
        collation = "utf8mb4_bin",
        references(Land::code)
    )]
    land: String,
}

const LANDS: &str = "CREATE TABLE lands (code VARCHAR(30) PRIMARY KEY) DEFAULT CHARSET=latin1;
    CREATE TABLE towns (id INT UNSIGNED PRIMARY KEY, land VARCHAR(30) NOT NULL,
      CONSTRAINT fk_towns_land FOREIGN KEY (land) REFERENCES lands (code)) DEFAULT CHARSET=latin1;
    INSERT INTO lands VALUES ('österreich'), ('norge'), ('sverige');
    INSERT INTO towns VALUES (1, 'österreich'), (2, 'norge');";

const OF_LANDS: Expected<'_> = Expected {
    keys: &[("lands", &["PRIMARY KEY (`code`)"])],
    joints: &[Joint {
        orphan: "INSERT INTO towns VALUES (9, 'Norge')",
        valid: "INSERT INTO towns VALUES (9, 'sverige')",
        parent: "DELETE FROM lands WHERE code = 'sverige'",
    }],
};

async fn another_character_set(db: Database) {
    db.sql(LANDS).await;
    let ddl = db.repair(&schema![Land, Town], &OF_LANDS).await;
    assert_eq!(ddl.len(), 3, "{ddl:#?}");
    assert_eq!(db.value("SELECT code FROM lands WHERE code LIKE 'ö%'").await, "österreich");
}

/// A key that finds its parent only as the old collation ignores case: told before anything is
/// taken away.
async fn orphans_under_the_new_collation(db: Database) {
    db.sql(LANDS).await;
    db.sql("INSERT INTO towns VALUES (3, 'NORGE'), (4, 'Sverige')").await;
    let refusals = db.refused(&schema![Land, Town]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert_eq!(refusals[0].count, Some(2), "{}", refusals[0]);
    assert_eq!(db.rows(refusals[0].query.as_deref().unwrap()).await.len(), 2);
    db.sql("UPDATE towns SET land = LOWER(land)").await;
    db.repair(&schema![Land, Town], &OF_LANDS).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "lands")]
struct LongLand {
    #[safe_schema(primary_key, len = 40)]
    code: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "towns")]
struct LongTown {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 40, references(LongLand::code))]
    land: String,
}

/// MySQL lets it grow under the key; MariaDB doesn't.
async fn a_longer_text(db: Database) {
    db.sql(&LANDS.replace("latin1", "utf8mb4")).await;
    let ddl = db
        .repair(
            &schema![LongLand, LongTown],
            &Expected {
                keys: &[("lands", &["PRIMARY KEY (`code`)"])],
                joints: &[Joint {
                    orphan: "INSERT INTO towns VALUES (9, 'x')",
                    ..OF_LANDS.joints[0]
                }],
            },
        )
        .await;
    assert_eq!(ddl.len(), if db.is_mariadb() { 4 } else { 2 }, "{ddl:#?}");
}

#[derive(SafeSchema)]
#[safe_schema(table = "kinds")]
struct Kind {
    #[safe_schema(primary_key, sql_type = "enum('a','b','c')")]
    kind: String,
}

/// Members behind the others are added under the key, which nobody has to declare.
async fn more_members(db: Database) {
    db.sql(
        "CREATE TABLE kinds (kind ENUM('a','b') PRIMARY KEY) DEFAULT CHARSET=utf8mb4;
         CREATE TABLE things (id INT PRIMARY KEY, kind ENUM('a','b') NOT NULL,
           FOREIGN KEY (kind) REFERENCES kinds (kind)) DEFAULT CHARSET=utf8mb4;
         INSERT INTO kinds VALUES ('a'), ('b');
         INSERT INTO things VALUES (1, 'a')",
    )
    .await;
    let ddl = db
        .repair(
            &schema![Kind],
            &Expected { keys: &[("kinds", &["PRIMARY KEY (`kind`)"])], joints: &[] },
        )
        .await;
    assert_eq!(ddl.len(), 1, "{ddl:#?}");
    db.sql("DELETE FROM kinds WHERE kind = 'b'; INSERT INTO kinds VALUES ('c')").await;
    let orphan = db.try_sql("INSERT INTO things VALUES (2, 'b')").await;
    assert_eq!(orphan.unwrap_err().code, 1452);
    assert_eq!(db.try_sql("DELETE FROM kinds WHERE kind = 'a'").await.unwrap_err().code, 1451);
}
