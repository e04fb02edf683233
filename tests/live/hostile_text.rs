//! Names, comments, defaults and members of any content, to servers of any `sql_mode`.

use std::borrow::Cow;

use safe_schema::schema::{ColumnType, DefaultValue, IndexTarget, TableDef, Text};
use safe_schema::{Model, SafeSchema, Schema};
use sqlx::mysql::MySqlPoolOptions;

use crate::support::{Database, ask, both};

both! {
    names,
    comments_and_defaults,
    members,
    in_journal_and_lock,
}

#[derive(SafeSchema)]
#[safe_schema(table = "plain", comment = "of the table")]
struct Plain {
    #[safe_schema(primary_key)]
    id: u32,
    #[safe_schema(len = 100, default = "a default", comment = "of a column", index)]
    text: String,
    #[safe_schema(sql_type = "ENUM('one', 'two')")]
    choice: Option<String>,
}

/// What breaks out of badly quoted SQL, in one way or another.
const HOSTILE: &[&str] = &[
    "it's",
    "''",
    "\\",
    "\\'",
    "a\\\\'b\\",
    "\"double\"",
    "`back` ``",
    "'; DROP TABLE plain; -- ",
    "/* */ # -- \n;",
    "*/",
    "/*/ \\*/",
    "100% _ ? :name $1 {0}",
    "é ß \u{4e2d}\u{6587}",
    "tab\tcr\rlf\nend",
    "NULL",
    "CURRENT_TIMESTAMP",
    "0x41",
];
/// What a name can't hold: NUL, and what takes four bytes.
const IN_TEXTS: &[&str] = &["nul\0byte", "\u{1F600} smile", "\u{1a} ctrl-z", "\u{8}\u{7f}"];

const MODES: &[&str] = &["", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"];

/// A schema of the plain table, changed.
fn with(change: impl FnOnce(&mut TableDef)) -> Schema {
    let mut table = Plain::TABLE.clone();
    change(&mut table);
    Schema::new(vec![Model { table: Box::leak(Box::new(table)), parents: &[] }])
}

fn text(text: &'static str) -> Text {
    Cow::Borrowed(text)
}

/// Makes the table, looks again, drops a column and mends that, with sessions of every mode; what
/// the server has afterwards must be what was said, byte by byte.
async fn carried(db: &Database, schema: &Schema, seen: &str, expected: &str) {
    let (_, user) = db.pool().await;
    for mode in MODES {
        let set = format!("SET SESSION sql_mode = '{mode}'");
        let pool = MySqlPoolOptions::new()
            .max_connections(2)
            .after_connect(move |connection, _| {
                let set = set.clone();
                Box::pin(async move { ask(connection, &set).await.map(drop) })
            })
            .connect_lazy_with(db.options(&user).database(&db.name));
        for table in tables(db).await {
            db.sql(&format!("DROP TABLE {table}")).await;
        }
        let made = schema.migrate(&pool).await;
        let made = made.unwrap_or_else(|error| panic!("{mode:?}, {expected:?}: {error}"));
        assert_eq!(made.executed.len(), 1);
        assert_eq!(db.value(seen).await, hex(expected), "{mode:?}: {expected:?}");
        let again = schema.migrate(&pool).await.unwrap();
        assert!(again.is_unchanged(), "{mode:?}, {expected:?}: {again}");
        // An ALTER restates what a CREATE said.
        let table = tables(db).await.remove(0);
        db.sql(&format!("ALTER TABLE {table} COMMENT 'other', DROP COLUMN choice")).await;
        let altered = schema.migrate(&pool).await;
        altered.unwrap_or_else(|error| panic!("{mode:?}, {expected:?}: {error}"));
        assert_eq!(db.value(seen).await, hex(expected), "{mode:?}: {expected:?}");
        assert!(schema.migrate(&pool).await.unwrap().is_unchanged(), "{mode:?}: {expected:?}");
        assert_eq!(tables(db).await.len(), 1);
        pool.close().await;
    }
}

/// The tables of the scenario, quoted as such names need it.
async fn tables(db: &Database) -> Vec<String> {
    let names = db.rows("SHOW TABLES").await.into_iter().flatten().flatten();
    let own = names.filter(|name| name != safe_schema::schema::JOURNAL);
    own.map(|name| format!("`{}`", name.replace('`', "``"))).collect()
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02X}")).collect()
}

