//! The way, walked.

use sqlx::MySqlPool;

use crate::apply::{Lock, Options, Outcome, Session, ask, execute};
use crate::ddl::{Clause, Dialect};
use crate::diff::{
    Change, ColumnDifference, PrimaryKeyConflict, TableDiff, compare, under_declared_names,
};
use crate::error::{Error, ServerError};
use crate::introspect::{look, without_effect};
use crate::plan::{Plan, build};
use crate::report::{Executed, Report};
use crate::safety::judge;
use crate::schema::{LiveSchema, TableDef, TableName};
use crate::server::ServerInfo;

use super::Schema;
use super::declaration::{names, resolve, tables};

/// How often a database that somebody else changes meanwhile is looked at again.
const TIMES_OVERTAKEN: u32 = 3;

/// What one look found.
struct View {
    server: ServerInfo,
    live: LiveSchema,
    declared: Vec<TableDef>,
    diffs: Vec<TableDiff>,
}

impl View {
    fn new(
        tables: &[&'static TableDef],
        (server, live): (ServerInfo, LiveSchema),
    ) -> Result<Self, Error> {
        let declared = resolve(tables, &live)?;
        let live = under_declared_names(&declared, live);
        let diffs = compare(&declared, &live);
        Ok(Self { server, live, declared, diffs })
    }

    fn is_equal(&self) -> bool {
        self.diffs.iter().all(|diff| diff.changes.is_empty())
    }

    fn dialect(&self) -> Dialect<'_> {
        Dialect { database: Some(&self.live.database) }
    }

    fn plan(&self) -> Plan {
        build(&self.declared, &self.diffs, &self.live, &self.server)
    }

    /// Takes out the changes that only spell differently what is there already.
    async fn forget_spelling(&mut self, session: &mut Session) {
        let dialect = Dialect { database: Some(&self.live.database) };
        for diff in &mut self.diffs {
            let mut kept = Vec::with_capacity(diff.changes.len());
            for change in std::mem::take(&mut diff.changes) {
                if let Change::AlterColumn { from, to, differences } = &change
                    && differences.iter().all(may_be_spelling)
                    && let Some(actual) = self.live.table(&diff.table)
                {
                    let clause = Clause::change_column(from, to, &actual.def.options);
                    if without_effect(&mut session.connection, &diff.table, &clause, dialect).await
                    {
                        continue;
                    }
                }
                kept.push(change);
            }
            diff.changes = kept;
        }
    }
}

/// Whether a difference of this kind may be one of text only.
fn may_be_spelling(difference: &ColumnDifference) -> bool {
    match difference {
        ColumnDifference::Default
        | ColumnDifference::OnUpdate
        | ColumnDifference::Generated
        | ColumnDifference::Type
        | ColumnDifference::Charset
        | ColumnDifference::Collation
        | ColumnDifference::Comment => true,
        ColumnDifference::NameCase
        | ColumnDifference::Nullable
        | ColumnDifference::AutoIncrement
        | ColumnDifference::Invisible => false,
    }
}

/// A look on a connection of the pool.
async fn look_with(
    pool: &MySqlPool,
    names: &[TableName],
) -> Result<(ServerInfo, LiveSchema), Error> {
    let mut connection = match pool.acquire().await {
        Ok(connection) => connection,
        Err(error) => return Err(why_no_connection(pool, error).await),
    };
    let looked = look(&mut connection, names).await;
    if looked.is_err() {
        // The packet's last statement, which gives the session its settings back, was not run.
        connection.close_on_drop();
    }
    looked
}

/// A pool that can't connect only says that it timed out; one attempt of its own tells why.
async fn why_no_connection(pool: &MySqlPool, error: sqlx::Error) -> Error {
    if matches!(error, sqlx::Error::PoolTimedOut)
        && let Err(error) = Session::open(pool, &Options::new()).await
    {
        return error;
    }
    Error::Connect { server: ServerError::from(error) }
}

