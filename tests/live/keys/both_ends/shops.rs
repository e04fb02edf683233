//! Numbers that ran out: a parent with several children, and whose foreign keys they are.

use safe_schema::schema::{ColumnType, IntegerWidth};
use safe_schema::{Error, Model, SafeSchema, Schema, schema};

use crate::keys::case::{Expected, Joint};
use crate::support::{Database, both};

both! {
    a_numbered_parent_with_several_children,
    every_cut_is_completed_by_the_next_run,
    orphans_that_were_there_before,
    a_rule_that_changes_as_well,
    a_child_that_nobody_declares,
    a_child_of_another_database_that_nobody_declares,
    a_child_of_another_database_that_is_declared,
    a_second_key_that_does_the_same,
    one_end_only,
    another_parent,
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
    // Each table is copied once. (Servers differ in how they let go of a key.)
    let before_algorithm = |sql: &String| {
        let end = sql.find("ALGORITHM=").unwrap();
        sql[..end].trim_end().trim_end_matches(',').to_owned()
    };
    assert_eq!(
        ddl.iter().map(before_algorithm).collect::<Vec<_>>(),
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
