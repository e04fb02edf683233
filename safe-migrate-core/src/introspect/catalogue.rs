//! The questions to the catalogue: one packet, whatever the number of tables.

use crate::ddl::literal;
use crate::schema::TableName;
use crate::server::ServerInfo;

/// What a look sets for itself.
pub(super) const SET_UP: &str = "SET @safe_schema_sql_mode = @@SESSION.sql_mode, \
     @safe_schema_quote = @@SESSION.sql_quote_show_create, \
     SESSION sql_mode = '', SESSION sql_quote_show_create = 1 \
     /*!80030 , @safe_schema_gipk = @@SESSION.show_gipk_in_create_table_and_information_schema, \
     SESSION show_gipk_in_create_table_and_information_schema = ON */";
/// What gives the session its settings back.
pub(super) const RESTORE: &str = "SET SESSION sql_mode = @safe_schema_sql_mode, \
     SESSION sql_quote_show_create = @safe_schema_quote \
     /*!80030 , SESSION show_gipk_in_create_table_and_information_schema = @safe_schema_gipk */";
/// How many statements of the packet come before those of the first database.
pub(super) const HEAD: usize = 4;
/// How many statements each database takes.
pub(super) const PER_DATABASE: usize = 8;

/// Which tables of a database are asked for.
pub(super) enum Tables {
    /// Every one.
    All,
    /// Those of these names.
    Named(Vec<String>),
}

/// The packet that asks for the tables of each database (`None` is the connected one).
///
/// MariaDB writes expressions as the session's `sql_mode` says, so it is set for the packet
/// and given back at its end; where a session has no autocommit, the packet's transaction ends
/// with it. (Should a statement fail in between, the connection is closed.)
/// `/*!80000 */` is read by MySQL only, `/*M!100600 */` by MariaDB only: one text serves both,
/// so no question about the flavour has to be answered first.
pub(super) fn packet(databases: &[(Option<String>, Tables)]) -> String {
    let variables = list(ServerInfo::VARIABLES.iter().copied());
    let mut sql = format!(
        "{SET_UP};\n\
         SELECT DATABASE();\n\
         SHOW VARIABLES WHERE Variable_name IN ({variables});\n\
         SELECT 1 FROM information_schema.USER_PRIVILEGES \
         WHERE PRIVILEGE_TYPE = 'SELECT' AND GRANTEE = {ME};\n"
    );
    for (database, tables) in databases {
        let database = database.as_deref().map_or("DATABASE()".to_owned(), within_comment);
        let is_wanted = |column: &str| match tables {
            Tables::All => "TRUE".to_owned(),
            // MariaDB looks for names that differ only in case but once, unless it reads them all.
            Tables::Named(names) if differ_only_in_case(names) => {
                format!("CONCAT({column}) IN ({})", list(names.iter().map(String::as_str)))
            }
            Tables::Named(names) => {
                format!("{column} IN ({})", list(names.iter().map(String::as_str)))
            }
        };
        let sizes = match tables {
            Tables::All => SIZES,
            // Of the ones that are changed they are asked later: the server opens tables for them.
            Tables::Named(_) => "0, 0",
        };
        sql.push_str(&questions(&database, sizes, is_wanted));
    }
    sql.push_str(RESTORE);
    sql.push_str(";\nCOMMIT");
    sql
}

fn differ_only_in_case(names: &[String]) -> bool {
    let mut folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    folded.sort();
    folded.windows(2).any(|pair| pair[0] == pair[1])
}

/// A literal within a version comment: what would open or close a comment is broken by a backslash,
/// as the server that passes the comment over looks for nothing else.
fn within_comment(text: &str) -> String {
    literal(text).replace("*/", "*\\/").replace("/*", "/\\*")
}

fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(within_comment).collect::<Vec<_>>().join(", ")
}

