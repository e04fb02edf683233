//! There can be only one auto column, and it must be a key: the old key was numbered.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both};

both! {
    the_old_key_has_an_index_of_its_own,
    the_old_key_leads_a_wider_index,
    the_old_key_is_not_declared,
    the_old_key_is_declared_without_numbering,
    an_undeclared_column_is_numbered_already,
    a_row_numbered_zero,
}

const TICKETS: &str = "CREATE TABLE tickets (
       id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, code VARCHAR(10) NOT NULL
     ) DEFAULT CHARSET=utf8mb4;
     INSERT INTO tickets VALUES (4, 'd'), (6, 'f')";

/// The key is the code now; a new row without an id still gets the next number.
async fn assert_still_numbered(db: &Database) {
    assert_eq!(db.primary_key("tickets").await, ["code"]);
    db.sql("INSERT INTO tickets (code) VALUES ('g')").await;
    assert_eq!(db.value("SELECT id FROM tickets WHERE code = 'g'").await, "7");
}

#[derive(SafeSchema)]
#[safe_schema(table = "tickets")]
struct IndexedTicket {
    #[safe_schema(auto_increment, unique)]
    id: u32,
    #[safe_schema(primary_key, len = 10)]
    code: String,
}

async fn the_old_key_has_an_index_of_its_own(db: Database) {
    db.sql(TICKETS).await;
    let report = db.migrate(&schema![IndexedTicket]).await;
    assert_eq!(report.executed.len(), 1, "{report}");
    assert_still_numbered(&db).await;
    let again = db.try_sql("INSERT INTO tickets VALUES (4, 'x')").await;
    assert_eq!(again.unwrap_err().code, 1062);
}

#[derive(SafeSchema)]
#[safe_schema(table = "tickets")]
struct Ticket {
    #[safe_schema(primary_key, len = 10)]
    code: String,
}

/// Nothing is said about `id`: it is left alone, and goes on numbering.
async fn the_old_key_is_not_declared(db: Database) {
    db.sql(TICKETS).await;
    let report = db.migrate(&schema![Ticket]).await;
    assert_eq!(report.executed.len(), 1, "{report}");
    assert_eq!(db.column("tickets", "id").await.unwrap().extra, "auto_increment");
    assert_still_numbered(&db).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "tickets", index(name = "by_id", columns(id, code)))]
struct TicketByBoth {
    #[safe_schema(auto_increment)]
    id: u32,
    #[safe_schema(primary_key, len = 10)]
    code: String,
}

async fn the_old_key_leads_a_wider_index(db: Database) {
    db.sql(TICKETS).await;
    db.migrate(&schema![TicketByBoth]).await;
    assert_eq!(db.index("tickets", "by_id").await, ["id", "code"]);
    assert_still_numbered(&db).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "tickets")]
struct UnnumberedTicket {
    id: u32,
    #[safe_schema(primary_key, len = 10)]
    code: String,
}

/// Inserts that rely on the numbers go on working.
async fn the_old_key_is_declared_without_numbering(db: Database) {
    db.sql(TICKETS).await;
    db.migrate(&schema![UnnumberedTicket]).await;
    assert_still_numbered(&db).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "archive")]
struct Archive {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "tickets")]
struct RenumberedTicket {
    #[safe_schema(primary_key, len = 10)]
    code: String,
    #[safe_schema(auto_increment, unique)]
    number: u32,
}

/// Nobody but its owner can say that `id` may stop numbering: refused, and the missing table
/// is not made either.
async fn an_undeclared_column_is_numbered_already(db: Database) {
    db.sql(TICKETS).await;
    let refusals = db.refused(&schema![Archive, RenumberedTicket]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert!(refusals[0].reason.contains("`id`"), "{}", refusals[0]);
}

#[derive(SafeSchema)]
#[safe_schema(table = "tickets")]
struct NumberedTicket {
    #[safe_schema(primary_key, auto_increment)]
    id: u32,
}

/// Becoming numbered would give a 0 another number, and break what refers to it.
async fn a_row_numbered_zero(db: Database) {
    db.sql(
        "CREATE TABLE tickets (id INT UNSIGNED PRIMARY KEY); INSERT INTO tickets VALUES (0), (5)",
    )
    .await;
    db.migrate(&schema![NumberedTicket]).await;
    db.sql("INSERT INTO tickets () VALUES ()").await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(id ORDER BY id) FROM tickets").await, "0,5,6");
}
