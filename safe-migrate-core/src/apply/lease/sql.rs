//! The statements on the lease's row. Each is one autocommit statement, so that of several owners
//! that send it at once, one changes the row.

use std::time::Duration;

use crate::ddl::literal;

use super::Owner;

/// The server, as others tell it apart.
const NODE: &str = "CONCAT(@@hostname, ':', @@port)";
/// How much of a statement is kept.
const STATEMENT: usize = 200;

/// Everything that is known of the lease, its time by the server's clock.
pub(super) fn read(table: &str) -> String {
    format!(
        "SELECT fence, owner, COALESCE(held_until > UTC_TIMESTAMP(6), 0), who, \
           TIMESTAMPDIFF(SECOND, held_since, UTC_TIMESTAMP(6)), \
           TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), held_until), \
           IF(node = {NODE}, connection, NULL), statement, UTC_TIMESTAMP(6) \
         FROM {table} WHERE id = 1"
    )
}

/// The row, where there is none.
pub(super) fn insert(table: &str) -> String {
    format!("INSERT IGNORE INTO {table} (id, fence) VALUES (1, 0)")
}

/// Takes the lease that was seen at that fence and moment, unless somebody was faster. What the
/// former owner was doing stays written down until the new one does something.
///
/// A look counts for half the lease's time. Galera lets the statement wait for the end of an ALTER,
/// on whatever node, and then runs it again where the row was renewed meanwhile: by then the one
/// who sent it may be gone, and the owner is about to renew it once more.
pub(super) fn take(
    table: &str,
    (fence, seen): (u64, &str),
    owner: &Owner,
    time: Duration,
) -> String {
    let token = literal(&owner.token);
    format!(
        "UPDATE {table} SET fence = fence + 1, owner = {token}, who = {}, \
           held_since = UTC_TIMESTAMP(6), held_until = {} \
         WHERE id = 1 AND fence = {fence} \
           AND (held_until IS NULL OR held_until <= UTC_TIMESTAMP(6) OR owner = {token}) \
           AND UTC_TIMESTAMP(6) <= {} + INTERVAL {} MICROSECOND",
        literal(&owner.words),
        until(time),
        literal(seen),
        (time / 2).as_micros(),
    )
}

/// Holds the lease for longer, where it is still held.
pub(super) fn renew(table: &str, fence: u64, token: &str, time: Duration) -> String {
    format!(
        "UPDATE {table} SET held_until = {} \
         WHERE id = 1 AND fence = {fence} AND owner = {}",
        until(time),
        literal(token),
    )
}

/// Lets go of the lease, where it is still held.
pub(super) fn release(table: &str, fence: u64, token: &str) -> String {
    format!(
        "UPDATE {table} SET owner = NULL, who = NULL, held_since = NULL, held_until = NULL, \
           node = NULL, connection = NULL, statement = NULL \
         WHERE id = 1 AND fence = {fence} AND owner = {}",
        literal(token),
    )
}

/// Renews, and says what is about to be run; an error (1048, the fence can't be NULL) where the
/// lease is another's by now, so that a packet ends here.
pub(super) fn guard(
    table: &str,
    fence: u64,
    token: &str,
    time: Duration,
    statement: &str,
) -> String {
    let token = literal(token);
    let statement = literal(&statement.chars().take(STATEMENT).collect::<String>());
    format!(
        "INSERT INTO {table} (id, fence, owner, held_until, node, connection, statement) \
         VALUES (1, {fence}, {token}, {}, {NODE}, CONNECTION_ID(), {statement}) \
         ON DUPLICATE KEY UPDATE fence = IF(fence = {fence} AND owner = {token}, fence, NULL), \
           held_until = VALUES(held_until), node = VALUES(node), \
           connection = VALUES(connection), statement = VALUES(statement)",
        until(time),
    )
}

fn until(time: Duration) -> String {
    format!("UTC_TIMESTAMP(6) + INTERVAL {} MICROSECOND", time.as_micros())
}
