//! The journal's own table: brought to its shape the way every table is, and read.

use std::collections::BTreeSet;

use sqlx::MySqlPool;

use crate::apply::journal::{self, Journal, history_sql, leftovers};
use crate::apply::{Session, acquire};
use crate::ddl::Dialect;
use crate::diff::{Desired, compare};
use crate::error::Error;
use crate::introspect::look;
use crate::plan::{Plan, Risk, build};
use crate::report::{HistoryEntry, StepState};
use crate::schema::{TableDef, Text};
use crate::server::{codes, packet};

use super::Schema;

/// Makes ready what the run writes: finds its table, or makes it, and notes how the steps ended
/// that nobody saw the end of. `Err` only where the connection is lost.
pub(super) async fn open(
    session: &mut Session,
    databases: &BTreeSet<Option<&str>>,
    plan: &Plan,
    journal: &mut Journal,
) -> Result<(), Error> {
    if !journal.is_wanted() {
        return Ok(());
    }
    let connected = plan.server.database.as_str();
    let table = table(databases, Some(connected));
    let name = table_name(databases, connected);
    let mut found = leftovers(session, &name).await;
    if found.as_ref().is_err_and(|error| error.code().is_some_and(codes::is_missing)) {
        found = match shape(session, table).await {
            Ok(()) => leftovers(session, &name).await,
            Err(error) => Err(error),
        };
    }
    match found {
        Ok(found) => {
            journal.open(name);
            for leftover in &found {
                // A fix goes with its session, unless it is done.
                let is_needed =
                    leftover.is_fix || plan.steps.iter().any(|step| step.sql == leftover.statement);
                let state = if is_needed { StepState::NotDone } else { StepState::Settled };
                journal.settle(leftover, state);
            }
            Ok(())
        }
        Err(error) if error.is_lost() => Err(error),
        Err(error) => {
            journal.give_up(&error.to_string());
            Ok(())
        }
    }
}

/// Its name, as statements have it.
pub(super) fn table_name(databases: &BTreeSet<Option<&str>>, connected: &str) -> String {
    let table = table(databases, Some(connected));
    Dialect { database: Some(connected) }.table(&table.qualified_name())
}

/// It lies beside the tables that it tells of; in the first of their databases, whose lock is
/// held while it is written.
fn table(databases: &BTreeSet<Option<&str>>, connected: Option<&str>) -> TableDef {
    let home = databases.first().copied().flatten().filter(|home| Some(*home) != connected);
    journal::table(home.map(|home| Text::Owned(home.to_owned())))
}

/// Creates the journal's table, or adds what a later version of this crate has more.
async fn shape(session: &mut Session, table: TableDef) -> Result<(), Error> {
    let name = table.qualified_name();
    let (server, live) = look(&mut session.connection, std::slice::from_ref(&name)).await?;
    let desired = Desired::declared(vec![table]);
    let plan = build(&desired, &compare(&desired, &live), &live, &server);
    for step in plan.steps {
        let is_harmless = match step.risk {
            Risk::Additive | Risk::Metadata | Risk::Rebuild => true,
            Risk::DataDependent | Risk::Destructive => false,
        };
        if !is_harmless || !step.blocked.is_empty() || !step.probes.is_empty() {
            return Err(Error::Unreadable {
                table: name,
                why: "it is something else than the journal of this crate".to_owned(),
            });
        }
        packet::run(&mut session.connection, step.sql).await.map_err(|error| Error::Query {
            doing: "make the journal".to_owned(),
            done: Vec::new(),
            server: error.into(),
        })?;
    }
    Ok(())
}

pub(super) async fn history(schema: &Schema, pool: &MySqlPool) -> Result<Vec<HistoryEntry>, Error> {
    let target = schema.source.target()?;
    let table = table(&target.databases(), None);
    let name = Dialect::default().table(&table.qualified_name());
    let mut connection = acquire(pool).await?;
    let rows = packet::send(&mut connection, history_sql(&name)).await;
    match rows.map_err(crate::ServerError::from) {
        Ok(rows) => Ok(journal::history(rows.into_iter().next().unwrap_or_default())),
        Err(server) if server.code.is_some_and(codes::is_missing) => Ok(Vec::new()),
        Err(server) => {
            Err(Error::Query { doing: "read the journal".to_owned(), done: Vec::new(), server })
        }
    }
}
