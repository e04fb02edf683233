//! The settings of a session that keep data as it is, as SQL.

/// A value that does not fit is an error, never cut; a 0 stays 0 when its column is numbered; `||`
/// joins texts, as on every connection of sqlx.
pub(crate) const STRICT: &str = "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,STRICT_ALL_TABLES,\
     ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,PIPES_AS_CONCAT'";
/// The same without strict mode: values that do not fit are cut or bent.
pub(crate) const LENIENT: &str = "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION,\
     NO_AUTO_VALUE_ON_ZERO,PIPES_AS_CONCAT'";

/// What a file of statements begins with, for whatever client reads it: the texts in it are UTF-8
/// with all its characters, and the `sql_mode` is the one of a migration.
#[must_use]
pub fn file_head() -> String {
    format!("SET NAMES utf8mb4;\n{STRICT};\n")
}

/// - The `sql_mode` above.
/// - What is written stands at once, whatever other sessions do.
/// - Foreign keys are checked when they are added.
/// - Both lock timeouts (in seconds): one bounds waiting for the table, the other for its rows.
/// - READ COMMITTED: an UPDATE in batches locks the rows it changes, not all it passes.
/// - Statement time limits: an ALTER takes as long as it takes.
/// - Statistics are as fresh as the server has them: they decide how large a table is.
pub(crate) fn session_settings(lock_wait: u64) -> [String; 2] {
    let variables = format!(
        "{STRICT}, \
         autocommit = 1, time_zone = '+00:00', foreign_key_checks = 1, unique_checks = 1, \
         lock_wait_timeout = {lock_wait}, innodb_lock_wait_timeout = {lock_wait}, \
         wait_timeout = 28800 \
         /*!80000 , information_schema_stats_expiry = 0, max_execution_time = 0 */\
         /*!80030 , show_gipk_in_create_table_and_information_schema = ON */\
         /*M!100600 , max_statement_time = 0 */"
    );
    [variables, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED".to_owned()]
}
