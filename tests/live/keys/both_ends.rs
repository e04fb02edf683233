//! A type that changes on both ends of a foreign key: the key is taken away, and comes back.

use safe_schema::schema::{ColumnType, IntegerWidth};
use safe_schema::{Error, Model, SafeSchema, Schema, schema};

use super::case::{Expected, Joint};
use crate::support::{Database, both};

both! {
    a_numbered_parent_with_several_children,
    every_cut_is_completed_by_the_next_run,
    a_table_that_refers_to_itself,
    two_tables_that_refer_to_each_other,
    a_composite_key,
    another_character_set,
    orphans_under_the_new_collation,
    orphans_that_were_there_before,
    a_rule_that_changes_as_well,
    a_rule_that_would_set_null,
    a_child_that_nobody_declares,
    a_child_of_another_database_that_nobody_declares,
    a_child_of_another_database_that_is_declared,
    a_second_key_that_does_the_same,
    a_parent_that_becomes_numbered,
    the_key_moves_as_well,
    a_longer_text,
    more_members,
    one_end_only,
    another_parent,
    other_names_as_well,
    a_child_that_the_user_may_not_see,
}

#[derive(SafeSchema)]
#[safe_schema(table = "shops")]
struct Shop {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 20)]
    name: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "orders")]
struct Order {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(references(Shop::id))]
    shop_id: u64,
}

#[derive(SafeSchema)]
#[safe_schema(table = "visits")]
struct Visit {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Shop::id))]
    shop_id: Option<u64>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "stock", primary_key(shop_id, item))]
struct Stock {
    #[safe_schema(references(Shop::id))]
    shop_id: u64,
    item: u32,
}

const SHOPS: &str = "CREATE TABLE shops (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(20) NOT NULL) DEFAULT CHARSET=utf8mb4;
    CREATE TABLE orders (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, shop_id INT UNSIGNED NOT NULL,
      KEY by_shop (shop_id), CONSTRAINT by_hand FOREIGN KEY (shop_id) REFERENCES shops (id));
    CREATE TABLE visits (id INT UNSIGNED PRIMARY KEY, shop_id INT UNSIGNED,
      CONSTRAINT fk_visits_shop_id FOREIGN KEY (shop_id) REFERENCES shops (id));
    CREATE TABLE stock (shop_id INT UNSIGNED NOT NULL, item INT UNSIGNED NOT NULL,
      PRIMARY KEY (shop_id, item),
      CONSTRAINT fk_stock_shop_id FOREIGN KEY (shop_id) REFERENCES shops (id));
    INSERT INTO shops VALUES (1, 'a'), (4294967295, 'b');
    INSERT INTO orders VALUES (1, 1), (2, 4294967295);
    INSERT INTO visits VALUES (1, 1), (2, NULL);
    INSERT INTO stock VALUES (1, 1), (1, 2), (4294967295, 1);";

const OF_SHOPS: Expected<'_> = Expected {
    keys: &[
        ("shops", &["PRIMARY KEY (`id`)"]),
        (
            "orders",
            &[
                "PRIMARY KEY (`id`)",
                "KEY `by_shop` (`shop_id`)",
                "CONSTRAINT `fk_orders_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`)",
            ],
        ),
        (
            "visits",
            &[
                "PRIMARY KEY (`id`)",
                "KEY `fk_visits_shop_id` (`shop_id`)",
                "CONSTRAINT `fk_visits_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`)",
            ],
        ),
        (
            "stock",
            &[
                "PRIMARY KEY (`shop_id`,`item`)",
                "CONSTRAINT `fk_stock_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`)",
            ],
        ),
    ],
    joints: &[
        Joint {
            orphan: "INSERT INTO orders (shop_id) VALUES (9)",
            valid: "INSERT INTO orders (shop_id) VALUES (1)",
            parent: "DELETE FROM shops WHERE id = 1",
        },
        Joint {
            orphan: "INSERT INTO visits VALUES (3, 9)",
            valid: "INSERT INTO visits VALUES (3, 4294967295)",
            parent: "DELETE FROM shops WHERE id = 4294967295",
        },
        Joint {
            orphan: "INSERT INTO stock VALUES (9, 9)",
            valid: "INSERT INTO stock VALUES (1, 9)",
            parent: "DELETE FROM shops WHERE id = 1",
        },
    ],
};

