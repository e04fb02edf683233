//! A schema: the models a service declares, and what can be asked and done with them.

use std::borrow::Cow;

use sqlx::MySqlPool;

use crate::apply::Options;
use crate::diff::{PrimaryKeyConflict, TableDiff};
use crate::error::Error;
use crate::plan::Plan;
use crate::report::Report;
use crate::safety::Policy;
use crate::schema::{Model, TableName};

use super::run;

/// The tables that a service declares. Made by `schema![Tenant, Application]`.
///
/// Models that these refer to belong to it without being named.
#[derive(Debug, Clone)]
pub struct Schema {
    pub(super) models: Cow<'static, [Model]>,
    pub(super) policy: Policy,
    pub(super) options: Options,
}

impl Schema {
    /// A schema of these models, with the default policy.
    #[must_use]
    pub fn new(models: impl Into<Cow<'static, [Model]>>) -> Self {
        Self { models: models.into(), policy: Policy::new(), options: Options::new() }
    }

    /// The same schema under another policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The same schema with other waiting times.
    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Brings the database to the declaration, and reports what was done. The second time it
    /// does nothing, and takes one round trip to find that out.
    ///
    /// # Errors
    /// [`Error::Refused`], with nothing changed, when the policy or the data forbid a change;
    /// otherwise what went wrong, what was done before, and what to do next.
    pub async fn migrate(&self, pool: &MySqlPool) -> Result<Report, Error> {
        run::migrate(self, pool).await
    }

    /// What [`migrate`](Self::migrate) would do now, and what it would refuse. Only looks.
    ///
    /// # Errors
    /// When the database can't be read. What is refused is part of the plan.
    pub async fn plan(&self, pool: &MySqlPool) -> Result<Plan, Error> {
        run::plan(self, pool).await
    }

    /// What differs from the declaration, table by table in the order of the declaration, and
    /// what the tables have besides. Only looks, and never at rows.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn diff(&self, pool: &MySqlPool) -> Result<Vec<TableDiff>, Error> {
        run::diff(self, pool).await
    }

    /// How the table's primary key differs from the declared one; `None` also where there is
    /// no such table.
    ///
    /// # Errors
    /// When the database can't be read, or no model declares the table.
    pub async fn primary_key_conflict(
        &self,
        pool: &MySqlPool,
        table: &TableName,
    ) -> Result<Option<PrimaryKeyConflict>, Error> {
        run::primary_key_conflict(self, pool, table).await
    }
}
