//! The server as the judge of spelling: does a change of a column change anything?
//!
//! Servers rewrite expressions, and their catalogues lose some characters. So where only the
//! text differs, the change is tried on an empty temporary copy of the table: if SHOW CREATE
//! TABLE says the same before and after, there is nothing to change.

use sqlx::mysql::MySqlConnection;

use crate::ddl::{Clause, Dialect, alter_table, identifier};
use crate::error::ServerError;
use crate::schema::{CheckDef, DefaultValue, TableName};
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
    let alter = alter_table(&copy, std::slice::from_ref(change), dialect);
    let default = literal_default(change);
    let mut seen = look_at_copy(connection, &name, None, default).await;
    if let Ok(before) = &seen {
        let before = before.clone();
        seen = look_at_copy(connection, &name, Some(alter), default)
            .await
            .map(|after| if before == after { Vec::new() } else { after });
    }
    // A temporary table outlives nothing but this session; still, the next one has its name.
    if let Err(error) = send(connection, format!("DROP TEMPORARY TABLE {name}")).await {
        return Trial::Impossible(error.into());
    }
    match seen {
        Ok(difference) if difference.is_empty() => Trial::ChangesNothing,
        Ok(_) => Trial::Changes,
        Err(error) => {
            tracing::debug!(%error, %table, "the server refuses the change on a copy");
            Trial::Changes
        }
    }
}

/// Tells whether a check that is there says what the declared one says: the declared one is
/// added to a temporary copy, and the server shows both in its own words.
pub(crate) async fn try_check(
    connection: &mut MySqlConnection,
    table: &TableName,
    there: &CheckDef,
    declared: &CheckDef,
    dialect: Dialect<'_>,
) -> Trial {
    const CHECK: &str = "_safe_schema_check";
    let copy = TableName { database: table.database.clone(), table: COPY.into() };
    let (name, table) = (dialect.table(&copy), dialect.table(table));
    let made = format!("CREATE TEMPORARY TABLE {name} LIKE {table};\nSHOW CREATE TABLE {table}");
    let shown = match send(connection, made).await {
        Ok(answers) => answers.get(1).and_then(text).and_then(|sql| clause_of(&sql, &there.name)),
        Err(error) => return Trial::Impossible(error.into()),
    };
    let renamed = CheckDef { name: CHECK.into(), ..declared.clone() };
    let alter = alter_table(&copy, &[Clause::AddCheck(renamed)], dialect);
    let tried = send(connection, format!("{alter};\nSHOW CREATE TABLE {name}")).await;
    if let Err(error) = send(connection, format!("DROP TEMPORARY TABLE {name}")).await {
        return Trial::Impossible(error.into());
    }
    match tried {
        Ok(answers) => {
            let declared = answers.get(1).and_then(text).and_then(|sql| clause_of(&sql, CHECK));
            if shown.is_some() && shown == declared {
                Trial::ChangesNothing
            } else {
                Trial::Changes
            }
        }
        Err(error) => {
            tracing::debug!(%error, %table, "the server refuses the check on a copy");
            Trial::Changes
        }
    }
}

fn text(rows: &Rows) -> Option<String> {
    rows.first()?.get(1)?.clone()
}

/// What a CREATE TABLE says of a check after its name. Both servers write it on one line.
fn clause_of(create: &str, name: &str) -> Option<String> {
    let start = format!("CONSTRAINT {} CHECK ", identifier(name));
    create
        .lines()
        .find_map(|line| line.trim_start().strip_prefix(&start))
        .map(|clause| clause.trim_end_matches(',').to_owned())
}

/// The column whose default is a plain value: only such a value can be compared, and only such
/// a text is ever shown with other characters than it has.
fn literal_default(change: &Clause) -> Option<&str> {
    match change {
        Clause::ChangeColumn { to, .. } => match to.default {
            Some(DefaultValue::Literal(_)) => Some(&to.name),
            Some(DefaultValue::Expression(_)) | None => None,
        },
        Clause::AddColumn(_)
        | Clause::RenameColumn { .. }
        | Clause::DropColumn(_)
        | Clause::DropPrimaryKey
        | Clause::AddPrimaryKey(_)
        | Clause::AddIndex(_)
        | Clause::DropIndex(_)
        | Clause::AddForeignKey(_)
        | Clause::DropForeignKey(_)
        | Clause::AddCheck(_)
        | Clause::DropCheck(_)
        | Clause::HideIndex(_)
        | Clause::Options(_)
        | Clause::Comment(_) => None,
    }
}

/// What the server shows of the copy, after a change of it; and the value that a new row gets,
/// as MariaDB shows every character beyond three bytes alike.
async fn look_at_copy(
    connection: &mut MySqlConnection,
    name: &str,
    alter: Option<String>,
    default: Option<&str>,
) -> Result<Vec<Rows>, sqlx::Error> {
    if let Some(alter) = alter {
        send(connection, alter).await?;
    }
    let mut seen = send(connection, format!("SHOW CREATE TABLE {name}")).await?;
    let Some(column) = default else { return Ok(seen) };
    // Lax for this row alone, so that the other columns get some value.
    let row = send(
        connection,
        format!(
            "SET @safe_schema_mode = @@SESSION.sql_mode, SESSION sql_mode = '' \
             /*M!100600 , SESSION check_constraint_checks = 0 */;\n\
             INSERT INTO {name} () VALUES ();\n\
             SELECT HEX({}) FROM {name};\n\
             DELETE FROM {name}",
            identifier(column)
        ),
    )
    .await;
    send(
        connection,
        "SET SESSION sql_mode = @safe_schema_mode \
         /*M!100600 , SESSION check_constraint_checks = 1 */"
            .to_owned(),
    )
    .await?;
    seen.extend(row?);
    Ok(seen)
}
