//! What one look found: the server, the tables, and how they differ from the declaration.

use std::collections::BTreeSet;

use sqlx::MySqlPool;
use sqlx::mysql::MySqlConnection;

use crate::apply::{Session, acquire};
use crate::ddl::Dialect;
use crate::diff::{
    Change, ColumnDifference, Desired, PrimaryKeyConflict, TableDiff, compare, spelling_only,
    under_declared_names,
};
use crate::error::Error;
use crate::introspect::{
    Trial, look, look_at_all, look_closer, look_for_children, try_check, try_column,
};
use crate::plan::{Note, Plan, Refusal, build, notes};
use crate::schema::{IndexPart, LiveSchema, LiveTable, TableDef, TableName, eq_ignore_case};
use crate::server::{Flavour, ServerInfo};

use super::target::Target;

/// What one look found.
pub(super) struct View {
    pub(super) server: ServerInfo,
    pub(super) live: LiveSchema,
    pub(super) desired: Desired,
    pub(super) diffs: Vec<TableDiff>,
    notes: Vec<Note>,
    refusals: Vec<Refusal>,
}

impl View {
    /// Looks on a connection of the pool: one round trip.
    #[tracing::instrument(name = "safe_schema.look", level = "debug", skip_all)]
    pub(super) async fn quick(pool: &MySqlPool, target: &Target<'_>) -> Result<Self, Error> {
        let mut connection = acquire(pool).await?;
        let looked = look_for(&mut connection, target).await;
        if looked.is_err() {
            // The packet's last statement, which gives the session its settings back, was not run.
            connection.close_on_drop();
        }
        Self::new(target, looked?)
    }

    /// Looks on the engine's own session, closer: whether differences are ones of spelling only,
    /// and who rests on a key that is to be taken away.
    #[tracing::instrument(name = "safe_schema.look", level = "debug", skip_all)]
    pub(super) async fn close(session: &mut Session, target: &Target<'_>) -> Result<Self, Error> {
        let (server, mut live) = look_for(&mut session.connection, target).await?;
        // What is like another database is read closer in any case: the catalogue does not show all.
        let mut view = match target {
            Target::Models(_) => Some(Self::new(target, (server.clone(), live.clone()))?),
            Target::Like(_) => None,
        };
        let closer = match &view {
            Some(view) => view.concerned(),
            None => live.tables.keys().cloned().collect(),
        };
        if !closer.is_empty() || !live.sequences.is_empty() {
            let connection = &mut session.connection;
            look_closer(connection, server.flavour, &mut live, &closer).await?;
            view = None;
        }
        let mut view = match view {
            Some(view) => view,
            None => Self::new(target, (server.clone(), live.clone()))?,
        };
        let losing_a_key = view.tables_with(takes_a_key_away);
        let retyped = view.tables_with(retypes_a_column);
        let parents: BTreeSet<&TableName> = losing_a_key.iter().chain(&retyped).collect();
        if !parents.is_empty() {
            let parents: Vec<TableName> = parents.into_iter().cloned().collect();
            look_for_children(&mut session.connection, &mut live, &parents).await?;
            view = Self::new(target, (server, live))?;
            view.judge_hidden_children(&losing_a_key);
            view.judge_hidden_children_of_retyped(&retyped);
        }
        view.forget_spelling(session).await?;
        Ok(view)
    }

    fn new(target: &Target<'_>, (server, live): (ServerInfo, LiveSchema)) -> Result<Self, Error> {
        let desired = target.resolve(&live, server.flavour)?;
        let tables = &desired.tables;
        if let Some(table) =
            tables.iter().find(|table| !live.default_collations.contains_key(&table.database))
        {
            return Err(Error::UnknownDatabase { table: table.qualified_name() });
        }
        let live = under_declared_names(tables, live);
        let diffs = compare(&desired, &live);
        Ok(Self { server, live, desired, diffs, notes: Vec::new(), refusals: Vec::new() })
    }

    /// The tables that are there and differ, or are altered for another's sake (their foreign keys
    /// are away meanwhile), by the names they have now.
    fn concerned(&self) -> Vec<TableName> {
        if self.is_equal() {
            return Vec::new();
        }
        let differing = self.diffs.iter().filter(|diff| !diff.changes.is_empty());
        let steps = build(&self.desired, &self.diffs, &self.live, &self.server).steps;
        let concerned: BTreeSet<TableName> = differing
            .map(|diff| &diff.table)
            .chain(steps.iter().map(|step| &step.table))
            .filter_map(|table| Some(self.live.table(table)?.name_before()))
            .collect();
        concerned.into_iter().collect()
    }

