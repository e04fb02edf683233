//! An index of words over the column of a foreign key, for which both servers drop the index that
//! the key rests on.

use safe_schema::{SafeSchema, schema};

use super::case::{Expected, Joint};
use crate::support::{Database, both};

both! { added, added_over_several_columns, made_with_the_table }

#[derive(SafeSchema)]
#[safe_schema(table = "lands")]
struct Land {
    #[safe_schema(primary_key, len = 20)]
    code: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "towns", index(name = "words", columns(land), fulltext))]
struct Town {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 20, references(Land::code))]
    land: String,
    #[safe_schema(len = 50)]
    name: String,
}

#[derive(SafeSchema)]
#[safe_schema(table = "towns", index(name = "words", columns(land, name), fulltext))]
struct TownOfWords {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 20, references(Land::code))]
    land: String,
    #[safe_schema(len = 50)]
    name: String,
}

const LANDS: &str = "CREATE TABLE lands (code VARCHAR(20) PRIMARY KEY) DEFAULT CHARSET=utf8mb4;
    INSERT INTO lands VALUES ('norge'), ('sverige'), ('suomi');";
const TOWNS: &str = "CREATE TABLE towns (id INT UNSIGNED PRIMARY KEY, land VARCHAR(20) NOT NULL,
      name VARCHAR(50) NOT NULL,
      CONSTRAINT fk_towns_land FOREIGN KEY (land) REFERENCES lands (code)) DEFAULT CHARSET=utf8mb4;
    INSERT INTO towns VALUES (1, 'norge', 'Oslo');";

const JOINT: Joint = Joint {
    orphan: "INSERT INTO towns VALUES (9, 'island', 'x')",
    valid: "INSERT INTO towns VALUES (9, 'sverige', 'x')",
    parent: "DELETE FROM lands WHERE code = 'norge'",
};

async fn added(db: Database) {
    db.sql(LANDS).await;
    db.sql(TOWNS).await;
    let expected: Expected<'_> = Expected {
        keys: &[(
            "towns",
            &[
                "PRIMARY KEY (`id`)",
                "KEY `fk_towns_land` (`land`)",
                "FULLTEXT KEY `words` (`land`)",
                "CONSTRAINT `fk_towns_land` FOREIGN KEY (`land`) REFERENCES `lands` (`code`)",
            ],
        )],
        joints: &[JOINT],
    };
    db.repair(&schema![Town, Land], &expected).await;
    // MariaDB refused it where the key has no index that serves it.
    db.sql("DELETE FROM lands WHERE code = 'suomi'").await;
}

async fn added_over_several_columns(db: Database) {
    db.sql(LANDS).await;
    db.sql(TOWNS).await;
    db.repair(&schema![TownOfWords, Land], &Expected { keys: &[], joints: &[JOINT] }).await;
    db.sql("DELETE FROM lands WHERE code = 'suomi'").await;
}

async fn made_with_the_table(db: Database) {
    db.sql(LANDS).await;
    db.repair(&schema![Town, Land], &Expected { keys: &[], joints: &[] }).await;
    db.sql("INSERT INTO towns VALUES (1, 'norge', 'Oslo')").await;
    db.assert_joints(&[JOINT]).await;
    db.sql("DELETE FROM lands WHERE code = 'suomi'").await;
}
