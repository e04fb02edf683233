//! The server as the judge of spelling: does a change of a column change anything?
//!
//! Servers rewrite expressions, and their catalogues lose some characters. So where only the
//! text differs, the change is tried on an empty temporary copy of the table: if SHOW CREATE
//! TABLE says the same before and after, there is nothing to change.

use sqlx::mysql::MySqlConnection;

use crate::ddl::{Clause, Dialect, alter_table};
use crate::error::ServerError;
use crate::schema::TableName;
use crate::server::packet::{Rows, send};

const COPY: &str = "_safe_schema_copy";

/// How a try ended.
pub(crate) enum Trial {
    /// The server shows the same before and after.
    ChangesNothing,
    /// It does not, or refuses the change itself.
    Changes,
    /// The copy could not be made.
    Impossible(ServerError),
}

/// Tries the change of a column on an empty temporary copy of its table.
pub(crate) async fn try_change(
    connection: &mut MySqlConnection,
    table: &TableName,
    change: &Clause,
    dialect: Dialect<'_>,
) -> Trial {
    let copy = TableName { database: table.database.clone(), table: COPY.into() };
    let name = dialect.table(&copy);
    let made = format!("CREATE TEMPORARY TABLE {name} LIKE {}", dialect.table(table));
    if let Err(error) = send(connection, made).await {
        return Trial::Impossible(error.into());
    }
    let change = alter_table(&copy, std::slice::from_ref(change), dialect);
    let tried =
        send(connection, format!("SHOW CREATE TABLE {name};\n{change};\nSHOW CREATE TABLE {name}"))
            .await;
    // A temporary table outlives nothing but this session; still, the next one has its name.
    let dropped = send(connection, format!("DROP TEMPORARY TABLE {name}")).await;
    match (tried, dropped) {
        (_, Err(error)) => Trial::Impossible(error.into()),
        (Ok(answers), Ok(_)) => match answers.as_slice() {
            [before, _, after] if text(before) == text(after) => Trial::ChangesNothing,
            _ => Trial::Changes,
        },
        (Err(error), Ok(_)) => {
            tracing::debug!(%error, %table, "the server refuses the change on a copy");
            Trial::Changes
        }
    }
}

fn text(rows: &Rows) -> Option<&str> {
    rows.first()?.get(1)?.as_deref()
}
