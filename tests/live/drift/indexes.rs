//! Indexes: missing, of the same name but others, unique over duplicates.

use safe_schema::{SafeSchema, schema};

use crate::support::{Database, both, with_parents};

both! {
    missing_indexes,
    the_same_index_under_another_name,
    a_unique_over_duplicates,
    a_unique_lets_nulls_be,
    the_same_name_with_other_columns,
    the_same_name_and_unique_over_other_columns,
    the_same_name_but_not_unique,
    the_same_name_over_duplicates,
    a_replaced_index_that_a_foreign_key_needs,
    parts_in_detail,
}

#[derive(SafeSchema)]
#[safe_schema(table = "books", index(columns(author, year)))]
struct Book {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 20, unique)]
    isbn: Option<String>,
    #[safe_schema(index)]
    author: u32,
    year: u16,
}

const BOOKS: &str = "CREATE TABLE books (
      id INT UNSIGNED PRIMARY KEY, isbn VARCHAR(20), author INT UNSIGNED NOT NULL,
      year SMALLINT UNSIGNED NOT NULL
    ) DEFAULT CHARSET=utf8mb4;
    INSERT INTO books VALUES (1, 'a', 1, 2000), (2, NULL, 1, 2001), (3, NULL, 2, 2001)";

async fn missing_indexes(db: Database) {
    db.sql(BOOKS).await;
    db.migrate(&schema![Book]).await;
    assert_eq!(db.index("books", "uq_books_isbn").await, ["isbn"]);
    assert_eq!(db.index("books", "idx_books_author").await, ["author"]);
    assert_eq!(db.index("books", "idx_books_author_year").await, ["author", "year"]);
    let again = db.try_sql("INSERT INTO books VALUES (4, 'a', 1, 1)").await;
    assert_eq!(again.unwrap_err().code, 1062);
}

async fn the_same_index_under_another_name(db: Database) {
    db.sql(BOOKS).await;
    db.sql("ALTER TABLE books ADD UNIQUE person (isbn), ADD KEY made (author), ADD KEY these (author, year)")
        .await;
    db.second_run(&schema![Book]).await;
}

async fn a_unique_over_duplicates(db: Database) {
    db.sql(BOOKS).await;
    db.sql("UPDATE books SET isbn = 'a' WHERE id = 3").await;
    let refusals = db.refused(&schema![Book]).await;
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].count, Some(1));
    assert_eq!(refusals[0].examples, ["'a' (2 times)"]);
    assert_eq!(db.rows(refusals[0].query.as_deref().unwrap()).await.len(), 1);
    assert_eq!(db.index("books", "idx_books_author").await, [""; 0], "nothing of the plan ran");
}

/// As the server compares: by collation, and without NULLs.
async fn a_unique_lets_nulls_be(db: Database) {
    db.sql(BOOKS).await;
    db.sql("UPDATE books SET isbn = 'A' WHERE id = 3").await;
    assert_eq!(db.refused(&schema![Book]).await.len(), 1, "'a' and 'A' are the same");
    db.sql("UPDATE books SET isbn = NULL").await;
    db.migrate(&schema![Book]).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "books", index(name = "of_book", columns(author, year), unique))]
struct IndexedBook {
    #[safe_schema(primary_key)]
    id: u32,
    author: u32,
    year: u16,
}

async fn the_same_name_with_other_columns(db: Database) {
    db.sql(BOOKS).await;
    db.sql("ALTER TABLE books ADD KEY of_book (author, isbn)").await;
    let report = db.migrate(&schema![IndexedBook]).await;
    assert_eq!(report.executed.len(), 1, "never a moment without it: {report}");
    assert_eq!(db.index("books", "of_book").await, ["author", "year"]);
}

/// What a unique index of that name forbids, somebody may rely on.
async fn the_same_name_and_unique_over_other_columns(db: Database) {
    db.sql(BOOKS).await;
    db.sql("ALTER TABLE books ADD UNIQUE of_book (author, isbn)").await;
    let refusals = db.refused(&schema![IndexedBook]).await;
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    assert!(refusals[0].change.contains("`of_book`"), "{}", refusals[0]);
    db.sql("ALTER TABLE books DROP KEY of_book").await;
    db.migrate(&schema![IndexedBook]).await;
}