/// The classic: an `int` that ran out of numbers.
async fn a_numbered_parent_with_several_children(db: Database) {
    db.sql(SHOPS).await;
    let ddl = db.repair(&schema![Order, Visit, Stock, Shop], &OF_SHOPS).await;
    // Each table is copied once.
    assert_eq!(
        ddl,
        [
            "ALTER TABLE `orders` DROP FOREIGN KEY `by_hand`",
            "ALTER TABLE `stock` DROP FOREIGN KEY `fk_stock_shop_id`",
            "ALTER TABLE `visits` DROP FOREIGN KEY `fk_visits_shop_id`",
            "ALTER TABLE `shops` MODIFY COLUMN `id` bigint unsigned NOT NULL AUTO_INCREMENT",
            "ALTER TABLE `orders`\n  MODIFY COLUMN `shop_id` bigint unsigned NOT NULL,\n  \
             ADD CONSTRAINT `fk_orders_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`)",
            "ALTER TABLE `visits`\n  MODIFY COLUMN `shop_id` bigint unsigned NULL,\n  \
             ADD CONSTRAINT `fk_visits_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`)",
            "ALTER TABLE `stock`\n  MODIFY COLUMN `shop_id` bigint unsigned NOT NULL,\n  \
             ADD CONSTRAINT `fk_stock_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`)",
        ]
    );
    // The server goes on numbering, where the old type had no more numbers.
    db.sql("INSERT INTO shops (name) VALUES ('c')").await;
    assert_eq!(db.value("SELECT id FROM shops WHERE name = 'c'").await, "4294967296");
    db.sql("INSERT INTO orders (shop_id) VALUES (4294967296)").await;
}

/// The statements by themselves, cut off after every one.
async fn every_cut_is_completed_by_the_next_run(db: Database) {
    let schema = schema![Order, Visit, Stock, Shop];
    db.sql(SHOPS).await;
    let (pool, _) = db.pool().await;
    let statements: Vec<String> =
        schema.plan(&pool).await.unwrap().steps.into_iter().map(|step| step.sql).collect();
    assert!(statements.len() > 3, "{statements:#?}");
    for cut in 0..statements.len() {
        db.sql("DROP TABLE IF EXISTS stock, visits, orders, shops").await;
        db.sql(SHOPS).await;
        for sql in &statements[..cut] {
            db.sql(sql).await;
        }
        db.repair(&schema, &OF_SHOPS).await;
    }
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

async fn orphans_that_were_there_before(db: Database) {
    db.sql(SHOPS).await;
    db.sql(
        "SET SESSION foreign_key_checks = 0; INSERT INTO orders VALUES (7, 77);
            SET SESSION foreign_key_checks = 1",
    )
    .await;
    let refusals = db.refused(&schema![Order, Visit, Stock, Shop]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert_eq!((refusals[0].count, refusals[0].table.table.as_ref()), (Some(1), "orders"));
    db.sql("DELETE FROM orders WHERE id = 7").await;
    db.repair(&schema![Order, Visit, Stock, Shop], &OF_SHOPS).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "orders")]
struct CascadingOrder {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(references(Shop::id, on_delete = cascade))]
    shop_id: u64,
}

async fn a_rule_that_changes_as_well(db: Database) {
    db.sql(SHOPS).await;
    db.sql(
        "ALTER TABLE orders DROP FOREIGN KEY by_hand, ADD CONSTRAINT fk_orders_shop_id
            FOREIGN KEY (shop_id) REFERENCES shops (id)",
    )
    .await;
    db.repair(
        &schema![CascadingOrder, Visit, Stock, Shop],
        &Expected {
            keys: &[(
                "orders",
                &[
                    "PRIMARY KEY (`id`)",
                    "KEY `by_shop` (`shop_id`)",
                    "CONSTRAINT `fk_orders_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`) ON DELETE CASCADE",
                ],
            )],
            joints: &OF_SHOPS.joints[1..],
        },
    )
    .await;
    db.sql(
        "INSERT INTO shops VALUES (50, 'x'); INSERT INTO orders VALUES (50, 50);
            DELETE FROM shops WHERE id = 50",
    )
    .await;
    assert_eq!(db.value("SELECT COUNT(*) FROM orders WHERE id = 50").await, "0");
}

