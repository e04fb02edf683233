//! Connections that are cut in the middle of a fill, at each batch: every row gets its value, and
//! none that had one gets another.

use std::time::Duration;

use safe_schema::{Options, SafeSchema, schema};

use crate::proxy::{Moment, Proxy};
use crate::scene;
use crate::support::{Database, both};

both! { fill_cut_at_every_batch, fill_rows_come_behind }

#[derive(SafeSchema)]
#[safe_schema(table = "rows", primary_key(word, number))]
struct Row {
    #[safe_schema(len = 20)]
    word: String,
    number: u64,
    price: u32,
    #[safe_schema(backfill = "price * 2")]
    gross: u32,
}

async fn set_up(db: &Database) {
    scene::empty(db).await;
    db.sql(
        "CREATE TABLE `rows` (word VARCHAR(20), number BIGINT UNSIGNED, price INT UNSIGNED NOT NULL,
           gross INT UNSIGNED NULL, PRIMARY KEY (word, number)) DEFAULT CHARSET=utf8mb4;
         CREATE TABLE n (i INT PRIMARY KEY);
         INSERT INTO n VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);
         INSERT INTO `rows` SELECT ELT(1 + a.i % 3, 'é', 'E', 'ß'),
             a.i + b.i * 10 + c.i * 100 + d.i * 1000, a.i + b.i, IF(a.i = 5, 3, NULL)
           FROM n a, n b, n c, n d WHERE d.i < 4;
         DROP TABLE n",
    )
    .await;
}

async fn fill_cut_at_every_batch(db: Database) {
    set_up(&db).await;
    let proxy = Proxy::to(db.server.port()).await;
    let (_, user) = db.pool().await;
    let pool = proxy.pool(db.options(&user).database(&db.name));
    schema![Row].migrate(&pool).await.unwrap();
    pool.close().await;
    let commands = proxy.commands();
    let batches: Vec<usize> =
        (1..=commands.len()).filter(|at| commands[at - 1].contains("UPDATE `rows`")).collect();
    // Nine of ten of 4,000 rows, and one that finds nothing.
    assert_eq!(batches.len(), 5, "{commands:#?}");
    for at in batches {
        for (moment, for_good) in [
            (Moment::Before, false),
            (Moment::Unanswered, false),
            (Moment::Before, true),
            (Moment::Unanswered, true),
        ] {
            set_up(&db).await;
            let (_, user) = db.pool().await;
            let proxy = Proxy::to(db.server.port()).await;
            proxy.at(at, moment, for_good, Box::new(|| {}));
            let pool = proxy.pool(db.options(&user).database(&db.name));
            let options = Options::new().reconnect_budget(Duration::from_millis(200));
            let outcome = schema![Row].with_options(options).migrate(&pool).await;
            assert!(proxy.has_fired());
            assert_eq!(outcome.is_err(), for_good, "{at} {moment:?}: {outcome:?}");
            pool.close().await;
            if for_good {
                let (pool, _) = db.pool().await;
                schema![Row].migrate(&pool).await.unwrap();
                pool.close().await;
            }
            let right =
                "SELECT COUNT(*) FROM `rows` WHERE gross = IF(number % 10 = 5, 3, price * 2)";
            assert_eq!(db.value(right).await, "4000", "{at} {moment:?}");
            db.second_run(&schema![Row]).await;
            scene::no_session_is_left(&db, &user).await;
        }
    }
}

/// A row that is written before the keys which were passed already gets its value all the same.
async fn fill_rows_come_behind(db: Database) {
    set_up(&db).await;
    let (_, user) = db.pool().await;
    let proxy = Proxy::to(db.server.port()).await;
    let pool = proxy.pool(db.options(&user).database(&db.name));
    schema![Row].migrate(&pool).await.unwrap();
    let is_batch = |sql: &String| sql.contains("UPDATE `rows`");
    let second = proxy.commands().iter().position(is_batch).unwrap() + 2;
    pool.close().await;

    set_up(&db).await;
    let options = db.options("root").database(&db.name);
    let write = move || {
        // On a thread of its own: the proxy's may not wait.
        let writing = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let pool = crate::support::pool(options);
                let sql = "INSERT INTO `rows` VALUES ('A', 0, 21, NULL)";
                crate::support::ask(&pool, sql).await.unwrap();
            });
        });
        writing.join().unwrap();
    };
    let proxy = Proxy::to(db.server.port()).await;
    proxy.watch(second, Box::new(write));
    let pool = proxy.pool(db.options(&user).database(&db.name));
    schema![Row].migrate(&pool).await.unwrap();
    assert!(proxy.has_fired());
    assert_eq!(db.value("SELECT gross FROM `rows` WHERE word = 'A'").await, "42");
    db.second_run(&schema![Row]).await;
}
