//! What else changes beside the types, or instead: rules, numbering, primary keys, names.

use safe_schema::{SafeSchema, schema};

use crate::keys::case::{Expected, Joint};
use crate::support::{Database, both};

both! {
    a_rule_that_would_set_null,
    a_parent_that_becomes_numbered,
    the_key_moves_as_well,
    other_names_as_well,
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