#[derive(SafeSchema)]
#[safe_schema(table = "visits")]
struct CertainVisit {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(SmallShop::id))]
    shop_id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "shops")]
struct SmallShop {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
}

/// No type changes; but the server makes no column NOT NULL that a key sets to NULL.
async fn a_rule_that_would_set_null(db: Database) {
    db.sql(
        "CREATE TABLE shops (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY);
         CREATE TABLE visits (id INT UNSIGNED PRIMARY KEY, shop_id INT UNSIGNED,
           CONSTRAINT fk_visits_shop_id FOREIGN KEY (shop_id) REFERENCES shops (id)
             ON DELETE SET NULL);
         INSERT INTO shops VALUES (1), (2);
         INSERT INTO visits VALUES (1, 1)",
    )
    .await;
    db.repair(
        &schema![CertainVisit, SmallShop],
        &Expected {
            keys: &[(
                "visits",
                &[
                    "PRIMARY KEY (`id`)",
                    "KEY `fk_visits_shop_id` (`shop_id`)",
                    "CONSTRAINT `fk_visits_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`)",
                ],
            )],
            joints: &[Joint {
                orphan: "INSERT INTO visits VALUES (9, 9)",
                valid: "INSERT INTO visits VALUES (9, 2)",
                parent: "DELETE FROM shops WHERE id = 1",
            }],
        },
    )
    .await;
}

/// What is not declared would not come back.
async fn a_child_that_nobody_declares(db: Database) {
    db.sql(SHOPS).await;
    let refusals = db.refused(&schema![Shop, Order, Visit]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert!(refusals[0].reason.contains("`fk_stock_shop_id` of `stock`"), "{}", refusals[0]);
    assert!(!refusals[0].reason.contains("visits"), "{}", refusals[0]);
    // The way out that the refusal tells.
    db.repair(&schema![Shop, Order, Visit, Stock], &OF_SHOPS).await;
}

async fn a_child_of_another_database_that_nobody_declares(mut db: Database) {
    db.also("franchise").await;
    db.sql(&format!(
        "CREATE TABLE shops (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) NOT NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO shops VALUES (1, 'a');
         CREATE TABLE franchise.fees (id INT PRIMARY KEY, shop INT UNSIGNED,
           CONSTRAINT of_shop FOREIGN KEY (shop) REFERENCES `{}`.shops (id));
         INSERT INTO franchise.fees VALUES (1, 1)",
        db.name
    ))
    .await;
    let refusals = db.refused(&schema![Shop]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert!(refusals[0].reason.contains("`of_shop` of `franchise.fees`"), "{}", refusals[0]);
}

#[derive(SafeSchema)]
#[safe_schema(table = "fees", database = "branches")]
struct Fee {
    #[safe_schema(primary_key)]
    id: i32,
    #[safe_schema(references(Shop::id))]
    shop: Option<u64>,
}

async fn a_child_of_another_database_that_is_declared(mut db: Database) {
    db.also("branches").await;
    db.sql(&format!(
        "CREATE TABLE shops (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) NOT NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO shops VALUES (1, 'a'), (2, 'b');
         CREATE TABLE branches.fees (id INT PRIMARY KEY, shop INT UNSIGNED,
           CONSTRAINT of_shop FOREIGN KEY (shop) REFERENCES `{}`.shops (id));
         INSERT INTO branches.fees VALUES (1, 1)",
        db.name
    ))
    .await;
    db.repair(
        &schema![Shop, Fee],
        &Expected {
            keys: &[("shops", &["PRIMARY KEY (`id`)"])],
            joints: &[Joint {
                orphan: "INSERT INTO branches.fees VALUES (9, 9)",
                valid: "INSERT INTO branches.fees VALUES (9, 2)",
                parent: "DELETE FROM shops WHERE id = 2",
            }],
        },
    )
    .await;
}

/// One of the two is declared; the other would be lost.
async fn a_second_key_that_does_the_same(db: Database) {
    db.sql(SHOPS).await;
    db.sql("ALTER TABLE visits ADD CONSTRAINT twin FOREIGN KEY (shop_id) REFERENCES shops (id)")
        .await;
    let refusals = db.refused(&schema![Order, Visit, Stock, Shop]).await;
    // Told of both columns that it joins.
    assert_eq!(refusals.len(), 2, "{refusals:#?}");
    for refusal in &refusals {
        assert!(refusal.reason.contains("`twin` of `visits`"), "{refusal}");
        assert!(!refusal.reason.contains("`fk_visits_shop_id`"), "{refusal}");
    }
}

#[derive(SafeSchema)]
#[safe_schema(table = "visits")]
struct SmallVisit {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(SmallShop::id))]
    shop_id: Option<u32>,
}

