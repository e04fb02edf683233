//! The server as the judge of spelling: does a change of a column change anything?
//!
//! Servers rewrite expressions, and their catalogues lose some characters. So where only the
//! text differs, the change is tried on an empty temporary copy of the table: if SHOW CREATE
//! TABLE says the same before and after, there is nothing to change.

use sqlx::mysql::MySqlConnection;

use crate::ddl::{Clause, Dialect, alter_table};
use crate::schema::TableName;
use crate::server::packet::{Rows, send};

const COPY: &str = "_safe_schema_copy";

/// Whether the change of a column changes nothing, tried on a temporary copy.
///
/// `false` also where it can't be tried (no CREATE TEMPORARY TABLES privilege): the change then
/// stays in the plan.
pub(crate) async fn without_effect(
    connection: &mut MySqlConnection,
    table: &TableName,
    change: &Clause,
    dialect: Dialect<'_>,
) -> bool {
    let copy = TableName { database: table.database.clone(), table: COPY.into() };
    let name = dialect.table(&copy);
    let change = alter_table(&copy, std::slice::from_ref(change), dialect);
    let packet = format!(
        "CREATE TEMPORARY TABLE {name} LIKE {};\nSHOW CREATE TABLE {name};\n{change};\n\
         SHOW CREATE TABLE {name}",
        dialect.table(table)
    );
    let answers = send(connection, packet).await;
    // The copy may or may not be there, and a temporary table outlives nothing but this session.
    let dropped = send(connection, format!("DROP TEMPORARY TABLE IF EXISTS {name}")).await;
    match (answers, dropped) {
        (Ok(answers), Ok(_)) => {
            matches!(answers.as_slice(), [_, before, _, after] if text(before) == text(after))
        }
        (Err(error), _) | (_, Err(error)) => {
            tracing::debug!(%error, table = %table, ?change, "cannot try the change");
            false
        }
    }
}

fn text(rows: &Rows) -> Option<&str> {
    rows.first()?.get(1)?.as_deref()
}
