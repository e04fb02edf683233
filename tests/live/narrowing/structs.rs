//! The same with structs: what changed in the Rust source is judged by the rows.

use safe_schema::{SafeSchema, SqlEnum, schema};

use crate::support::{Database, both};

both! {
    a_struct_of_narrower_fields,
    a_member_of_an_enum_goes,
    a_time_of_day_becomes_an_instant,
    a_column_of_nothing_becomes_anything,
}

#[derive(SafeSchema)]
#[safe_schema(table = "orders")]
struct Order {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 8)]
    code: String,
    quantity: u16,
    is_paid: bool,
    #[safe_schema(len = 4)]
    tag: Vec<u8>,
    #[safe_schema(len = 10, charset = "latin1")]
    city: String,
}

const ORDERS: &str = "CREATE TABLE orders (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, \
    code VARCHAR(20) CHARACTER SET utf8mb4, quantity INT, is_paid BIT(1) NOT NULL, \
    tag BLOB NOT NULL, city TEXT CHARACTER SET utf8mb4 NOT NULL)";

async fn a_struct_of_narrower_fields(db: Database) {
    db.sql(ORDERS).await;
    let fit = "INSERT INTO orders VALUES (1, '12345678', 65535, b'1', x'ffffffff', 'Ávila'), \
               (2, '😀', 0, b'0', '', '')";
    let unfit = "INSERT INTO orders VALUES (3, '123456789', 0, 0, '', ''), \
                 (4, NULL, 0, 0, '', ''), (5, '', 65536, 0, '', ''), (6, '', -1, 0, '', ''), \
                 (7, '', 0, 0, x'ffffffffff', ''), (8, '', 0, 0, '', '中')";
    db.sql(fit).await;
    db.sql(unfit).await;
    // All of them at once, each with its rows.
    let refusals = db.refused(&schema![Order]).await;
    let mut examples: Vec<&String> =
        refusals.iter().flat_map(|refusal| &refusal.examples).collect();
    examples.sort();
    assert_eq!(examples, ["'3'", "'4'", "'5'", "'6'", "'7'", "'8'"], "{refusals:#?}");
    db.sql("DELETE FROM orders WHERE id > 2").await;
    let (pool, _) = db.pool().await;
    schema![Order].migrate(&pool).await.unwrap();
    let row = "SELECT CONCAT_WS(' ', code, quantity, is_paid, HEX(tag), city) FROM orders";
    assert_eq!(db.value(&format!("{row} WHERE id = 1")).await, "12345678 65535 1 FFFFFFFF Ávila");
    assert_eq!(db.value(&format!("{row} WHERE id = 2")).await, "😀 0 0  ");
    assert!(schema![Order].plan(&pool).await.unwrap().is_empty());
}

#[derive(SqlEnum, sqlx::Type)]
enum State {
    #[sqlx(rename = "open")]
    Open,
    #[sqlx(rename = "shut")]
    Shut,
}

#[derive(SafeSchema)]
#[safe_schema(table = "doors")]
struct Door {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(unique)]
    state: State,
}

async fn a_member_of_an_enum_goes(db: Database) {
    db.sql(
        "CREATE TABLE doors (id INT UNSIGNED PRIMARY KEY, \
            state ENUM('ajar', 'shut', 'open') NOT NULL, UNIQUE KEY uq_doors_state (state)); \
         INSERT INTO doors VALUES (1, 'shut'), (2, 'ajar')",
    )
    .await;
    let refusals = db.refused(&schema![Door]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert_eq!((refusals[0].count, &refusals[0].examples[0][..]), (Some(1), "'2'"));
    db.sql("UPDATE doors SET state = 'open' WHERE id = 2").await;
    db.migrate(&schema![Door]).await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(state ORDER BY id) FROM doors").await, "shut,open");
}

#[derive(SafeSchema)]
#[safe_schema(table = "visits")]
struct Visit {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(sql_type = "timestamp", default_sql = "CURRENT_TIMESTAMP")]
    at: chrono::DateTime<chrono::Utc>,
}

async fn a_time_of_day_becomes_an_instant(db: Database) {
    db.sql(
        "CREATE TABLE visits (id INT UNSIGNED PRIMARY KEY, at DATETIME NOT NULL); \
         INSERT INTO visits VALUES (1, '2021-03-28 02:30:00'), (2, '2038-01-19 03:14:08')",
    )
    .await;
    let refusals = db.refused(&schema![Visit]).await;
    assert_eq!((refusals[0].count, &refusals[0].examples[0][..]), (Some(1), "'2'"));
    db.sql("UPDATE visits SET at = '2038-01-19 03:14:07' WHERE id = 2").await;
    db.migrate(&schema![Visit]).await;
    let instants = "SELECT GROUP_CONCAT(UNIX_TIMESTAMP(at) ORDER BY id) FROM visits";
    assert_eq!(db.value(instants).await, "1616898600,2147483647");
}

#[derive(SafeSchema)]
#[safe_schema(table = "blanks")]
struct Blank {
    #[safe_schema(primary_key)]
    id: u32,
    at: Option<chrono::NaiveDateTime>,
    state: Option<State>,
}

/// NULL is NULL in every type.
async fn a_column_of_nothing_becomes_anything(db: Database) {
    db.sql(
        "CREATE TABLE blanks (id INT UNSIGNED PRIMARY KEY, at INT, state BLOB); \
         INSERT INTO blanks (id) VALUES (1), (2)",
    )
    .await;
    db.sql("UPDATE blanks SET at = 5 WHERE id = 2").await;
    let refusals = db.refused(&schema![Blank]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert_eq!(refusals[0].examples, ["'2'"]);
    db.sql("UPDATE blanks SET at = NULL WHERE id = 2").await;
    db.migrate(&schema![Blank]).await;
}