fn questions(db: &str, sizes: &str, is_wanted: impl Fn(&str) -> String) -> String {
    let (own, t, c) =
        (is_wanted("TABLE_NAME"), is_wanted("t.TABLE_NAME"), is_wanted("c.TABLE_NAME"));
    // Checks: MySQL's constraint names are unique in the schema, MariaDB's only in the table.
    // MariaDB opens every database unless the filter is on TABLE_SCHEMA.
    format!(
        "SELECT DEFAULT_COLLATION_NAME, COALESCE(CURRENT_ROLE(), 'NONE') <> 'NONE' \
           OR EXISTS (SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES \
             WHERE GRANTEE = {ME} AND PRIVILEGE_TYPE IN ({ON_COLUMNS}) \
               AND {db} LIKE TABLE_SCHEMA) \
         FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = {db};\n\
         SELECT TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, {sizes}, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT \
         FROM information_schema.TABLES WHERE TABLE_SCHEMA = {db} AND {own};\n\
         SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_DEFAULT, IS_NULLABLE, \
           COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, EXTRA, COLUMN_COMMENT, \
           GENERATION_EXPRESSION, /*!80000 SRS_ID *//*M!100600 NULL */ \
         FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = {db} AND {own};\n\
         SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, COLUMN_NAME, COLLATION, \
           SUB_PART, INDEX_TYPE, INDEX_COMMENT, \
           /*!80000 IS_VISIBLE = 'NO', EXPRESSION *//*M!100600 IGNORED = 'YES', NULL */ \
         FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = {db} AND {own};\n\
         SELECT CONSTRAINT_NAME, TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, \
           REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME, TABLE_SCHEMA \
         FROM information_schema.KEY_COLUMN_USAGE \
         WHERE TABLE_SCHEMA = {db} AND REFERENCED_TABLE_NAME IS NOT NULL;\n\
         SELECT TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE, UNIQUE_CONSTRAINT_NAME \
         FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = {db};\n\
         /*!80016 SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE, t.ENFORCED, NULL \
         FROM information_schema.TABLE_CONSTRAINTS t JOIN information_schema.CHECK_CONSTRAINTS c \
           ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME \
         WHERE t.TABLE_SCHEMA = {db} AND t.CONSTRAINT_TYPE = 'CHECK' \
           AND {t} */\
         /*M!100600 SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, 'YES', LEVEL \
         FROM information_schema.CHECK_CONSTRAINTS \
         WHERE CONSTRAINT_SCHEMA = {db} AND {own} */;\n\
         SELECT DISTINCT c.TABLE_NAME FROM information_schema.COLUMN_PRIVILEGES c \
         WHERE c.TABLE_SCHEMA = {db} AND {c} \
           AND c.GRANTEE = {ME} \
           AND COALESCE(CURRENT_ROLE(), 'NONE') = 'NONE' \
           AND NOT EXISTS (SELECT 1 FROM information_schema.USER_PRIVILEGES u \
             WHERE u.PRIVILEGE_TYPE IN ({ON_COLUMNS}) AND u.GRANTEE = {ME}) \
           AND NOT EXISTS (SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES s \
             WHERE s.PRIVILEGE_TYPE IN ({ON_COLUMNS}) AND s.GRANTEE = {ME} \
               AND {db} LIKE s.TABLE_SCHEMA) \
           AND NOT EXISTS (SELECT 1 FROM information_schema.TABLE_PRIVILEGES t \
             WHERE t.PRIVILEGE_TYPE IN ({ON_COLUMNS}) AND t.GRANTEE = {ME} \
               AND t.TABLE_SCHEMA = {db} AND t.TABLE_NAME = c.TABLE_NAME);\n"
    )
}

/// About how many rows and bytes a table has.
const SIZES: &str = "TABLE_ROWS, DATA_LENGTH + INDEX_LENGTH";

/// The question for the size of one table.
pub(super) fn size(table: &TableName) -> String {
    let db = table.database.as_deref().map_or("DATABASE()".to_owned(), literal);
    format!(
        "SELECT {SIZES} FROM information_schema.TABLES \
         WHERE TABLE_SCHEMA = {db} AND TABLE_NAME = {}",
        literal(&table.table)
    )
}

/// The packet that asks which foreign keys, of whatever database, refer to the tables. Slow on
/// MariaDB, which opens every table for it, so only asked before a key is taken away.
pub(super) fn children(database: Option<&str>, tables: &[String]) -> String {
    let db = database.map_or("DATABASE()".to_owned(), literal);
    let names = list(tables.iter().map(String::as_str));
    format!(
        "SELECT CONSTRAINT_NAME, TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, \
           REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME, TABLE_SCHEMA \
         FROM information_schema.KEY_COLUMN_USAGE \
         WHERE REFERENCED_TABLE_SCHEMA = {db} AND REFERENCED_TABLE_NAME IN ({names})"
    )
}

/// The privileges that can be granted on single columns; one of them on the whole table shows
/// all its columns.
const ON_COLUMNS: &str = "'SELECT', 'INSERT', 'UPDATE', 'REFERENCES'";

/// The connected account as the privilege tables write it: `'user'@'host'`.
const ME: &str = "CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')";
