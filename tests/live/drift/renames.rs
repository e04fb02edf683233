//! Declared renames of tables and columns.

use safe_schema::{Error, Model, SafeSchema, Schema, schema};

use crate::support::{Database, both, with_parents};

both! {
    a_column,
    a_column_that_a_trigger_uses,
    a_column_with_keys_on_both_ends,
    a_column_that_another_database_refers_to,
    a_table,
    nothing_by_guessing,
    asked_under_the_old_name,
    a_chain_of_columns,
    a_chain_of_columns_cut_short,
    a_chain_of_columns_with_checks_and_keys,
    a_chain_is_asked_under_the_old_names,
    a_chain_of_tables,
    a_chain_of_tables_cut_short,
    tables_that_swap_names,
    columns_that_swap_names,
    columns_that_swap_names_in_two_releases,
    a_column_that_a_check_rests_on,
    a_column_that_an_expression_rests_on,
}

#[derive(SafeSchema)]
#[safe_schema(table = "people")]
struct Person {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(renamed_from = "nick", len = 20, unique)]
    name: String,
}

const PEOPLE: &str = "CREATE TABLE people (id INT UNSIGNED PRIMARY KEY,
      nick VARCHAR(20) NOT NULL, UNIQUE KEY u (nick)) DEFAULT CHARSET=utf8mb4;
    INSERT INTO people VALUES (1, 'a'), (2, 'b')";

async fn a_column(db: Database) {
    db.sql(PEOPLE).await;
    rename(&db, &schema![Person]).await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(name ORDER BY id) FROM people").await, "a,b");
    assert!(db.column("people", "nick").await.is_none());
}

/// MySQL and MariaDB rename it, and every insert fails from then on.
async fn a_column_that_a_trigger_uses(db: Database) {
    db.sql(PEOPLE).await;
    db.sql(
        "CREATE TRIGGER low BEFORE INSERT ON people FOR EACH ROW SET NEW.nick = lower(NEW.nick)",
    )
    .await;
    let (pool, _) = db.pool().await;
    let before = db.definitions().await;
    let error = schema![Person].migrate(&pool).await.unwrap_err();
    let refusals = &error.refused_plan().unwrap_or_else(|| panic!("{error}")).refusals;
    assert_eq!(refusals.len(), 1, "{error}");
    assert_eq!(refusals[0].examples, ["'trigger low'"], "{error}");
    assert_eq!(db.definitions().await, before);
    db.sql("DROP TRIGGER low").await;
    // What only may mean it keeps no service from starting.
    db.sql(
        "CREATE TABLE log (nick VARCHAR(90)); CREATE TABLE beside (a INT); \
         CREATE TRIGGER beside BEFORE INSERT ON beside FOR EACH ROW \
         INSERT INTO log (nick) VALUES ('for people')",
    )
    .await;
    rename(&db, &schema![Person]).await;
}

/// Migrates where columns get other names, so that rows can't be compared column by column.
async fn rename(db: &Database, schema: &safe_schema::Schema) {
    let (pool, _) = db.pool().await;
    schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    db.second_run(schema).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "owners")]
struct Owner {
    #[safe_schema(primary_key, renamed_from = "no")]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "pets")]
struct Pet {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(renamed_from = "owner", references(Owner::id))]
    owner_id: u32,
}

async fn a_column_with_keys_on_both_ends(db: Database) {
    db.sql(
        "CREATE TABLE owners (no INT UNSIGNED PRIMARY KEY);
         CREATE TABLE pets (id INT UNSIGNED PRIMARY KEY, owner INT UNSIGNED NOT NULL,
           CONSTRAINT f FOREIGN KEY (owner) REFERENCES owners (no));
         INSERT INTO owners VALUES (1);
         INSERT INTO pets VALUES (1, 1)",
    )
    .await;
    rename(&db, &schema![Owner, Pet]).await;
    assert_eq!(db.try_sql("INSERT INTO pets VALUES (2, 7)").await.unwrap_err().code, 1452);
    assert_eq!(db.try_sql("DELETE FROM owners").await.unwrap_err().code, 1451);
    assert_eq!(db.value("SELECT owner_id FROM pets").await, "1");
}

