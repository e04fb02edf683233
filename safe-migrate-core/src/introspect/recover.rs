//! What no server shows as it is: members of enums with characters beyond three bytes, and on
//! MariaDB such defaults and those that are no text. A question mark stands in their place.
//!
//! The values themselves are right. So an empty temporary table takes over the columns, a row is
//! put into it, and what that holds is read.

use sqlx::mysql::MySqlConnection;

use crate::ddl::{Dialect, identifier};
use crate::error::{Error, ServerError};
use crate::schema::expression::hexadecimal;
use crate::schema::{ColumnDef, ColumnType, DefaultValue, List, LiveTable, TableName, Text};
use crate::server::packet::{Rows, send};
use crate::server::{Flavour, codes};

use super::column::default_of;

const COPY: &str = "_safe_schema_copy";

/// Reads the defaults and members that are shown with question marks. Without the privilege to
/// make a temporary table, they count as not understood.
pub(super) async fn recover(
    connection: &mut MySqlConnection,
    flavour: Flavour,
    table: &mut LiveTable,
    dialect: Dialect<'_>,
) -> Result<(), Error> {
    let real = table.name_before();
    let copy = TableName { table: COPY.into(), ..real.clone() };
    let (name, copy) = (dialect.table(&real), dialect.table(&copy));
    for column in table.def.columns.to_mut() {
        let members = doubtful_members(&column.ty);
        if members == 0 && !(flavour == Flavour::MariaDb && is_doubtful(column)) {
            continue;
        }
        match values(connection, (&name, &copy), column, members).await {
            Ok(values) => take_over(column, &values),
            Err(ServerError { code: Some(code), .. }) if codes::is_privilege(code) => {
                table.not_understood.push(format!(
                    "column `{}`: the server shows question marks in its place (to read it, this \
                     user needs the privilege CREATE TEMPORARY TABLES)",
                    column.name
                ));
            }
            Err(server) => {
                return Err(Error::Query {
                    doing: format!("read column `{}` of table {name} exactly", column.name),
                    done: Vec::new(),
                    server,
                });
            }
        }
    }
    Ok(())
}

/// How many members there are, if one of them may not be what is shown.
fn doubtful_members(ty: &ColumnType) -> usize {
    match ty {
        ColumnType::Enum { members } | ColumnType::Set { members }
            if members.iter().any(|member| member.contains(['?', '\u{fffd}'])) =>
        {
            members.len()
        }
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Decimal { .. }
        | ColumnType::Float { .. }
        | ColumnType::Double { .. }
        | ColumnType::Bit { .. }
        | ColumnType::Char { .. }
        | ColumnType::VarChar { .. }
        | ColumnType::Binary { .. }
        | ColumnType::VarBinary { .. }
        | ColumnType::Text { .. }
        | ColumnType::Blob { .. }
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. }
        | ColumnType::Json
        | ColumnType::Date
        | ColumnType::Time { .. }
        | ColumnType::DateTime { .. }
        | ColumnType::Timestamp { .. }
        | ColumnType::Year
        | ColumnType::Other { .. } => 0,
    }
}

/// Whether the default is a literal that may not be what is shown.
fn is_doubtful(column: &ColumnDef) -> bool {
    match &column.default {
        Some(DefaultValue::Literal(text)) => text.contains(['?', '\u{fffd}']),
        Some(DefaultValue::Expression(_) | DefaultValue::Bytes(_)) | None => false,
    }
}

/// The default of the column, and its members, as bytes.
async fn values(
    connection: &mut MySqlConnection,
    (table, copy): (&str, &str),
    column: &ColumnDef,
    members: usize,
) -> Result<Vec<Option<Vec<u8>>>, ServerError> {
    let ty = &column.ty;
    let column = identifier(&column.name);
    let is_set = matches!(ty, ColumnType::Set { .. });
    let mut sql = format!(
        "CREATE TEMPORARY TABLE {copy} (_safe_schema_key INT AUTO_INCREMENT PRIMARY KEY) \
         AS SELECT {column} FROM {table} LIMIT 0;\n\
         INSERT IGNORE INTO {copy} (_safe_schema_key) VALUES (NULL);\n"
    );
    for at in 0..members {
        let number = if is_set { 1_u64 << at } else { at as u64 + 1 };
        sql.push_str(&format!("INSERT INTO {copy} ({column}) VALUES ({number});\n"));
    }
    let value = match ty.is_text() {
        true => format!("CONVERT({column} USING utf8mb4)"),
        false => column,
    };
    sql.push_str(&format!("SELECT HEX({value}) FROM {copy} ORDER BY _safe_schema_key"));
    let answers = send(connection, sql).await;
    let dropped = send(connection, format!("DROP TEMPORARY TABLE IF EXISTS {copy}")).await;
    let rows: Rows = answers?.pop().unwrap_or_default();
    dropped?;
    Ok(rows
        .into_iter()
        .map(|mut row| row.pop().flatten().as_deref().and_then(hexadecimal))
        .collect())
}

fn take_over(column: &mut ColumnDef, values: &[Option<Vec<u8>>]) {
    let Some((default, members)) = values.split_first() else { return };
    if is_doubtful(column)
        && let Some(bytes) = default
    {
        column.default = Some(default_of(bytes.clone(), None));
    }
    let read = |bytes: &Option<Vec<u8>>| String::from_utf8(bytes.clone()?).ok().map(Text::Owned);
    let read: Option<Vec<Text>> = members.iter().map(read).collect();
    if let (ColumnType::Enum { members } | ColumnType::Set { members }, Some(read)) =
        (&mut column.ty, read)
        && !read.is_empty()
    {
        *members = List::Owned(read);
    }
}