/// Looks; where something seems to differ, looks closer on a session of the engine's own.
async fn view(schema: &Schema, pool: &MySqlPool) -> Result<(View, Option<Session>), Error> {
    let tables = tables(&schema.models)?;
    let mut view = View::new(&tables, look_with(pool, &names(&tables)).await?)?;
    if view.is_equal() {
        return Ok((view, None));
    }
    let mut session = Session::open(pool, &schema.options).await?;
    view.forget_spelling(&mut session).await;
    Ok((view, Some(session)))
}

pub(super) async fn diff(schema: &Schema, pool: &MySqlPool) -> Result<Vec<TableDiff>, Error> {
    let (view, session) = view(schema, pool).await?;
    if let Some(session) = session {
        session.close().await;
    }
    Ok(view.diffs)
}

pub(super) async fn plan(schema: &Schema, pool: &MySqlPool) -> Result<Plan, Error> {
    let (view, session) = view(schema, pool).await?;
    let mut plan = view.plan();
    if let Some(mut session) = session {
        judged(&mut plan, schema, &view, &mut session).await?;
        session.close().await;
    }
    Ok(plan)
}

async fn judged(
    plan: &mut Plan,
    schema: &Schema,
    view: &View,
    session: &mut Session,
) -> Result<(), Error> {
    let answers = ask(session, plan, view.dialect()).await?;
    judge(plan, &schema.policy, &answers, view.dialect());
    Ok(())
}

#[tracing::instrument(name = "safe_schema.migrate", skip_all)]
pub(super) async fn migrate(schema: &Schema, pool: &MySqlPool) -> Result<Report, Error> {
    let (view, session) = view(schema, pool).await?;
    let Some(mut session) = session else {
        return Ok(report(&view, Vec::new()));
    };
    if view.is_equal() {
        session.close().await;
        return Ok(report(&view, Vec::new()));
    }
    if view.server.read_only {
        return Err(Error::ReadOnly {
            pending: view.diffs.iter().map(|diff| diff.changes.len()).sum(),
        });
    }
    let lock = Lock::take(&mut session, &view.live.database, schema.options.turn_wait).await?;
    tracing::debug!(waited = ?lock.waited, "the lock is held");
    let outcome = apply(schema, &mut session).await;
    lock.release(&mut session).await;
    session.close().await;
    outcome
}

/// With the lock held: looks again, plans, judges, runs, and looks once more.
async fn apply(schema: &Schema, session: &mut Session) -> Result<Report, Error> {
    let tables = tables(&schema.models)?;
    let names = names(&tables);
    let mut executed: Vec<Executed> = Vec::new();
    let mut overtaken = 0;
    let mut is_done = false;
    loop {
        let mut view = View::new(&tables, look(&mut session.connection, &names).await?)?;
        view.forget_spelling(session).await;
        if view.is_equal() {
            return Ok(report(&view, executed));
        }
        let mut plan = view.plan();
        if is_done {
            return Err(Error::NotConverged { remaining: plan.to_string() });
        }
        judged(&mut plan, schema, &view, session).await?;
        if !plan.refusals.is_empty() {
            return Err(Error::Refused(Box::new(plan)));
        }
        match execute(session, &plan, &schema.options, &mut executed).await? {
            Outcome::Done => is_done = true,
            Outcome::Overtaken(error) if overtaken == TIMES_OVERTAKEN => return Err(error),
            Outcome::Overtaken(_) => overtaken += 1,
        }
    }
}

fn report(view: &View, executed: Vec<Executed>) -> Report {
    Report { server: view.server.clone(), executed, notes: view.plan().notes }
}

pub(super) async fn table_exists(pool: &MySqlPool, table: &TableName) -> Result<bool, Error> {
    let (_, live) = look_with(pool, std::slice::from_ref(table)).await?;
    Ok(live.table(table).is_some())
}

pub(super) async fn primary_key_conflict(
    schema: &Schema,
    pool: &MySqlPool,
    table: &TableName,
) -> Result<Option<PrimaryKeyConflict>, Error> {
    let tables = tables(&schema.models)?;
    let declared = tables.iter().find(|declared| declared.qualified_name() == *table);
    let (_, live) = look_with(pool, std::slice::from_ref(table)).await?;
    Ok(declared
        .zip(live.table(table))
        .and_then(|(declared, live)| PrimaryKeyConflict::between(declared, &live.def)))
}