#[derive(SafeSchema)]
#[safe_schema(table = "parents", renamed_from = "par")]
struct Parent {
    #[safe_schema(renamed_from = "id")]
    uid: u32,
    #[safe_schema(primary_key, len = 9)]
    code: String,
}

/// Renamed, and its key moves: what refers to it from another database still holds.
async fn a_column_that_another_database_refers_to(mut db: Database) {
    let other = if db.is_mariadb() { "renames-ma" } else { "renames-my" };
    db.also(other).await;
    db.sql(&format!(
        "CREATE TABLE par (id INT UNSIGNED PRIMARY KEY, code VARCHAR(9) NOT NULL)
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO par VALUES (1, 'a'), (2, 'b');
         CREATE TABLE `{other}`.chi (id INT PRIMARY KEY, pid INT UNSIGNED NOT NULL,
           CONSTRAINT f FOREIGN KEY (pid) REFERENCES `{}`.par (id));
         INSERT INTO `{other}`.chi VALUES (1, 1)",
        db.name
    ))
    .await;
    rename(&db, &schema![Parent]).await;
    db.sql(&format!("INSERT INTO `{other}`.chi VALUES (2, 2)")).await;
    let orphan = db.try_sql(&format!("INSERT INTO `{other}`.chi VALUES (3, 3)")).await;
    assert_eq!(orphan.unwrap_err().code, 1452);
    assert_eq!(db.try_sql("DELETE FROM parents WHERE uid = 1").await.unwrap_err().code, 1451);
}

#[derive(SafeSchema)]
#[safe_schema(table = "persons", renamed_from = "people")]
struct RenamedPerson {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 20, unique)]
    nick: String,
}

async fn a_table(db: Database) {
    db.sql(PEOPLE).await;
    rename(&db, &schema![RenamedPerson]).await;
    assert_eq!(db.tables("%").await, [format!("`{}`.`persons`", db.name)]);
    assert_eq!(db.value("SELECT GROUP_CONCAT(nick ORDER BY id) FROM persons").await, "a,b");
    // A table of the old name that somebody makes later is another one.
    db.sql("CREATE TABLE people (id INT)").await;
    db.second_run(&schema![RenamedPerson]).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "people")]
struct Guessed {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 20)]
    name: Option<String>,
}

async fn nothing_by_guessing(db: Database) {
    db.sql(PEOPLE).await;
    db.migrate(&schema![Guessed]).await;
    assert_eq!(db.value("SELECT COUNT(*) FROM people WHERE name IS NULL").await, "2");
    assert!(db.column("people", "nick").await.is_some());
}

/// What is refused is told before anything is renamed.
async fn asked_under_the_old_name(db: Database) {
    db.sql(
        "CREATE TABLE people (id INT UNSIGNED PRIMARY KEY, nick VARCHAR(20))
           DEFAULT CHARSET=utf8mb4;
         INSERT INTO people VALUES (1, NULL), (2, 'b'), (3, 'b')",
    )
    .await;
    let refusals = db.refused(&schema![Person]).await;
    assert_eq!(refusals.len(), 2, "{refusals:#?}");
    for refusal in refusals {
        assert_eq!(db.rows(refusal.query.as_deref().unwrap()).await.len(), 1, "{refusal}");
    }
}

#[derive(SafeSchema)]
#[safe_schema(table = "slots")]
struct Slot {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(renamed_from = "first")]
    second: Option<u32>,
    #[safe_schema(renamed_from = "second")]
    third: Option<u32>,
    #[safe_schema(renamed_from = "third")]
    fourth: Option<u32>,
}

const SLOTS: &str = "CREATE TABLE slots (id INT UNSIGNED PRIMARY KEY, first INT UNSIGNED,
      second INT UNSIGNED, third INT UNSIGNED);
    INSERT INTO slots VALUES (1, 10, 20, 30), (2, 11, 21, NULL);";

