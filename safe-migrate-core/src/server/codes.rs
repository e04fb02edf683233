//! Error numbers of MySQL and MariaDB, by name.
//!
//! Sources: MySQL's and MariaDB's error references; what each means here was tried on servers.

/// Access denied for a user to a database.
pub(crate) const DATABASE_ACCESS_DENIED: u16 = 1044;
/// Wrong user or password.
pub(crate) const ACCESS_DENIED: u16 = 1045;
/// Unknown database.
pub(crate) const UNKNOWN_DATABASE: u16 = 1049;
/// A statement on a table is denied to the user.
pub(crate) const TABLE_ACCESS_DENIED: u16 = 1142;
/// A statement on a column is denied to the user.
pub(crate) const COLUMN_ACCESS_DENIED: u16 = 1143;
/// A privilege is missing.
pub(crate) const SPECIFIC_ACCESS_DENIED: u16 = 1227;
/// A lock was not had within `lock_wait_timeout`.
pub(crate) const LOCK_WAIT_TIMEOUT: u16 = 1205;
/// A SELECT was ended by its `MAX_EXECUTION_TIME` (MySQL).
const QUERY_TIMEOUT: u16 = 3024;
/// A statement was ended by `max_statement_time` (MariaDB).
const STATEMENT_TIMEOUT: u16 = 1969;
/// The server runs with an option (`--read-only`) that forbids the statement.
pub(crate) const READ_ONLY: u16 = 1290;
/// The transaction was chosen to end a deadlock (Galera: lost a certification).
pub(crate) const DEADLOCK: u16 = 1213;

/// The commit failed. Group Replication says so of a transaction that met another member's.
const ERROR_DURING_COMMIT: u16 = 1180;
/// Group Replication rolled the transaction back, as another member's was first.
const ROLLED_BACK_BY_GROUP: u16 = 3101;
/// A column that may not be NULL would become it.
pub(crate) const CANNOT_BE_NULL: u16 = 1048;
/// A table is not there.
pub(crate) const NO_SUCH_TABLE: u16 = 1146;

/// Whether the error says that a privilege is missing.
pub(crate) const fn is_privilege(code: u16) -> bool {
    matches!(
        code,
        DATABASE_ACCESS_DENIED
            | TABLE_ACCESS_DENIED
            | COLUMN_ACCESS_DENIED
            | SPECIFIC_ACCESS_DENIED
            | EXECUTE_DENIED
    )
}

/// Execution of a routine is denied to the user.
const EXECUTE_DENIED: u16 = 1370;

/// Whether a statement was ended as it had taken the time that it was given.
pub(crate) const fn is_out_of_time(code: u16) -> bool {
    matches!(code, QUERY_TIMEOUT | STATEMENT_TIMEOUT)
}

/// Whether a statement that failed so changed nothing, and may work when sent again.
pub(crate) const fn is_transient(code: u16) -> bool {
    matches!(code, LOCK_WAIT_TIMEOUT | DEADLOCK | ERROR_DURING_COMMIT | ROLLED_BACK_BY_GROUP)
}

/// Whether the server has no such algorithm for the change, or has used it up for this table
/// (MySQL keeps 255 INSTANT versions of a table's rows). It changed nothing.
pub(crate) const fn refuses_algorithm(code: u16) -> bool {
    matches!(code, 1845 | 1846 | 4092)
}

/// Whether a statement that failed so met another session's that did the same and was faster: on
/// the same server, or on another one of a cluster.
pub(crate) const fn lost_a_race(code: u16) -> bool {
    is_transient(code) || matches!(code, 1050 | 1062)
}

/// Whether the statement was refused because what it makes is there already, or what it drops
/// is gone: with the lock held, somebody else changed the database meanwhile. Benign only
/// after looking again.
pub(crate) const fn says_done_already(code: u16) -> bool {
    // Table, column, index, primary key, nothing to drop, foreign-key name.
    matches!(code, 1050 | 1060 | 1061 | 1068 | 1091 | 1826)
}

/// Whether a server that says so may let the same user in a little later: too many connections
/// (of all, of this user), starting or shutting down, offline for maintenance, a node of a cluster
/// that is not ready.
pub(crate) const fn is_not_up_yet(code: u16) -> bool {
    matches!(code, 1040 | 1047 | 1203 | 1226 | 3032) || ends_connection(code)
}

/// Whether the error ends the connection: the server shuts down, or somebody killed the session.
pub(crate) const fn ends_connection(code: u16) -> bool {
    // Shutdown, net errors, aborted, killed (MariaDB, MySQL), idle for too long (MySQL).
    matches!(code, 1053 | 1158..=1161 | 1184 | 1927 | 3169 | 4031)
}

/// The savepoint is not there (any more).
pub(crate) const NO_SUCH_SAVEPOINT: u16 = 1305;

/// A row would be in no partition.
pub(crate) const NO_PARTITION_FOR_VALUE: u16 = 1526;

/// Whether a table or a column is not there.
pub(crate) const fn is_missing(code: u16) -> bool {
    matches!(code, 1054 | 1146)
}
