//! How a database stands to its declaration, in one word.

use std::fmt;

use sqlx::MySqlPool;

use crate::apply::Session;
use crate::error::Error;
use crate::plan::{Note, Plan};
use crate::safety::judge;

use super::Schema;
use super::target::Target;
use super::view::View;

/// How a database stands to its declaration. [`Display`](fmt::Display) is a line for a log.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum Check {
    /// As declared.
    InSync,
    /// As declared, and with something besides that nobody declared: columns, indexes, a broken
    /// foreign key. A migration would leave it alone.
    Drifted(Vec<Note>),
    /// A migration has something to do, and nothing that the definitions tell is against it. The
    /// rows were not asked.
    Pending(Plan),
    /// A migration would be refused, whatever the rows are.
    Refused(Plan),
}

impl Check {
    /// Whether a service can work with the database: all that it declares is there.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        match self {
            Self::InSync | Self::Drifted(_) => true,
            Self::Pending(_) | Self::Refused(_) => false,
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InSync => f.write_str("in sync"),
            Self::Drifted(notes) => {
                write!(f, "drifted: {} thing(s) that nobody declared", notes.len())
            }
            Self::Pending(plan) => write!(f, "pending: {} step(s)", plan.steps.len()),
            Self::Refused(plan) => write!(f, "refused: {} change(s)", plan.refusals.len()),
        }
    }
}

pub(super) async fn check(schema: &Schema, pool: &MySqlPool) -> Result<Check, Error> {
    let target = schema.source.target()?;
    let quick = View::quick(pool, &target).await?;
    if quick.is_equal() && matches!(target, Target::Models(_)) {
        return Ok(equal(&quick));
    }
    let mut session = Session::open(pool, &schema.options).await?;
    let view = View::close(&mut session, &target).await;
    session.close().await;
    let view = view?;
    if view.is_equal() {
        return Ok(equal(&view));
    }
    let mut plan = view.plan();
    judge(&mut plan, &schema.policy, &[], view.dialect());
    plan.tell(schema.reader);
    Ok(if plan.refusals.is_empty() { Check::Pending(plan) } else { Check::Refused(plan) })
}

fn equal(view: &View) -> Check {
    let notes = view.notes();
    if notes.is_empty() { Check::InSync } else { Check::Drifted(notes) }
}