/// At one stroke; the second time, the last name tells that it is done.
async fn a_chain_of_columns(db: Database) {
    db.sql(SLOTS).await;
    let (pool, user) = db.pool().await;
    schema![Slot].migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(db.statements(&user).await.ddl().len(), 1);
    db.second_run(&schema![Slot]).await;
    let rows = db.value("SELECT CONCAT_WS(' ', second, third, fourth) FROM slots WHERE id = 1");
    assert_eq!(rows.await, "10 20 30");
    // A column of the first name that somebody adds later is another one.
    db.sql("ALTER TABLE slots ADD COLUMN first INT").await;
    db.second_run(&schema![Slot]).await;
}

/// Where the first name is missing and the last one too, nobody knows what the middle ones hold.
async fn a_chain_of_columns_cut_short(db: Database) {
    db.sql(SLOTS).await;
    for missing in ["first", "second"] {
        db.sql(&format!("ALTER TABLE slots DROP COLUMN {missing}")).await;
        let refusals = db.refused(&schema![Slot]).await;
        assert!(!refusals.is_empty());
        for refusal in refusals {
            assert!(refusal.reason.contains("can't be told"), "{refusal}");
        }
    }
    // Without rows it does not matter.
    db.sql("DELETE FROM slots").await;
    rename(&db, &schema![Slot]).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "spans", check(name = "in_order", "`begin` < `end`"))]
#[safe_schema(index(name = "by_end", columns(end, begin)))]
struct Span {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(column = "begin", renamed_from = "start")]
    begin: i32,
    #[safe_schema(column = "end", renamed_from = "begin", references(Mark::at))]
    end: i32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "marks")]
struct Mark {
    #[safe_schema(primary_key)]
    at: i32,
}

async fn a_chain_of_columns_with_checks_and_keys(db: Database) {
    db.sql(
        "CREATE TABLE marks (at INT PRIMARY KEY); INSERT INTO marks VALUES (1), (5);
         CREATE TABLE spans (id INT UNSIGNED PRIMARY KEY, start INT NOT NULL, begin INT NOT NULL,
           KEY by_end (begin, start), CONSTRAINT in_order CHECK (start < begin),
           CONSTRAINT f FOREIGN KEY (begin) REFERENCES marks (at));
         INSERT INTO spans VALUES (1, -3, 5)",
    )
    .await;
    if !db.is_mariadb() {
        let refusals = db.refused(&schema![Span, Mark]).await;
        assert_eq!(refusals.len(), 1, "{refusals:#?}");
        assert!(refusals[0].reason.contains("`in_order` and foreign key `f`"), "{}", refusals[0]);
        db.sql("ALTER TABLE spans DROP FOREIGN KEY f").await;
    }
    rename(&db, &schema![Span, Mark]).await;
    assert_eq!(db.value("SELECT CONCAT_WS(' ', `begin`, `end`) FROM spans").await, "-3 5");
    assert_eq!(db.index("spans", "by_end").await, ["end", "begin"]);
    let wrong = db.try_sql("INSERT INTO spans (id, `begin`, `end`) VALUES (2, 2, 1)").await;
    assert!([3819, 4025].contains(&wrong.unwrap_err().code));
    let orphan = db.try_sql("INSERT INTO spans (id, `begin`, `end`) VALUES (2, 2, 9)").await;
    assert_eq!(orphan.unwrap_err().code, 1452);
    db.sql("INSERT INTO spans (id, `begin`, `end`) VALUES (2, 0, 1)").await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "slots", check(name = "rising", "`second` < `third`"))]
struct CheckedSlot {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(renamed_from = "first")]
    second: Option<u32>,
    #[safe_schema(renamed_from = "second", unique)]
    third: Option<u32>,
}

