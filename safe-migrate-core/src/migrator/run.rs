//! The way, walked.

use std::collections::BTreeSet;

use sqlx::MySqlPool;

use crate::apply::{Lock, Outcome, Session, ask, execute};
use crate::diff::{PrimaryKeyConflict, TableDiff};
use crate::error::Error;
use crate::plan::Plan;
use crate::report::{Executed, Report};
use crate::safety::judge;
use crate::schema::{TableDef, TableName};

use super::Schema;
use super::declaration::tables;
use super::view::View;

/// How often a database that somebody else changes meanwhile is looked at again.
const TIMES_OVERTAKEN: u32 = 3;

/// Looks; where something seems to differ, looks closer on a session of the engine's own. What
/// can't be true of a database at rest is believed only while nobody else migrates it.
async fn view(schema: &Schema, pool: &MySqlPool) -> Result<(View, Option<Session>), Error> {
    let tables = tables(&schema.models)?;
    match View::quick(pool, &tables).await {
        Ok(quick) if quick.is_equal() => return Ok((quick, None)),
        Err(error) if !error.may_pass() => return Err(error),
        Ok(_) | Err(_) => {}
    }
    let mut session = Session::open(pool, &schema.options).await?;
    let close = match View::close(&mut session, &tables).await {
        Err(error) if error.may_pass() => {
            let databases = databases(&tables);
            let lock = Lock::take(&mut session, &databases, schema.options.turn_wait).await?;
            let close = View::close(&mut session, &tables).await;
            lock.release(&mut session).await;
            close
        }
        looked => looked,
    };
    Ok((close?, Some(session)))
}

/// The databases of the tables, each once; `None` is the connected one.
fn databases(tables: &[&'static TableDef]) -> BTreeSet<Option<&'static str>> {
    tables.iter().map(|table| table.database.as_deref()).collect()
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
    let lock =
        Lock::take(&mut session, &databases(&tables(&schema.models)?), schema.options.turn_wait)
            .await?;
    tracing::debug!(waited = ?lock.waited, "the lock is held");
    let outcome = apply(schema, &mut session).await;
    lock.release(&mut session).await;
    session.close().await;
    outcome
}

/// With the lock held: looks again, plans, judges, runs, and looks once more.
async fn apply(schema: &Schema, session: &mut Session) -> Result<Report, Error> {
    let tables: Vec<&'static TableDef> = tables(&schema.models)?;
    let mut executed: Vec<Executed> = Vec::new();
    let mut overtaken = 0;
    let mut done: Option<String> = None;
    loop {
        let view = View::close(session, &tables).await.map_err(|error| error.after(&executed))?;
        if view.is_equal() {
            return Ok(report(&view, executed));
        }
        let mut plan = view.plan();
        // What was just done is needed again: doing it once more would not help either. Any
        // other plan is for what somebody else changed meanwhile.
        if done.as_ref() == Some(&plan.to_sql()) || overtaken > TIMES_OVERTAKEN {
            return Err(Error::NotConverged { remaining: plan.to_string() });
        }
        judged(&mut plan, schema, &view, session).await.map_err(|error| error.after(&executed))?;
        if !plan.refusals.is_empty() {
            return Err(Error::Refused(Box::new(plan)));
        }
        if done.is_some() {
            overtaken += 1;
        }
        match execute(session, &plan, &schema.options, &mut executed).await? {
            Outcome::Done => done = Some(plan.to_sql()),
            Outcome::Overtaken(error) if overtaken == TIMES_OVERTAKEN => return Err(error),
            Outcome::Overtaken(_) => overtaken += 1,
        }
    }
}

fn report(view: &View, executed: Vec<Executed>) -> Report {
    Report { server: view.server.clone(), executed, notes: view.notes() }
}

pub(super) async fn table_exists(
    pool: &MySqlPool,
    table: &'static TableDef,
) -> Result<bool, Error> {
    let view = View::quick(pool, &[table]).await?;
    Ok(view.live.table(&table.qualified_name()).is_some_and(|live| live.renamed_from.is_none()))
}

pub(super) async fn primary_key_conflict(
    schema: &Schema,
    pool: &MySqlPool,
    table: &TableName,
) -> Result<Option<PrimaryKeyConflict>, Error> {
    View::quick(pool, &tables(&schema.models)?).await?.primary_key_conflict(table)
}
