//! A schema: the models a service declares, and what can be asked and done with them.

use std::borrow::Cow;
use std::future::Future;
use std::sync::Arc;

use sqlx::MySqlPool;

use crate::apply::{Fix, Options, Stop};
use crate::diff::{Desired, PrimaryKeyConflict, TableDiff};
use crate::error::Error;
use crate::plan::{Plan, Reader};
use crate::report::{Callback, HistoryEntry, Progress, Report};
use crate::safety::Policy;
use crate::schema::{Model, TableName, Text};

use super::target::Source;
use super::{Check, migration, run};

/// The tables that a service declares. Made by `schema![Tenant, Application]`.
///
/// Models that these refer to belong to it without being named.
#[derive(Debug, Clone)]
pub struct Schema {
    pub(super) source: Source,
    pub(super) policy: Policy,
    pub(super) options: Options,
    pub(super) fixes: Vec<Fix>,
    pub(super) has_journal: bool,
    pub(super) service: Option<Text>,
    pub(super) on_progress: Option<Callback>,
    pub(super) reader: Reader,
}

impl Schema {
    /// A schema of these models, with the default policy.
    #[must_use]
    pub fn new(models: impl Into<Cow<'static, [Model]>>) -> Self {
        Self::of(Source::Models(models.into()))
    }

    /// A schema that is another database's, as [`inspect`](crate::inspect) read it.
    ///
    /// ```no_run
    /// # async fn copy(from: &sqlx::MySqlPool, to: &sqlx::MySqlPool) -> Result<(), safe_migrate_core::Error> {
    /// use safe_migrate_core::{Schema, diff::{Desired, Extent}, inspect};
    ///
    /// let desired = Desired::like(&inspect(from).await?, Extent::Described);
    /// let report = Schema::like(desired).migrate(to).await?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn like(desired: Desired) -> Self {
        Self::of(Source::Like(Arc::new(desired)))
    }

    fn of(source: Source) -> Self {
        let reader = match source {
            Source::Models(_) => Reader::Structs,
            Source::Like(_) => Reader::Database,
        };
        Self {
            source,
            policy: Policy::new(),
            options: Options::new(),
            fixes: Vec::new(),
            has_journal: true,
            service: None,
            on_progress: None,
            reader,
        }
    }

    /// The same schema under another policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The same schema, with refusals that tell another [`Reader`] what can be done about them.
    #[must_use]
    pub fn for_reader(mut self, reader: Reader) -> Self {
        self.reader = reader;
        self
    }

    /// The same schema with other waiting times.
    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// The same schema, with something to be done once to rows that are in the way of a change:
    /// see [`Fix`]. Those of a plan run in the order in which they are added here.
    ///
    /// The names of fixes are unique in a schema. A fix without a journal, of a table that no
    /// model declares, or with a statement that commits, is an error of the next look.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The same schema, without a note of each step in the table [`JOURNAL`]. Data fixes need one.
    ///
    /// [`JOURNAL`]: crate::schema::JOURNAL
    #[must_use]
    pub fn without_journal(mut self) -> Self {
        self.has_journal = false;
        self
    }

    /// The name under which the journal notes who migrates, best with its version. Otherwise
    /// that is the package with the `schema![..]`, or else the name of the program.
    #[must_use]
    pub fn with_service(mut self, service: impl Into<Text>) -> Self {
        self.service = Some(service.into());
        self
    }

    /// The package whose `schema![..]` this is.
    #[doc(hidden)]
    #[must_use]
    pub fn declared_by(mut self, name: Option<&str>, version: Option<&str>) -> Self {
        self.service = name.map(|name| {
            let version = version.map_or(String::new(), |version| format!(" {version}"));
            Text::Owned(format!("{name}{version}"))
        });
        self
    }

    /// The same schema, with somebody to tell how far a migration is: when each step begins and
    /// ends, and meanwhile how many rows are done, where the server publishes that to this user.
    /// (MariaDB does while it copies a table; MySQL does with SELECT on `performance_schema` and
    /// its consumer `events_stages_current` enabled.) For that, and only with a callback, there is
    /// a second connection.
    ///
    /// It is called on the task that migrates, so it should not take long.
    #[must_use]
    pub fn on_progress(mut self, callback: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Callback(Arc::new(callback)));
        self
    }

    /// Brings the database to the declaration, and reports what was done. The second time it
    /// does nothing, and takes one round trip to find that out.
    ///
    /// # Errors
    /// [`Error::Refused`], with nothing changed, when the policy or the data forbid a change;
    /// otherwise what went wrong, what was done before, and what to do next.
    pub async fn migrate(&self, pool: &MySqlPool) -> Result<Report, Error> {
        migration::migrate(self, pool, Stop::never()).await
    }

    /// The same, until the future ends: then the migration stops before its next step, with
    /// [`Error::Stopped`]. A statement that is running is waited for (the server would go on with
    /// it anyway), as are up to 32 new tables that are made together; waiting for a lock or for
    /// another process is not.
    ///
    /// A container is told to end by SIGTERM: a future of `tokio::signal::unix` ends with that.
    ///
    /// # Errors
    /// As [`migrate`](Self::migrate); [`Error::Stopped`] with what was done by then.
    pub async fn migrate_until(
        &self,
        pool: &MySqlPool,
        stop: impl Future<Output = ()> + Send,
    ) -> Result<Report, Error> {
        migration::migrate(self, pool, Stop::when(stop)).await
    }

    /// What the journal of this database tells, oldest first: every step of every migration that
    /// wrote one. Empty where there is none.
    ///
    /// # Errors
    /// When the journal can't be read.
    pub async fn history(&self, pool: &MySqlPool) -> Result<Vec<HistoryEntry>, Error> {
        super::journal::history(self, pool).await
    }

    /// What [`migrate`](Self::migrate) would do now, and what it would refuse. Only looks.
    ///
    /// # Errors
    /// When the database can't be read. What is refused is part of the plan.
    pub async fn plan(&self, pool: &MySqlPool) -> Result<Plan, Error> {
        run::plan(self, pool).await
    }

    /// How the database stands, for a readiness probe: one round trip where it is as declared.
    /// Never asks the rows, and never waits for another migration.
    ///
    /// # Errors
    /// When the database can't be read: not ready either.
    pub async fn check(&self, pool: &MySqlPool) -> Result<Check, Error> {
        super::check::check(self, pool).await
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
