//! What one look found: the server, the tables, and how they differ from the declaration.

use sqlx::MySqlPool;

use crate::apply::Session;
use crate::ddl::{Clause, Dialect};
use crate::diff::{
    Change, PrimaryKeyConflict, TableDiff, compare, spelling_only, under_declared_names,
};
use crate::error::{Error, ServerError};
use crate::introspect::{Trial, look, look_for_children, try_change, try_check};
use crate::plan::{Note, Plan, build};
use crate::schema::{LiveSchema, TableDef, TableName};
use crate::server::{Flavour, ServerInfo};

use super::declaration::{names, resolve};

/// What one look found.
pub(super) struct View {
    pub(super) server: ServerInfo,
    pub(super) live: LiveSchema,
    pub(super) declared: Vec<TableDef>,
    pub(super) diffs: Vec<TableDiff>,
    notes: Vec<Note>,
}

impl View {
    /// Looks on a connection of the pool: one round trip.
    pub(super) async fn quick(
        pool: &MySqlPool,
        tables: &[&'static TableDef],
    ) -> Result<Self, Error> {
        let mut connection = match pool.acquire().await {
            Ok(connection) => connection,
            Err(error) => return Err(why_no_connection(pool, error).await),
        };
        let looked = look(&mut connection, &names(tables)).await;
        if looked.is_err() {
            // The packet's last statement, which gives the session its settings back, was not run.
            connection.close_on_drop();
        }
        Self::new(tables, looked?)
    }

    /// Looks on the engine's own session, closer: whether differences are ones of spelling only,
    /// and who rests on a key that is to be taken away.
    pub(super) async fn close(
        session: &mut Session,
        tables: &[&'static TableDef],
    ) -> Result<Self, Error> {
        let mut view = Self::new(tables, look(&mut session.connection, &names(tables)).await?)?;
        view.forget_spelling(session).await?;
        let losing_a_key: Vec<TableName> = view
            .diffs
            .iter()
            .filter(|diff| diff.changes.iter().any(takes_a_key_away))
            .map(|diff| diff.table.clone())
            .collect();
        if !losing_a_key.is_empty() {
            look_for_children(&mut session.connection, &mut view.live, &losing_a_key).await?;
            view.warn_of_hidden_children(&losing_a_key);
        }
        Ok(view)
    }

    fn new(
        tables: &[&'static TableDef],
        (server, live): (ServerInfo, LiveSchema),
    ) -> Result<Self, Error> {
        let declared = resolve(tables, &live)?;
        if let Some(table) =
            declared.iter().find(|table| !live.default_collations.contains_key(&table.database))
        {
            return Err(Error::UnknownDatabase { table: table.qualified_name() });
        }
        let live = under_declared_names(&declared, live);
        let diffs = compare(&declared, &live);
        Ok(Self { server, live, declared, diffs, notes: Vec::new() })
    }

    pub(super) fn is_equal(&self) -> bool {
        self.diffs.iter().all(|diff| diff.changes.is_empty())
    }

    pub(super) fn dialect(&self) -> Dialect<'_> {
        Dialect { database: Some(&self.live.database) }
    }

    pub(super) fn plan(&self) -> Plan {
        let mut plan = build(&self.declared, &self.diffs, &self.live, &self.server);
        plan.notes.extend(self.notes.iter().cloned());
        plan
    }

    /// How the table's primary key differs from the declared one.
    pub(super) fn primary_key_conflict(
        &self,
        table: &TableName,
    ) -> Result<Option<PrimaryKeyConflict>, Error> {
        let declared = self
            .declared
            .iter()
            .find(|declared| self.live.same_table(&declared.qualified_name(), table))
            .ok_or_else(|| Error::Undeclared { table: table.clone() })?;
        Ok(self.live.table(table).and_then(|live| PrimaryKeyConflict::between(declared, &live.def)))
    }

    /// Takes out the differences that only spell differently what is there already.
    async fn forget_spelling(&mut self, session: &mut Session) -> Result<(), Error> {
        let dialect = Dialect { database: Some(&self.live.database) };
        for diff in &mut self.diffs {
            let Some(actual) = self.live.table(&diff.table) else { continue };
            let mut kept = Vec::with_capacity(diff.changes.len());
            for mut change in std::mem::take(&mut diff.changes) {
                if let Some((from, to)) = spelling_only(&change) {
                    let clause = Clause::change_column(from, &to, &actual.def.options);
                    let table = actual.name_before();
                    let trial = try_change(&mut session.connection, &table, &clause, dialect).await;
                    if is_spelling(trial, &format!("column `{}`", from.name), &diff.table)? {
                        change.forget_spelling();
                    }
                }
                if let Change::ReplaceCheck { from, to } = &change
                    && from.enforced == to.enforced
                {
                    let table = actual.name_before();
                    let trial = try_check(&mut session.connection, &table, from, to, dialect).await;
                    if is_spelling(trial, &format!("check `{}`", from.name), &diff.table)? {
                        continue;
                    }
                }
                if !change.is_nothing() {
                    kept.push(change);
                }
            }
            diff.changes = kept;
        }
        Ok(())
    }

    /// MariaDB lets a parent lose the key that a foreign key rests on, and shows a user only the
    /// foreign keys of tables it may see.
    fn warn_of_hidden_children(&mut self, tables: &[TableName]) {
        if self.server.flavour == Flavour::MySql || self.live.sees_everything {
            return;
        }
        self.notes.extend(tables.iter().map(|table| {
            Note {
                table: table.clone(),
                text: "its key changes, and this user may not see every table of the server: a \
                   foreign key of a table hidden from it would be broken"
                    .to_owned(),
                is_warning: true,
            }
        }));
    }
}

fn is_spelling(trial: Trial, what: &str, table: &TableName) -> Result<bool, Error> {
    match trial {
        Trial::ChangesNothing => Ok(true),
        Trial::Changes => Ok(false),
        Trial::Impossible(server) => Err(Error::Query {
            doing: format!(
                "tell whether {what} of table `{table}` is as declared: the server is asked with \
                 a temporary table (privilege CREATE TEMPORARY TABLES)"
            ),
            server,
        }),
    }
}

fn takes_a_key_away(change: &Change) -> bool {
    match change {
        Change::ChangePrimaryKey { from, .. } => !from.is_empty(),
        Change::ReplaceIndex { .. } => true,
        Change::CreateTable(_)
        | Change::RenameTable { .. }
        | Change::RenameColumn { .. }
        | Change::AddColumn(_)
        | Change::AlterColumn { .. }
        | Change::AddIndex(_)
        | Change::AddForeignKey(_)
        | Change::ReplaceForeignKey { .. }
        | Change::AddCheck(_)
        | Change::ReplaceCheck { .. }
        | Change::HideIndex(_)
        | Change::SetOptions { .. }
        | Change::SetComment { .. } => false,
    }
}

/// A pool that can't connect only says that it timed out; one attempt beside it tells why.
async fn why_no_connection(pool: &MySqlPool, error: sqlx::Error) -> Error {
    if matches!(error, sqlx::Error::PoolTimedOut) {
        return match Session::probe(pool).await {
            Err(error) => error,
            Ok(()) => Error::PoolExhausted { connections: pool.options().get_max_connections() },
        };
    }
    Error::Connect { server: ServerError::from(error) }
}