/// Each name means what it will, whichever column stands first.
async fn a_chain_is_asked_under_the_old_names(db: Database) {
    for columns in ["first, second", "second, first"] {
        let columns = columns.replace(',', " INT UNSIGNED,");
        db.sql(&format!(
            "CREATE TABLE slots (id INT UNSIGNED PRIMARY KEY, {columns} INT UNSIGNED, later INT);
             INSERT INTO slots (id, first, second) VALUES (1, 5, 5), (2, 9, 8), (3, 1, 5)"
        ))
        .await;
        let mut refusals = db.refused(&schema![CheckedSlot]).await;
        refusals.sort_by_key(|refusal| refusal.count);
        let counts: Vec<_> = refusals.iter().map(|refusal| refusal.count).collect();
        assert_eq!(counts, [Some(1), Some(2)], "{refusals:#?}");
        assert!(refusals[0].examples[0].contains("'5'"), "twice in `third`: {}", refusals[0]);
        assert!(
            refusals[1].examples.iter().all(|id| id == "'1'" || id == "'2'"),
            "{}",
            refusals[1]
        );
        db.sql("UPDATE slots SET first = 2, second = id + 10").await;
        rename(&db, &schema![CheckedSlot]).await;
        let rows = db.value("SELECT GROUP_CONCAT(second, ' ', third ORDER BY id) FROM slots").await;
        assert_eq!(rows, "2 11,2 12,2 13");
        db.sql("DROP TABLE slots").await;
    }
}

#[derive(SafeSchema)]
#[safe_schema(table = "current", renamed_from = "next")]
struct Current {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "past", renamed_from = "current")]
struct Past {
    #[safe_schema(primary_key)]
    id: u32,
}

#[derive(SafeSchema)]
#[safe_schema(table = "readers")]
struct Reader {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(references(Past::id))]
    issue: u32,
}

const ISSUES: &str = "CREATE TABLE current (id INT UNSIGNED PRIMARY KEY);
    INSERT INTO current VALUES (1), (2);
    CREATE TABLE next (id INT UNSIGNED PRIMARY KEY);
    INSERT INTO next VALUES (3);
    CREATE TABLE readers (id INT UNSIGNED PRIMARY KEY, issue INT UNSIGNED NOT NULL,
      CONSTRAINT f FOREIGN KEY (issue) REFERENCES current (id));
    INSERT INTO readers VALUES (1, 1);";

async fn a_chain_of_tables(db: Database) {
    db.sql(ISSUES).await;
    let (pool, user) = db.pool().await;
    let schema = schema![Current, Past, Reader];
    schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(db.statements(&user).await.ddl().len(), 1, "all at one stroke");
    db.second_run(&schema).await;
    assert_eq!(db.value("SELECT GROUP_CONCAT(id ORDER BY id) FROM past").await, "1,2");
    assert_eq!(db.value("SELECT GROUP_CONCAT(id ORDER BY id) FROM current").await, "3");
    assert_eq!(db.try_sql("DELETE FROM past WHERE id = 1").await.unwrap_err().code, 1451);
    assert_eq!(db.try_sql("INSERT INTO readers VALUES (2, 3)").await.unwrap_err().code, 1452);
    // A table of the first name that somebody makes later is another one.
    db.sql("CREATE TABLE next (id INT)").await;
    db.second_run(&schema).await;
}

/// Only one of two tables is there: with rows, nobody knows which. A new database has none, and may
/// be cut off between two tables.
async fn a_chain_of_tables_cut_short(db: Database) {
    let schema = schema![Current, Past];
    for table in ["current", "next"] {
        db.sql(&format!("CREATE TABLE {table} (id INT UNSIGNED PRIMARY KEY)")).await;
        db.sql(&format!("INSERT INTO {table} VALUES (1)")).await;
        let refusals = db.refused(&schema).await;
        assert_eq!(refusals.len(), 1, "{refusals:#?}");
        assert!(refusals[0].reason.contains("can't be told"), "{}", refusals[0]);
        db.sql(&format!("DELETE FROM {table}")).await;
        rename(&db, &schema).await;
        assert_eq!(db.tables("%").await.len(), 2);
        db.sql("DROP TABLE current, past").await;
    }
}