    /// The tables with such a change, by the names they have now.
    fn tables_with(&self, is_meant: impl Fn(&LiveTable, &Change) -> bool) -> Vec<TableName> {
        let there =
            self.diffs.iter().filter_map(|diff| Some((diff, self.live.table(&diff.table)?)));
        there
            .filter(|(diff, actual)| diff.changes.iter().any(|change| is_meant(actual, change)))
            .map(|(_, actual)| actual.name_before())
            .collect()
    }

    pub(super) fn is_equal(&self) -> bool {
        self.diffs.iter().all(|diff| diff.changes.is_empty())
    }

    /// That each declared table is one, where there is no plan to tell what stands in its place.
    pub(super) fn has_only_tables(&self) -> Result<(), Error> {
        let mut names = self.desired.tables.iter().map(TableDef::qualified_name);
        let other = |table: TableName| {
            let kind = self.live.in_the_place_of(&table)?.to_owned();
            Some(Error::NotATable { table, kind })
        };
        names.find_map(other).map_or(Ok(()), Err)
    }

    pub(super) fn dialect(&self) -> Dialect<'_> {
        Dialect { database: Some(&self.live.database) }
    }

    pub(super) fn plan(&self) -> Plan {
        let mut plan = build(&self.desired, &self.diffs, &self.live, &self.server);
        plan.notes = self.notes();
        plan.refusals.extend(self.refusals.iter().cloned());
        plan
    }

    /// What was noticed and is left alone.
    pub(super) fn notes(&self) -> Vec<Note> {
        let mut notes = notes(&self.diffs, &self.live);
        notes.extend(self.notes.iter().cloned());
        notes
    }

    /// How the table's primary key differs from the declared one.
    pub(super) fn primary_key_conflict(
        &self,
        table: &TableName,
    ) -> Result<Option<PrimaryKeyConflict>, Error> {
        let declared = self
            .desired
            .tables
            .iter()
            .find(|declared| self.live.same_table(&declared.qualified_name(), table))
            .ok_or_else(|| Error::Undeclared { table: table.clone() })?;
        Ok(self.live.table(table).and_then(|live| PrimaryKeyConflict::between(declared, &live.def)))
    }

    /// Takes out the differences that only spell differently what is there already.
    async fn forget_spelling(&mut self, session: &mut Session) -> Result<(), Error> {
        let dialect = Dialect { database: Some(&self.live.database) };
        let (connection, flavour) = (&mut session.connection, self.server.flavour);
        for diff in &mut self.diffs {
            let Some(actual) = self.live.table(&diff.table) else { continue };
            let mut kept = Vec::with_capacity(diff.changes.len());
            for mut change in std::mem::take(&mut diff.changes) {
                if let Some((from, to)) = spelling_only(&change) {
                    let what = format!("column `{}`", from.name);
                    let trial = try_column(connection, flavour, actual, &to, dialect).await;
                    if is_spelling(trial, &what, &diff.table)? {
                        change.forget_spelling();
                    }
                }
                if let Change::ReplaceCheck { from, to } = &change
                    && from.enforced == to.enforced
                {
                    let what = format!("check `{}`", from.name);
                    let trial = try_check(connection, actual, from, to, dialect).await;
                    if is_spelling(trial, &what, &diff.table)? {
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
    /// foreign keys of tables it may see. Where tables of the same database may be hidden, the
    /// change is refused; foreign keys from other databases are rare, and warned of.
    fn judge_hidden_children(&mut self, tables: &[TableName]) {
        if self.server.flavour == Flavour::MySql || self.live.sees_everything {
            return;
        }
        for table in tables {
            if self.live.seen_databases.contains(&table.database) {
                self.notes.push(Note {
                    table: table.clone(),
                    text: "its key changes; this user can't see whether a foreign key of another \
                           database refers to it, which would be broken"
                        .to_owned(),
                    is_warning: true,
                    undeclared: None,
                });
            } else {
                self.refusals.push(Refusal::new(
                    table,
                    "take the key away that foreign keys may refer to",
                    "this user may not see every table of the database, and MariaDB would break \
                     a foreign key that refers to this key without a word",
                    "grant it SELECT on the whole database, or make this change by hand",
                ));
            }
        }
    }

    /// Foreign keys are taken away before their columns change. Where another key may be hidden
    /// the server would refuse the change after that, and they would stay away.
    fn judge_hidden_children_of_retyped(&mut self, tables: &[TableName]) {
        if self.live.sees_everything {
            return;
        }
        for diff in &self.diffs {
            let Some(actual) = self.live.table(&diff.table) else { continue };
            let is_meant = tables.contains(&actual.name_before())
                && self.live.references_to(&diff.table).next().is_some()
                && !self.live.seen_databases.contains(&diff.table.database);
            if is_meant {
                self.refusals.push(Refusal::new(
                    &diff.table,
                    "change a column that foreign keys refer to",
                    "this user may not see every table of the database, and a foreign key that it \
                     can't see would make the server refuse the change when others are taken away",
                    "grant it SELECT on the whole database, or make this change by hand",
                ));
            }
        }
    }
}

/// The tables of the target; all of the database, where what is not there shall not be.
async fn look_for(
    connection: &mut MySqlConnection,
    target: &Target<'_>,
) -> Result<(ServerInfo, LiveSchema), Error> {
    match target {
        Target::Models(_) => look(connection, &target.names()).await,
        Target::Like(_) => look_at_all(connection).await,
    }
}

fn is_spelling(trial: Trial, what: &str, table: &TableName) -> Result<bool, Error> {
    match trial {
        Trial::Same => Ok(true),
        Trial::Other => Ok(false),
        Trial::Impossible(server) => Err(Error::Query {
            doing: format!(
                "tell whether {what} of table `{table}` is as declared: the server is asked with \
                 a temporary table (privilege CREATE TEMPORARY TABLES)"
            ),
            done: Vec::new(),
            server,
        }),
    }
}

/// A column of a key gets another type, which no server gives it while a foreign key refers to it.
fn retypes_a_column(actual: &LiveTable, change: &Change) -> bool {
    let Change::AlterColumn { from, differences, .. } = change else { return false };
    let is_in = |parts: &[IndexPart]| {
        parts.iter().filter_map(IndexPart::column_name).any(|name| eq_ignore_case(name, &from.name))
    };
    let def = &actual.def;
    (is_in(&def.primary_key) || def.indexes.iter().any(|index| is_in(&index.parts)))
        && differences.iter().any(|difference| match difference {
            ColumnDifference::Type
            | ColumnDifference::Charset
            | ColumnDifference::Collation
            | ColumnDifference::AutoIncrement
            | ColumnDifference::Generated => true,
            ColumnDifference::NameCase
            | ColumnDifference::Nullable
            | ColumnDifference::Default
            | ColumnDifference::OnUpdate
            | ColumnDifference::Invisible
            | ColumnDifference::Check
            | ColumnDifference::Attributes
            | ColumnDifference::Comment => false,
        })
}

fn takes_a_key_away(_: &LiveTable, change: &Change) -> bool {
    match change {
        Change::ChangePrimaryKey { from, .. } => !from.is_empty(),
        Change::ReplaceIndex { .. }
        | Change::DropTable
        | Change::DropPrimaryKey(_)
        | Change::DropColumn(_) => true,
        Change::DropIndex(index) => index.is_unique(),
        Change::CreateTable(_)
        | Change::RenameTable { .. }
        | Change::RenameColumn { .. }
        | Change::AddColumn(_)
        | Change::AlterColumn { .. }
        | Change::AddIndex(_)
        | Change::AddForeignKey(_)
        | Change::ReplaceForeignKey { .. }
        | Change::DropForeignKey(_)
        | Change::AddCheck(_)
        | Change::ReplaceCheck { .. }
        | Change::DropCheck(_)
        | Change::OrderColumns(_)
        | Change::SetPartitions { .. }
        | Change::HideIndex(_)
        | Change::ShowIndex(_)
        | Change::SetOptions { .. }
        | Change::SetComment { .. }
        | Change::CreateSequence(_)
        | Change::ReplaceSequence { .. }
        | Change::DropSequence => false,
    }
}
