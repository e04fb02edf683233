//! The way, walked as far as looking goes.

use sqlx::MySqlPool;
use sqlx::mysql::MySqlConnection;

use crate::apply::journal::Who;
use crate::apply::{Lock, Owner, Session, Stop, ask};
use crate::diff::{PrimaryKeyConflict, TableDiff};
use crate::error::Error;
use crate::plan::Plan;
use crate::safety::{Answer, judge};
use crate::schema::{TableDef, TableName};

use super::target::Target;
use super::view::View;
use super::{Schema, fix};

/// What a look is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    /// To know. Any database may be looked at.
    Look,
    /// To change what is not as it shall be.
    Migrate,
}

/// Looks; where something seems to differ, looks closer on a session of the engine's own. What
/// can't be true of a database at rest is believed only while nobody else migrates it.
pub(super) async fn view(
    schema: &Schema,
    pool: &MySqlPool,
    stop: &mut Stop<'_>,
    purpose: Purpose,
) -> Result<(View, Option<Session>), Error> {
    let target = schema.source.target()?;
    fix::check(schema, &target)?;
    let quick = View::quick(pool, &target).await;
    if let (Purpose::Migrate, Ok(quick)) = (purpose, &quick) {
        target.may_be_migrated(&quick.live.database)?;
    }
    match quick {
        // Of another database, the catalogue does not show everything that counts.
        Ok(quick) if quick.is_equal() && matches!(target, Target::Models(_)) => {
            return Ok((quick, None));
        }
        Err(error) if !error.may_pass() => return Err(error),
        Ok(_) | Err(_) => {}
    }
    let mut session = Session::open(pool, &schema.options).await?;
    let close = match View::close(&mut session, &target).await {
        Err(error) if error.may_pass() => {
            let databases = target.databases();
            let owner = Owner::new(&Who::here(schema.service.as_deref()));
            let lock =
                Lock::take(&mut session, pool, &databases, &schema.options, &owner, stop).await?;
            let close = lock.keep(pool, View::close(&mut session, &target)).await;
            lock.release(&mut session).await;
            close
        }
        looked => looked,
    };
    let close = close?;
    if let Purpose::Migrate = purpose {
        target.may_be_migrated(&close.live.database)?;
    }
    Ok((close, Some(session)))
}

pub(super) async fn diff(schema: &Schema, pool: &MySqlPool) -> Result<Vec<TableDiff>, Error> {
    let (view, session) = view(schema, pool, &mut Stop::never(), Purpose::Look).await?;
    if let Some(session) = session {
        session.close().await;
    }
    view.has_only_tables()?;
    Ok(view.diffs)
}

pub(super) async fn plan(schema: &Schema, pool: &MySqlPool) -> Result<Plan, Error> {
    let (view, session) = view(schema, pool, &mut Stop::never(), Purpose::Look).await?;
    let mut plan = view.plan();
    if let Some(mut session) = session {
        let answers = judged(&mut plan, schema, &view, &mut session.connection).await?;
        fix::foresee(schema, &view, &mut plan, &answers, &mut session.connection).await?;
        session.close().await;
    }
    plan.tell(schema.reader);
    Ok(plan)
}

/// Asks the rows, and judges the plan by what they answer.
pub(super) async fn judged(
    plan: &mut Plan,
    schema: &Schema,
    view: &View,
    connection: &mut MySqlConnection,
) -> Result<Vec<Answer>, Error> {
    let answers = ask(connection, plan, &schema.policy, view.dialect()).await?;
    judge(plan, &schema.policy, &answers, view.dialect());
    Ok(answers)
}

pub(super) async fn table_exists(
    pool: &MySqlPool,
    table: &'static TableDef,
) -> Result<bool, Error> {
    let view = View::quick(pool, &Target::Models(vec![table])).await?;
    view.has_only_tables()?;
    Ok(view.live.table(&table.qualified_name()).is_some_and(|live| live.renamed_from.is_none()))
}

pub(super) async fn primary_key_conflict(
    schema: &Schema,
    pool: &MySqlPool,
    table: &TableName,
) -> Result<Option<PrimaryKeyConflict>, Error> {
    let view = View::quick(pool, &schema.source.target()?).await?;
    view.has_only_tables()?;
    view.primary_key_conflict(table)
}
