//! What `generate` leaves out is told, in the module and beside it, and by the exit code.

use std::fs;

use crate::run::run;
use crate::support::{Database, both};

both! {
    what_has_no_words_is_told,
    only_some_tables,
    a_table_that_is_not_there,
    into_a_file,
    a_key_that_the_server_made_and_hid,
}

async fn what_has_no_words_is_told(db: Database) {
    db.sql(
        "ALTER DATABASE CHARACTER SET utf8mb4; \
         CREATE TABLE old (a INT) ENGINE=MyISAM; \
         CREATE TABLE `dotted.name` (a INT PRIMARY KEY); \
         CREATE TABLE cases (id INT PRIMARY KEY, e ENUM('a','A') COLLATE utf8mb4_bin, \
           m ENUM('😀','b'), s INT GENERATED ALWAYS AS (id + 1) STORED, KEY k (e), KEY ok (id, s)); \
         CREATE VIEW seen AS SELECT id FROM cases",
    )
    .await;
    let ran = run(&["generate", &db.url()]).with_code(2);
    let told = [
        "left out: `dotted.name`: a table whose name has a dot can't be declared",
        "left out: `old`: it is stored by MyISAM, and only InnoDB's tables are declared",
        "left out: `cases`: column `e`: it has members that differ only in case",
        "left out: `cases`: column `m`: it has a member that can't be declared",
        "left out: `cases`: index `k`, which has the column `e`",
    ];
    for line in told {
        assert!(ran.err.contains(&format!("{line}\n")), "{line} is not in {}", ran.err);
        let comment = line.replace("left out:", "// Left out:");
        assert!(ran.out.contains(&format!("{comment}\n")), "{comment} is not in {}", ran.out);
    }
    assert!(ran.err.contains("note: `seen` is a view, and none is declared\n"), "{}", ran.err);
    assert_eq!(ran.out.matches("pub struct").count(), 1, "{}", ran.out);
    assert!(
        ran.out.contains("#[safe_schema(index(name = \"ok\", columns(id, s)))]"),
        "{}",
        ran.out
    );
}

async fn only_some_tables(db: Database) {
    db.sql(
        "CREATE TABLE a (id INT PRIMARY KEY); \
         CREATE TABLE b (id INT PRIMARY KEY, CONSTRAINT up FOREIGN KEY (id) REFERENCES a (id)); \
         CREATE TABLE c (id INT PRIMARY KEY)",
    )
    .await;
    let both = run(&["generate", &db.url(), "--tables", "a,b"]).with_code(0);
    assert_eq!(both.out.matches("pub struct").count(), 2);
    assert!(both.out.contains("references(A(id))"), "{}", both.out);
    let child = run(&["generate", &db.url(), "--tables", "b"]).with_code(2);
    assert_eq!(
        child.err,
        "left out: `b`: foreign key `up`, which refers to `a`, of which there is no struct\n"
    );
}

async fn a_table_that_is_not_there(db: Database) {
    db.sql("CREATE TABLE a (id INT PRIMARY KEY)").await;
    let ran = run(&["generate", &db.url(), "--tables", "a,gone"]).with_code(1);
    assert_eq!(ran.err, "error: the database has no table `gone`; nothing was written\n");
    db.sql("CREATE VIEW shown AS SELECT 1 AS one").await;
    let ran = run(&["generate", &db.url(), "--tables", "shown"]).with_code(1);
    let told = "error: `shown` of the database is a view, and no table; nothing was written\n";
    assert_eq!(ran.err, told);
    assert_eq!(ran.out, "");
}

async fn into_a_file(db: Database) {
    db.sql("CREATE TABLE a (id INT PRIMARY KEY)").await;
    let file = std::env::temp_dir().join(format!("{}-models.rs", db.name));
    let path = file.to_str().unwrap();
    let ran = run(&["generate", &db.url(), "-o", path]).with_code(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    let printed = run(&["generate", &db.url()]).with_code(0).out;
    assert_eq!(fs::read_to_string(&file).unwrap(), printed);
    fs::remove_file(&file).unwrap();
    let ran = run(&["generate", &db.url(), "-o", "/nowhere/at/all.rs"]).with_code(1);
    assert!(ran.err.contains("error: cannot write /nowhere/at/all.rs: "), "{}", ran.err);
}

async fn a_key_that_the_server_made_and_hid(db: Database) {
    let (before, key) = match db.is_mariadb() {
        true => ("", ""),
        false => ("SET sql_generate_invisible_primary_key = ON; ", "my_row_id"),
    };
    db.sql(&format!("{before}CREATE TABLE a (b INT)")).await;
    assert_eq!(db.primary_key("a").await.concat(), key);
    let ran = run(&["generate", &db.url()]).with_code(0);
    assert!(ran.out.contains("    no_primary_key\n") || ran.out.contains(", no_primary_key)"));
    assert!(!ran.out.contains("my_row_id"), "{}", ran.out);
}