/// Of the table, of a column, and of an index.
async fn names(db: Database) {
    for name in HOSTILE {
        // A name may not end in a space.
        let name = name.trim_end();
        let schema = with(|table| {
            table.name = text(name);
            table.columns.to_mut()[1].name = text(name);
            let index = &mut table.indexes.to_mut()[0];
            index.name = text(name);
            index.parts.to_mut()[0].target = IndexTarget::Column(text(name));
        });
        let seen = "SELECT HEX(INDEX_NAME) FROM information_schema.STATISTICS \
                    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = COLUMN_NAME \
                      AND COLUMN_NAME = INDEX_NAME";
        carried(&db, &schema, seen, name).await;
    }
}

async fn comments_and_defaults(db: Database) {
    for said in HOSTILE.iter().chain(IN_TEXTS) {
        let schema = with(|table| {
            table.options.comment = Some(text(said));
            table.columns.to_mut()[1].comment = Some(text(said));
            table.columns.to_mut()[1].default = Some(DefaultValue::Literal(text(said)));
        });
        // A comment holds three bytes a character, that of a table no NUL; a default is what a
        // row gets.
        let storable: String =
            said.chars().map(|c| if c.len_utf8() > 3 { '?' } else { c }).collect();
        let seen = "SELECT HEX(CONCAT_WS('|', t.TABLE_COMMENT, c.COLUMN_COMMENT)) \
                    FROM information_schema.TABLES t JOIN information_schema.COLUMNS c \
                      ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME \
                    WHERE t.TABLE_SCHEMA = DATABASE() AND c.COLUMN_NAME = 'text'";
        carried(&db, &schema, seen, &[&storable.replace('\0', "?"), &*storable].join("|")).await;
        db.sql("INSERT INTO plain (id) VALUES (1)").await;
        assert_eq!(db.value("SELECT HEX(text) FROM plain").await, hex(said), "{said:?}");
    }
}

/// Of an enum, which the server's catalogue shows with its quotes.
async fn members(db: Database) {
    for member in HOSTILE.iter().chain(IN_TEXTS) {
        let member = member.trim_end();
        let schema = with(|table| {
            let members = vec![text("first"), text(member)];
            table.columns.to_mut()[2].ty = ColumnType::Enum { members: members.into() };
        });
        let (pool, _) = db.pool().await;
        let made = schema.migrate(&pool).await;
        made.unwrap_or_else(|error| panic!("{member:?}: {error}"));
        db.sql("INSERT INTO plain (id, choice) VALUES (1, 2)").await;
        assert_eq!(db.value("SELECT HEX(choice) FROM plain").await, hex(member), "{member:?}");
        let again = schema.migrate(&pool).await.unwrap();
        assert!(again.is_unchanged(), "{member:?}: {again}");
        db.sql("DROP TABLE plain").await;
        pool.close().await;
    }
}

/// A database, a service and a statement of such content: what is written about them, and the
/// name of the lock.
async fn in_journal_and_lock(db: Database) {
    let name = format!("a'b\\\"c` */; {}", db.kind);
    let quoted = name.replace('`', "``");
    db.sql(&format!("CREATE DATABASE `{quoted}`")).await;
    let pool = crate::support::pool(db.options("root").database(&name));
    for said in HOSTILE.iter().chain(IN_TEXTS) {
        let schema = with(|table| table.options.comment = Some(text(said))).with_service(*said);
        let report =
            schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{said:?}: {error}"));
        assert_eq!(report.executed.len(), 1, "{said:?}");
        let history = schema.history(&pool).await.unwrap();
        let last = history.last().unwrap();
        assert_eq!(
            (&last.service, &last.statement),
            (&(*said).to_owned(), &report.executed[0].sql)
        );
    }
    db.sql(&format!("DROP DATABASE `{quoted}`")).await;
}