async fn the_same_name_but_not_unique(db: Database) {
    db.sql(BOOKS).await;
    db.sql("ALTER TABLE books ADD KEY of_book (author, year)").await;
    db.migrate(&schema![IndexedBook]).await;
    let again = db.try_sql("INSERT INTO books VALUES (4, NULL, 1, 2000)").await;
    assert_eq!(again.unwrap_err().code, 1062);
}

async fn the_same_name_over_duplicates(db: Database) {
    db.sql(BOOKS).await;
    db.sql("ALTER TABLE books ADD KEY of_book (author, year); INSERT INTO books VALUES (4, NULL, 1, 2000)")
        .await;
    let refusals = db.refused(&schema![IndexedBook]).await;
    assert_eq!(refusals[0].examples, ["('1', '2000') (2 times)"]);
}

#[derive(SafeSchema)]
#[safe_schema(table = "writers")]
struct Writer {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "drafts", index(name = "by_writer", columns(year, writer)))]
struct Draft {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Writer::id))]
    writer: u32,
    year: u16,
}

/// The index of that name is the only one that serves the foreign key: refused before anything
/// runs, and done when the foreign key has another.
async fn a_replaced_index_that_a_foreign_key_needs(db: Database) {
    db.sql(
        "CREATE TABLE writers (id INT UNSIGNED PRIMARY KEY);
         CREATE TABLE drafts (
           id INT UNSIGNED PRIMARY KEY, writer INT UNSIGNED NOT NULL, year SMALLINT UNSIGNED NOT NULL,
           KEY by_writer (writer), CONSTRAINT of_writer FOREIGN KEY (writer) REFERENCES writers (id));
         INSERT INTO writers VALUES (1), (2); INSERT INTO drafts VALUES (1, 1, 2000)",
    )
    .await;
    let refusals = db.refused(&with_parents![Draft]).await;
    assert!(refusals[0].reason.contains("`of_writer`"), "{}", refusals[0]);
    db.sql("ALTER TABLE drafts ADD KEY another (writer)").await;
    db.migrate(&with_parents![Draft]).await;
    assert_eq!(db.index("drafts", "by_writer").await, ["year", "writer"]);
    assert_eq!(db.try_sql("INSERT INTO drafts VALUES (2, 9, 1)").await.unwrap_err().code, 1452);
    assert_eq!(db.try_sql("DELETE FROM writers WHERE id = 1").await.unwrap_err().code, 1451);
    db.sql("DELETE FROM writers WHERE id = 2").await;
}

#[derive(SafeSchema)]
#[safe_schema(
    table = "pages",
    index(name = "newest", columns(at desc, id)),
    index(name = "beginning", columns(body(20)), unique)
)]
struct Page {
    #[safe_schema(primary_key)]
    id: u32,
    at: chrono::NaiveDate,
    #[safe_schema(len = 500)]
    body: String,
}

async fn parts_in_detail(db: Database) {
    db.sql(
        "CREATE TABLE pages (id INT UNSIGNED PRIMARY KEY, at DATE NOT NULL, body VARCHAR(500) NOT NULL,
           KEY newest (at, id), UNIQUE beginning (body(21))) DEFAULT CHARSET=utf8mb4;
         INSERT INTO pages VALUES (1, '2020-01-01', 'a'), (2, '2020-01-01', 'b')",
    )
    .await;
    db.migrate(&schema![Page]).await;
    let parts = db
        .rows(
            "SELECT COLUMN_NAME, COLLATION, SUB_PART FROM information_schema.STATISTICS \
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'pages' AND INDEX_NAME <> 'PRIMARY' \
             ORDER BY INDEX_NAME, SEQ_IN_INDEX",
        )
        .await;
    let part = |name: &str, order: &str, prefix: Option<&str>| {
        vec![Some(name.to_owned()), Some(order.to_owned()), prefix.map(str::to_owned)]
    };
    assert_eq!(
        parts,
        [part("body", "A", Some("20")), part("at", "D", None), part("id", "A", None)]
    );
}
