//! What the user allows.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::plan::Loss;
use crate::schema::{TableName, Text};

/// What a migration may do without being asked again.
///
/// ```
/// use safe_migrate_core::{Policy, schema::TableName};
///
/// let policy = Policy::new()
///     .rebuild_tables_up_to(64 << 20)                       // bytes
///     .probe_for_at_most(std::time::Duration::from_secs(5)) // for each question to the rows
///     .allow_blocking_rebuild_of(TableName::new("events")); // whatever its size
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    rebuild_limit: u64,
    rebuild: BTreeSet<TableName>,
    losses: Vec<(TableName, Loss)>,
    lossy_database: Option<String>,
    probe_limit: Duration,
    probes: bool,
}

impl Policy {
    /// The default: additions, metadata, rebuilds of tables up to 1 GiB, and up to a minute for
    /// each question to the rows.
    #[must_use]
    pub fn new() -> Self {
        Self {
            rebuild_limit: 1 << 30,
            rebuild: BTreeSet::new(),
            losses: Vec::new(),
            lossy_database: None,
            probe_limit: Duration::from_secs(60),
            probes: true,
        }
    }

    /// Tables up to so many bytes (data and indexes, as the server estimates) may be copied.
    #[must_use]
    pub fn rebuild_tables_up_to(mut self, bytes: u64) -> Self {
        self.rebuild_limit = bytes;
        self
    }

    /// This one table may be copied, whatever its size; writers may wait all the while.
    #[must_use]
    pub fn allow_blocking_rebuild_of(mut self, table: TableName) -> Self {
        self.rebuild.insert(table);
        self
    }

    /// This one table may be dropped, with all its rows.
    #[must_use]
    pub fn allow_drop_of_table(self, table: TableName) -> Self {
        self.allow(table, Loss::Table)
    }

    /// This one column may be dropped, with all its values.
    #[must_use]
    pub fn allow_drop_of_column(self, table: TableName, column: impl Into<Text>) -> Self {
        self.allow(table, Loss::Column(column.into()))
    }

    /// This one column may become what not all its values fit: the server cuts and bends them as
    /// it does without strict mode.
    #[must_use]
    pub fn allow_loss_of_values_in(self, table: TableName, column: impl Into<Text>) -> Self {
        self.allow(table, Loss::Values(column.into()))
    }

    /// Everything in the connected database may be lost, if this is its name. For databases that
    /// are made from another one, never for one that people put data into.
    #[must_use]
    pub fn accept_data_loss_in(mut self, database: impl Into<String>) -> Self {
        self.lossy_database = Some(database.into());
        self
    }

    /// Each question to the rows may take so long (in milliseconds, at least one; default: 60 s).
    /// What is not answered by then is not proven, and the change that rests on it is refused.
    #[must_use]
    pub fn probe_for_at_most(mut self, limit: Duration) -> Self {
        self.probe_limit = limit;
        self
    }

    /// No question is put to the rows but whether there are any: a change that depends on what
    /// they hold is refused, as not proven, on every table that has some.
    #[must_use]
    pub fn without_probes(mut self) -> Self {
        self.probes = false;
        self
    }

    /// How long a question to the rows may take.
    pub(crate) fn probe_limit(&self) -> Duration {
        self.probe_limit
    }

    /// Whether questions may be put to the rows.
    pub(crate) fn probes(&self) -> bool {
        self.probes
    }

    fn allow(mut self, table: TableName, loss: Loss) -> Self {
        self.losses.push((table, loss));
        self
    }

    /// Whether a person allowed the loss.
    pub(crate) fn allows(&self, table: &TableName, connected: &str, loss: &Loss) -> bool {
        let is_home = table.database.as_deref().unwrap_or(connected) == connected;
        is_home && self.lossy_database.as_deref() == Some(connected)
            || self.losses.iter().any(|(allowed, named)| {
                named.is_same(loss) && is_same_table(allowed, table, connected)
            })
    }

    /// The limit, where the table is over it.
    pub(crate) fn forbids_rebuild(
        &self,
        table: &TableName,
        connected: &str,
        bytes: u64,
    ) -> Option<u64> {
        let is_allowed =
            self.rebuild.iter().any(|allowed| is_same_table(allowed, table, connected));
        (bytes > self.rebuild_limit && !is_allowed).then_some(self.rebuild_limit)
    }
}

fn is_same_table(a: &TableName, b: &TableName, connected: &str) -> bool {
    let home = |name: &TableName| name.database.clone().unwrap_or(connected.to_owned().into());
    a.table == b.table && home(a) == home(b)
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}
