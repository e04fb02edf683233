//! The server as the judge of spelling: is a column or a check that differs in text only what
//! was declared?
//!
//! Servers rewrite expressions, and their catalogues lose some characters. So where only the
//! text differs, the declaration is put into an empty temporary table, and what SHOW CREATE
//! TABLE says of it is compared with what it says of the real one.

use sqlx::mysql::MySqlConnection;

use crate::ddl::{Dialect, identifier, trial_table};
use crate::error::ServerError;
use crate::schema::{CheckDef, ColumnDef, DefaultValue, LiveTable, TableName};
use crate::server::packet::{Rows, send};
use crate::server::{Flavour, codes};

const COPY: &str = "_safe_schema_copy";
const CHECK: &str = "_safe_schema_check";

/// How a try ended.
pub(crate) enum Trial {
    /// The server says the same of both.
    Same,
    /// It does not, or refuses the declaration itself.
    Other,
    /// It could not be asked.
    Impossible(ServerError),
}

/// Tells whether a column of the table is the declared one.
pub(crate) async fn try_column(
    connection: &mut MySqlConnection,
    flavour: Flavour,
    table: &LiveTable,
    declared: &ColumnDef,
    dialect: Dialect<'_>,
) -> Trial {
    let mut copy = table.def.clone();
    copy.name = COPY.into();
    let (name, real) = (dialect.table(&copy.qualified_name()), table.name_before());
    let before = format!("{} ", identifier(&table.column_before(&declared.name)));
    let after = format!("{} ", identifier(&declared.name));
    let made = trial_table(&copy, Some(declared), None, dialect);
    let trial = compare(connection, made, &name, &dialect.table(&real), &before, &after).await;
    // MariaDB shows every character beyond three bytes alike; the values tell them apart.
    let is_ascii = match &declared.default {
        Some(DefaultValue::Literal(text)) => text.is_ascii(),
        Some(DefaultValue::Expression(_) | DefaultValue::Bytes(_)) | None => true,
    };
    if is_ascii || flavour == Flavour::MySql || !matches!(trial, Trial::Same) {
        return trial;
    }
    let made = trial_table(&copy, Some(declared), None, dialect);
    match same_value(connection, made, &name, &real, table, declared, dialect).await {
        Ok(true) => Trial::Same,
        Ok(false) => Trial::Other,
        Err(error) => Trial::Impossible(error.into()),
    }
}

/// Tells whether a check that is there says what the declared one says.
pub(crate) async fn try_check(
    connection: &mut MySqlConnection,
    table: &LiveTable,
    there: &CheckDef,
    declared: &CheckDef,
    dialect: Dialect<'_>,
) -> Trial {
    let mut copy = table.def.clone();
    copy.name = COPY.into();
    let (name, real) = (dialect.table(&copy.qualified_name()), table.name_before());
    let before = format!("CONSTRAINT {} CHECK ", identifier(&there.name));
    let after = format!("CONSTRAINT {} CHECK ", identifier(CHECK));
    let renamed = CheckDef { name: CHECK.into(), ..declared.clone() };
    let made = trial_table(&copy, None, Some(&renamed), dialect);
    compare(connection, made, &name, &dialect.table(&real), &before, &after).await
}

/// Makes the copy, and compares what the server says of it and of the real table on the lines
/// that begin so.
async fn compare(
    connection: &mut MySqlConnection,
    made: String,
    copy: &str,
    real: &str,
    before: &str,
    after: &str,
) -> Trial {
    match send(connection, made).await.map_err(ServerError::from) {
        Ok(_) => {}
        Err(error) => {
            let is_its_own_fault = error
                .code
                .is_some_and(|code| !codes::is_privilege(code) && !codes::is_transient(code));
            if !is_its_own_fault {
                return Trial::Impossible(error);
            }
            tracing::debug!(%error, table = real, "the server refuses the declaration on a copy");
            return Trial::Other;
        }
    }
    let shown =
        send(connection, format!("SHOW CREATE TABLE {real};\nSHOW CREATE TABLE {copy}")).await;
    let dropped = send(connection, format!("DROP TEMPORARY TABLE {copy}")).await;
    match (shown, dropped) {
        (Ok(answers), Ok(_)) => {
            let line = |at: usize, start: &str| answers.get(at).and_then(|rows| line(rows, start));
            match (line(0, before), line(1, after)) {
                (Some(real), Some(copy)) if real == copy => Trial::Same,
                _ => Trial::Other,
            }
        }
        (Err(error), _) | (_, Err(error)) => Trial::Impossible(error.into()),
    }
}

/// The rest of the line of a CREATE TABLE that begins so. Each column and each check has one
/// line of its own on both servers.
fn line(rows: &Rows, start: &str) -> Option<String> {
    let create = rows.first()?.get(1)?.as_deref()?;
    let rest = create.lines().find_map(|line| line.trim_start().strip_prefix(start))?;
    Some(rest.trim_end_matches(',').to_owned())
}

/// Whether a new row gets the same value by default in the real column and in the declared one.
async fn same_value(
    connection: &mut MySqlConnection,
    made: String,
    copy: &str,
    real: &TableName,
    table: &LiveTable,
    declared: &ColumnDef,
    dialect: Dialect<'_>,
) -> Result<bool, sqlx::Error> {
    let old = identifier(&table.column_before(&declared.name));
    // Takes over the column with its default, and nothing else.
    let taken = format!(
        "CREATE TEMPORARY TABLE {copy} AS SELECT {old} FROM {} LIMIT 0",
        dialect.table(real)
    );
    let there = default_value(connection, taken, copy, &old).await?;
    let wanted = default_value(connection, made, copy, &identifier(&declared.name)).await?;
    Ok(there == wanted)
}

async fn default_value(
    connection: &mut MySqlConnection,
    made: String,
    copy: &str,
    column: &str,
) -> Result<Vec<Rows>, sqlx::Error> {
    send(connection, made).await?;
    // IGNORE: the other columns of the copy may have no default.
    let row = send(
        connection,
        format!("INSERT IGNORE INTO {copy} () VALUES ();\nSELECT HEX({column}) FROM {copy}"),
    )
    .await;
    send(connection, format!("DROP TEMPORARY TABLE {copy}")).await?;
    row
}
