//! `inspect`: the same database in three forms.

use crate::run::run;
use crate::support::{Database, both};

both! { for_people, as_statements_that_make_it_again, words_in_comments_of_their_own, for_programs }

const SCHEMA: &str = "\
CREATE TABLE a (id INT PRIMARY KEY, b_id INT, KEY kb (b_id));
CREATE TABLE b (id INT PRIMARY KEY, a_id INT NOT NULL, note VARCHAR(20) DEFAULT 'it''s', CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a (id)) COMMENT 'all the bs';
ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b (id);
CREATE TABLE zz_parent (id INT PRIMARY KEY);
CREATE TABLE child (zz INT PRIMARY KEY, CONSTRAINT c_z FOREIGN KEY (zz) REFERENCES zz_parent (id) ON DELETE CASCADE);
CREATE VIEW seen AS SELECT id FROM a;
";

async fn for_people(db: Database) {
    db.sql(SCHEMA).await;
    let ran = run(&["inspect", &db.url()]).with_code(0);
    assert!(ran.out.starts_with(&format!("Database `{}` on M", db.name)), "{}", ran.out);
    for line in [
        "\n`b`, about 0 row(s)\n",
        "  `note` varchar(20)",
        "  CONSTRAINT `b_a` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`)\n",
        " COMMENT='all the bs'",
        "`seen`, a view: not part of the schema here\n",
    ] {
        assert!(ran.out.contains(line), "{line:?} is not in\n{}", ran.out);
    }
    assert_eq!(ran.err, "");
}

async fn as_statements_that_make_it_again(db: Database) {
    db.sql(SCHEMA).await;
    let ran = run(&["inspect", &db.url(), "--format", "sql"]).with_code(0);
    assert_eq!(ran.err, "left out: `seen`, a view\n");
    let at = |text: &str| ran.out.find(text).unwrap_or_else(|| panic!("no {text} in {}", ran.out));
    assert!(at("EXISTS `zz_parent`") < at("EXISTS `child`"));

    let other = db.beside("made-again", &ran.out).await;
    run(&["diff", "--exact", "--desired", &db.url(), "--actual", &other.url()]).with_code(0);
}

/// MySQL writes `KEY */ /*!50611 ALGORITHM = 1 */ /*!50100 (id)`.
async fn words_in_comments_of_their_own(db: Database) {
    db.sql("CREATE TABLE t (id INT) PARTITION BY LINEAR KEY ALGORITHM=1 (id) PARTITIONS 2").await;
    let ran = run(&["inspect", &db.url(), "--format", "sql"]).with_code(0);
    let exact = "\nPARTITION BY LINEAR KEY ALGORITHM = 1 (";
    assert!(ran.out.contains(exact) && !ran.out.contains("/*!"), "{}", ran.out);
    let other = db.beside("made-again", &ran.out).await;
    run(&["diff", "--exact", "--desired", &db.url(), "--actual", &other.url()]).with_code(0);
    other.sql("ALTER TABLE t PARTITION BY LINEAR KEY (id) PARTITIONS 2").await;
    run(&["diff", "--exact", "--desired", &db.url(), "--actual", &other.url()]).with_code(2);
}

async fn for_programs(db: Database) {
    db.sql(SCHEMA).await;
    let json = run(&["inspect", &db.url(), "--format", "json"]).with_code(0).json();
    assert_eq!(json["server"]["flavour"], if db.is_mariadb() { "mariadb" } else { "mysql" });
    assert_eq!(json["schema"]["database"], db.name.as_str());
    let tables = json["schema"]["tables"].as_array().unwrap();
    let names: Vec<&str> =
        tables.iter().map(|table| table["def"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a", "b", "child", "zz_parent"]);
    assert_eq!(tables[1]["def"]["columns"][2]["type"]["name"], "varchar");
    assert_eq!(tables[1]["def"]["columns"][2]["default"]["literal"], "it's");
    assert_eq!(tables[2]["def"]["foreign_keys"][0]["on_delete"], "cascade");
    assert_eq!(json["schema"]["others"][0]["kind"], "view");
}