/// MySQL numbers no column that a foreign key refers to (error 1833).
async fn a_parent_that_becomes_numbered(db: Database) {
    db.sql(
        "CREATE TABLE shops (id INT UNSIGNED PRIMARY KEY);
         CREATE TABLE visits (id INT UNSIGNED PRIMARY KEY, shop_id INT UNSIGNED,
           CONSTRAINT fk_visits_shop_id FOREIGN KEY (shop_id) REFERENCES shops (id));
         INSERT INTO shops VALUES (0), (7);
         INSERT INTO visits VALUES (1, 0), (2, 7), (3, NULL)",
    )
    .await;
    if db.is_mariadb() {
        db.repair(&schema![SmallShop], &Expected { keys: &[], joints: &[] }).await;
    } else {
        assert_eq!(db.refused(&schema![SmallShop]).await.len(), 1);
        db.repair(&schema![SmallShop, SmallVisit], &Expected { keys: &[], joints: &[] }).await;
    }
    db.assert_joints(&[Joint {
        orphan: "INSERT INTO visits VALUES (9, 9)",
        valid: "INSERT INTO visits VALUES (9, 7)",
        parent: "DELETE FROM shops WHERE id = 0",
    }])
    .await;
    db.sql("INSERT INTO shops VALUES ()").await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(id ORDER BY id) FROM shops").await, "0,7,8");
}

#[derive(SafeSchema)]
#[safe_schema(table = "shops", primary_key(realm, id))]
struct ShopOfRealm {
    #[safe_schema(auto_increment, unique)]
    id: u64,
    realm: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "visits", primary_key(shop_id, id))]
struct VisitOfShop {
    id: u32,
    #[safe_schema(references(ShopOfRealm::id))]
    shop_id: u64,
}

