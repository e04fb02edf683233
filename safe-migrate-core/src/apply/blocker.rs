//! Who holds the lock that a statement waited for in vain: a question that is asked only then.

use crate::ddl::literal;
use crate::plan::Step;
use crate::report::Blocker;
use crate::schema::TableName;
use crate::server::Flavour;
use crate::server::packet::{Rows, send};

use super::Session;

/// What a connection is asked for, in both questions.
const COLUMNS: &str = "p.ID, p.USER, p.HOST, p.TIME, IF(p.COMMAND = 'Sleep', NULL, p.INFO)";
/// A report names so many.
const LIMIT: u32 = 5;

/// Those who hold a lock on the step's table or its parents; where the server does not show
/// that, those with an open transaction; none where this user may not see that either.
pub(super) async fn blockers(session: &mut Session, step: &Step, flavour: Flavour) -> Vec<Blocker> {
    let holders = rows(session, holders_of(&step.locked_tables(), flavour)).await;
    if let Some(rows) = holders.filter(|rows| !rows.is_empty()) {
        return named(rows, true);
    }
    let open = format!(
        "SELECT {COLUMNS} FROM information_schema.INNODB_TRX t \
         JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id \
         WHERE p.ID <> CONNECTION_ID() ORDER BY t.trx_started LIMIT {LIMIT}"
    );
    named(rows(session, open).await.unwrap_or_default(), false)
}

/// MariaDB shows metadata locks where its plugin `metadata_lock_info` is installed.
fn holders_of(tables: &[&TableName], flavour: Flavour) -> String {
    let wanted = |schema: &str, table: &str| {
        let is_it = tables.iter().map(|name| {
            let database = name.database.as_deref().map_or("DATABASE()".to_owned(), literal);
            format!("({schema} = {database} AND {table} = {})", literal(&name.table))
        });
        is_it.collect::<Vec<_>>().join(" OR ")
    };
    match flavour {
        Flavour::MySql => format!(
            "SELECT DISTINCT p.PROCESSLIST_ID, p.PROCESSLIST_USER, p.PROCESSLIST_HOST, \
               p.PROCESSLIST_TIME, IF(p.PROCESSLIST_COMMAND = 'Sleep', NULL, p.PROCESSLIST_INFO) \
             FROM performance_schema.metadata_locks m \
             JOIN performance_schema.threads p ON p.THREAD_ID = m.OWNER_THREAD_ID \
             WHERE m.OBJECT_TYPE = 'TABLE' AND m.LOCK_STATUS = 'GRANTED' \
               AND p.PROCESSLIST_ID <> CONNECTION_ID() AND ({}) LIMIT {LIMIT}",
            wanted("m.OBJECT_SCHEMA", "m.OBJECT_NAME")
        ),
        Flavour::MariaDb => format!(
            "SELECT DISTINCT {COLUMNS} FROM information_schema.METADATA_LOCK_INFO m \
             JOIN information_schema.PROCESSLIST p ON p.ID = m.THREAD_ID \
             WHERE p.ID <> CONNECTION_ID() AND ({}) LIMIT {LIMIT}",
            wanted("m.TABLE_SCHEMA", "m.TABLE_NAME")
        ),
    }
}

/// `None` where the server does not answer: what it may show is a matter of privileges, of
/// plugins and of its version.
async fn rows(session: &mut Session, question: String) -> Option<Rows> {
    send(&mut session.connection, question).await.ok()?.into_iter().next()
}

fn named(rows: Rows, is_certain: bool) -> Vec<Blocker> {
    let blocker = |row: Vec<Option<String>>| {
        let mut row = row.into_iter();
        Some(Blocker {
            connection: row.next()??.parse().ok()?,
            user: row.next()?.unwrap_or_default(),
            host: row.next()?.unwrap_or_default(),
            seconds: row.next()?.and_then(|seconds| seconds.parse().ok()).unwrap_or_default(),
            statement: row.next()?,
            is_certain,
        })
    };
    rows.into_iter().filter_map(blocker).collect()
}