#[derive(SafeSchema)]
#[safe_schema(table = "next", renamed_from = "current")]
struct Swapped {
    #[safe_schema(primary_key)]
    id: u32,
}

/// Once done, both would be there as before. `schema![..]` refuses it at compile time.
async fn tables_that_swap_names(db: Database) {
    db.sql(ISSUES).await;
    let error = db.fails(&with_parents![Current, Swapped]).await;
    assert!(matches!(error, Error::SwappedNames { .. }), "{error}");
}

/// What the compiler refuses of a struct: nothing is renamed.
async fn columns_that_swap_names(db: Database) {
    db.sql(SLOTS).await;
    let mut table = Slot::TABLE.clone();
    let columns = table.columns.to_mut();
    columns.truncate(3);
    columns[1].renamed_from = Some("third".into());
    columns[2].renamed_from = Some("second".into());
    let schema = Schema::new(vec![Model { table: Box::leak(Box::new(table)), parents: &[] }]);
    db.second_run(&schema).await;
}

#[derive(SafeSchema)]
#[safe_schema(table = "slots")]
struct HalfSwapped {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(renamed_from = "second")]
    first: Option<u32>,
    #[safe_schema(renamed_from = "first")]
    aside: Option<u32>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "slots")]
struct WholeSwapped {
    #[safe_schema(primary_key)]
    id: u32,
    first: Option<u32>,
    #[safe_schema(renamed_from = "aside")]
    second: Option<u32>,
}

/// The way that the compiler's message and the documentation tell.
async fn columns_that_swap_names_in_two_releases(db: Database) {
    db.sql(SLOTS).await;
    rename(&db, &schema![HalfSwapped]).await;
    rename(&db, &schema![WholeSwapped]).await;
    let rows = db.value("SELECT CONCAT_WS(' ', first, second, third) FROM slots WHERE id = 1");
    assert_eq!(rows.await, "20 10 30");
}

#[derive(SafeSchema)]
#[safe_schema(table = "people", check(name = "not_empty", "`name` <> ''"))]
struct CheckedPerson {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(renamed_from = "nick", len = 20)]
    name: String,
}

/// MySQL renames no column that a check rests on (error 3959).
async fn a_column_that_a_check_rests_on(db: Database) {
    db.sql(
        "CREATE TABLE people (id INT UNSIGNED PRIMARY KEY, nick VARCHAR(20) NOT NULL,
           CONSTRAINT not_empty CHECK (nick <> '')) DEFAULT CHARSET=utf8mb4;
         INSERT INTO people VALUES (1, 'a')",
    )
    .await;
    let (pool, user) = db.pool().await;
    schema![CheckedPerson].migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(db.statements(&user).await.ddl().len(), 1, "never without the check");
    db.second_run(&schema![CheckedPerson]).await;
    assert_eq!(db.value("SELECT name FROM people").await, "a");
    let empty = db.try_sql("INSERT INTO people VALUES (2, '')").await;
    assert!([3819, 4025].contains(&empty.unwrap_err().code));
}

/// Neither one that a generated column or a default rests on: told before anything is done.
async fn a_column_that_an_expression_rests_on(db: Database) {
    for dependent in ["g INT AS (CHAR_LENGTH(nick))", "g VARCHAR(20) DEFAULT (CONCAT(nick, '!'))"] {
        db.sql(&format!(
            "CREATE TABLE people (id INT UNSIGNED PRIMARY KEY, nick VARCHAR(20) NOT NULL, {dependent},
               UNIQUE KEY u (nick)) DEFAULT CHARSET=utf8mb4;
             INSERT INTO people (id, nick) VALUES (1, 'a')"
        ))
        .await;
        if db.is_mariadb() {
            rename(&db, &schema![Person]).await;
        } else {
            let refusals = db.refused(&schema![Person]).await;
            assert_eq!(refusals.len(), 1, "{refusals:#?}");
            assert!(refusals[0].reason.contains("column `g`"), "{}", refusals[0]);
        }
        db.sql("DROP TABLE people").await;
    }
}
