//! A connection that was lost in the middle of a statement: the server goes on without it.

use std::time::{Duration, Instant};

use crate::error::{Error, ServerError};

use super::session::number;
use super::{Session, Stop};

const DOING: &str = "wait until the server is done with a lost connection";
const PAUSE: Duration = Duration::from_millis(100);

/// Waits until the server no longer runs anything on the connection of that number. A server that
/// was restarted begins its numbers anew, so another one may have it by now: only a statement of
/// one's own user that names the table of a lost one counts.
pub(crate) async fn wait_for_end(
    session: &mut Session,
    connection: u64,
    statements: &[&str],
    budget: Duration,
    stop: &mut Stop<'_>,
) -> Result<(), Error> {
    let started = Instant::now();
    while still_runs(session, connection, statements).await? {
        if started.elapsed() > budget {
            return Err(Error::Query {
                doing: DOING.to_owned(),
                done: Vec::new(),
                server: ServerError::unexpected(&format!(
                    "connection {connection} is still running: {}",
                    statements.join("; ")
                )),
            });
        }
        tracing::debug!(
            name: "safe_schema.lost.waiting",
            connection, "the server goes on with a statement whose connection was lost"
        );
        stop.pause(PAUSE).await;
        if stop.is_wanted().await {
            return Err(Error::Stopped { done: Vec::new() });
        }
    }
    Ok(())
}

/// Whether the server still runs one of the statements on the connection of that number, or another
/// one of the same step (a fill asks where its batches end): one that names the same table. As far
/// as this user may see.
pub(super) async fn still_runs(
    session: &mut Session,
    connection: u64,
    statements: &[&str],
) -> Result<bool, Error> {
    let is_one = statements.iter().map(|statement| match quoted_name(statement) {
        Some(table) => format!("LOCATE({}, INFO) > 0", crate::ddl::literal(table)),
        None => "INFO IS NOT NULL".to_owned(),
    });
    let is_one = is_one.collect::<Vec<_>>().join(" OR ");
    // What the journal sends with them counts as well.
    let question = format!(
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST \
         WHERE ID = {connection} AND ID <> CONNECTION_ID() \
           AND ({is_one} OR LOCATE('safe_schema_', INFO) > 0)"
    );
    let rows = session.ask(question, || DOING.to_owned()).await?;
    Ok(number::<u64>(&rows) != Some(0))
}

/// The first quoted name of a statement, with its database.
fn quoted_name(statement: &str) -> Option<&str> {
    let begin = statement.find('`')?;
    let name = &statement[begin..];
    let mut is_open = false;
    let end = name.find(|c: char| {
        is_open ^= c == '`';
        !is_open && c != '`' && c != '.'
    });
    Some(&name[..end.unwrap_or(name.len())])
}

#[cfg(test)]
mod tests {
    use super::quoted_name;

    #[test]
    fn a_statement_names_its_table_first() {
        for (statement, name) in [
            ("UPDATE `t` SET `a` = 1", Some("`t`")),
            ("ALTER TABLE `d`.`a``b c`\n  ADD COLUMN `x` int", Some("`d`.`a``b c`")),
            ("DROP TABLE `t`", Some("`t`")),
            ("a data fix", None),
        ] {
            assert_eq!(quoted_name(statement), name, "{statement}");
        }
    }
}
