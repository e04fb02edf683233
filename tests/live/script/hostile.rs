//! Names, comments, defaults and members of any content, in a script.

use safe_schema::diff::{Desired, Extent};
use safe_schema::{Schema, inspect};

use crate::support::{Database, both};

both! {
    names_and_texts,
    the_name_of_the_database,
}

/// What a client, or badly quoted SQL, might take for its own.
const HOSTILE: &[&str] = &[
    "it's",
    "\\",
    "a\\\\'b\\",
    "\"double",
    "`back` ``",
    "'; DROP TABLE plain; -- ",
    "/* */ # -- \n;",
    "*/ /*! x",
    "\nDELIMITER $$\nx $$\n",
    "delimiter //",
    "\\q\n\\! false\n\\g",
    "source /etc/passwd\nquit\nexit\nuse mysql\n",
    "100% _ ? :name $1 {0}",
    "é ß \u{4e2d}\u{6587}",
    "tab\tcr\rlf\nend",
    "NULL",
    "\u{1F600} smile",
    "\u{1a} ctrl-z \u{8}\u{7f}",
];

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

fn name(text: &str) -> String {
    let name: String = text.chars().filter(|c| c.len_utf8() < 4).collect();
    format!("`{}`", name.trim_end().replace('`', "``"))
}

/// A table with the text in every place that takes it.
fn table(text: &str, more: &str) -> String {
    let (name, text) = (name(&format!("n {text}.")), quoted(text));
    format!(
        "CREATE TABLE {name} (id INT PRIMARY KEY, {name} VARCHAR(200) DEFAULT {text} COMMENT {text}, \
         e ENUM({text}, 'x'){more}, KEY {name} ({name}(10)) COMMENT {text}, \
         CONSTRAINT {name} CHECK ({name} <> {text})) DEFAULT CHARSET=utf8mb4 COMMENT {text}"
    )
}

async fn names_and_texts(db: Database) {
    for text in HOSTILE {
        let other = Database::new(db.kind, "hostile").await.unwrap();
        let here = Database::new(db.kind, "here").await.unwrap();
        for db in [&other, &here] {
            db.sql("ALTER DATABASE CHARACTER SET utf8mb4").await;
            db.sql("CREATE TABLE plain (id INT PRIMARY KEY)").await;
        }
        other.sql(&table(text, "")).await;
        // Made, and then altered.
        for change in ["", ", more INT"] {
            if !change.is_empty() {
                let old = name(&format!("n {text}."));
                other.sql(&format!("DROP TABLE {old}; {}", table(text, change))).await;
                let nothing = quoted("nothing");
                here.sql(&format!(
                    "ALTER TABLE {old} MODIFY {old} VARCHAR(100) COMMENT {nothing}, \
                     COMMENT {nothing}, DROP KEY {old}, DROP CONSTRAINT {old}, MODIFY e ENUM('x')"
                ))
                .await;
            }
            let live = inspect(&other.root).await.unwrap();
            let schema = Schema::like(Desired::like(&live, Extent::Exact));
            let plan = schema.plan(&here.root).await.unwrap();
            let script = plan.to_script().unwrap_or_else(|error| panic!("{text:?}: {error}"));
            here.runs(&script, true);
            here.runs(&script, true);
            let plan = schema.plan(&here.root).await.unwrap();
            assert!(plan.is_empty(), "{text:?}: {plan}");
            assert_eq!(here.tables("%").await.len(), 2, "{text:?}");
        }
    }
}

async fn the_name_of_the_database(db: Database) {
    for name in ["it's", "a`b", "\"x\" -- ;", "é \\q", "DELIMITER", "a.b", "use x"] {
        let quoted = format!("`{}`", name.replace('`', "``"));
        db.sql(&format!("CREATE DATABASE {quoted}")).await;
        let pool = crate::support::pool(db.options("root").database(name));
        db.sql(&format!("CREATE TABLE {quoted}.t (id INT PRIMARY KEY)")).await;
        let live = inspect(&pool).await.unwrap();
        db.sql(&format!("DROP TABLE {quoted}.t")).await;
        let schema = Schema::like(Desired::like(&live, Extent::Exact));
        let script = schema.plan(&pool).await.unwrap().to_script().unwrap();
        for _ in 0..2 {
            db.runs(&script, true);
            assert!(schema.plan(&pool).await.unwrap().is_empty(), "{name}");
        }
        pool.close().await;
        db.sql(&format!("DROP DATABASE {quoted}")).await;
    }
}