/// Both ends get other primary keys beside the other type.
async fn the_key_moves_as_well(db: Database) {
    db.sql(
        "CREATE TABLE shops (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, realm INT UNSIGNED NOT NULL);
         CREATE TABLE visits (shop_id INT UNSIGNED PRIMARY KEY, id INT UNSIGNED NOT NULL,
           CONSTRAINT fk_visits_shop_id FOREIGN KEY (shop_id) REFERENCES shops (id));
         INSERT INTO shops VALUES (1, 5), (2, 5);
         INSERT INTO visits VALUES (1, 1)",
    )
    .await;
    db.repair(
        &schema![ShopOfRealm, VisitOfShop],
        &Expected {
            keys: &[
                ("shops", &["PRIMARY KEY (`realm`,`id`)", "UNIQUE KEY `uq_shops_id` (`id`)"]),
                (
                    "visits",
                    &[
                        "PRIMARY KEY (`shop_id`,`id`)",
                        "CONSTRAINT `fk_visits_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`)",
                    ],
                ),
            ],
            joints: &[Joint {
                orphan: "INSERT INTO visits VALUES (9, 9)",
                valid: "INSERT INTO visits (shop_id, id) VALUES (2, 9)",
                parent: "DELETE FROM shops WHERE id = 2",
            }],
        },
    )
    .await;
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

/// The other end is declared as it is, which the compiler refuses of two structs: refused, with
/// both types.
async fn one_end_only(db: Database) {
    db.sql(SHOPS).await;
    let mut order = Order::TABLE.clone();
    for column in order.columns.to_mut().iter_mut().filter(|column| column.name == "shop_id") {
        column.ty = ColumnType::Integer { width: IntegerWidth::Int, unsigned: true };
    }
    let order = Model { table: Box::leak(Box::new(order)), parents: &[] };
    let others = [Model::of::<Shop>(), Model::of::<Visit>(), Model::of::<Stock>()];
    let schema = Schema::new(std::iter::once(order).chain(others).collect::<Vec<_>>());
    let refusals = db.refused(&schema).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert!(refusals[0].reason.contains("the type int unsigned"), "{}", refusals[0]);
    assert!(refusals[0].reason.contains("`id` has bigint unsigned"), "{}", refusals[0]);
}

/// A key of that name joins the column with another table: it goes, and the declared one comes.
async fn another_parent(db: Database) {
    db.sql(
        "CREATE TABLE shops (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
           name VARCHAR(20) NOT NULL) DEFAULT CHARSET=utf8mb4;
         CREATE TABLE firms (id INT UNSIGNED PRIMARY KEY);
         CREATE TABLE orders (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
           shop_id INT UNSIGNED NOT NULL,
           CONSTRAINT fk_orders_shop_id FOREIGN KEY (shop_id) REFERENCES firms (id));
         INSERT INTO shops VALUES (1, 'a'), (2, 'b');
         INSERT INTO firms VALUES (1);
         INSERT INTO orders VALUES (1, 1)",
    )
    .await;
    db.repair(
        &schema![Order, Shop],
        &Expected {
            keys: &[(
                "orders",
                &[
                    "PRIMARY KEY (`id`)",
                    "KEY `fk_orders_shop_id` (`shop_id`)",
                    "CONSTRAINT `fk_orders_shop_id` FOREIGN KEY (`shop_id`) REFERENCES `shops` (`id`)",
                ],
            )],
            joints: &OF_SHOPS.joints[..1],
        },
    )
    .await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "stores", renamed_from = "shops")]
struct Store {
    #[safe_schema(primary_key, auto_increment, renamed_from = "id")]
    number: u64,
}

#[derive(SafeSchema)]
#[safe_schema(table = "sales", renamed_from = "orders")]
struct Sale {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
    #[safe_schema(renamed_from = "shop_id", references(Store::number))]
    store: u64,
}

/// Tables and columns of both ends are renamed too.
async fn other_names_as_well(db: Database) {
    db.sql(
        "CREATE TABLE shops (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY);
         CREATE TABLE orders (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
           shop_id INT UNSIGNED NOT NULL,
           CONSTRAINT by_hand FOREIGN KEY (shop_id) REFERENCES shops (id));
         INSERT INTO shops VALUES (1), (2);
         INSERT INTO orders VALUES (1, 1)",
    )
    .await;
    let (pool, _) = db.pool().await;
    let schema = schema![Sale, Store];
    schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    db.second_run(&schema).await;
    assert_eq!(db.value("SELECT store FROM sales").await, "1");
    assert_eq!(db.column("stores", "number").await.unwrap().ty, "bigint unsigned");
    db.assert_joints(&[Joint {
        orphan: "INSERT INTO sales (store) VALUES (9)",
        valid: "INSERT INTO sales (store) VALUES (2)",
        parent: "DELETE FROM stores WHERE number = 1",
    }])
    .await;
}

/// The server would refuse the change when the keys that can be seen are away already.
async fn a_child_that_the_user_may_not_see(db: Database) {
    db.sql(SHOPS).await;
    let user = db.stranger().await;
    for table in ["shops", "orders"] {
        db.sql(&format!("GRANT ALL ON `{}`.{table} TO '{user}'@'%'", db.name)).await;
    }
    let error = db.fails_with(&schema![Order, Shop], &db.pool_of(&user)).await;
    if db.is_mariadb() {
        // Such a user sees no rules of foreign keys at all.
        assert!(matches!(error, Error::Hidden { .. }), "{error}");
        return;
    }
    let plan = error.refused_plan().unwrap_or_else(|| panic!("{error}"));
    let is_it = |refusal: &safe_schema::plan::Refusal| {
        refusal.reason.contains("this user may not see every table of the database")
    };
    assert!(plan.refusals.iter().any(is_it), "{error}");
}
